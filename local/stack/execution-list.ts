import { AwsError, validationError } from './aws-error';
import { listedExecution } from './execution-answers';
import type { ExecutionState } from './execution-state';
import { asString, type JsonObject } from './json';
import { optionalEnum, page } from './step-functions-requests';

const STATUSES = ['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED', 'PENDING_REDRIVE'];
const REDRIVES = ['REDRIVEN', 'NOT_REDRIVEN'];

/**
 * The answer to ListExecutions.
 *
 * @param executions all of them, in the order of their start
 * @param stateMachine throws if there is no such state machine
 */
export function listExecutions(
  executions: readonly ExecutionState[],
  request: JsonObject,
  stateMachine: (arn: string) => { readonly arn: string },
): JsonObject {
  const status = optionalEnum(request, 'statusFilter', STATUSES);
  const redrive = optionalEnum(request, 'redriveFilter', REDRIVES);
  const { arn } = stateMachine(stateMachineArn(request));
  if (status === 'PENDING_REDRIVE') {
    throw validationError("The status filter 'PENDING_REDRIVE' is for the executions of a Map Run only.");
  }
  const isWanted = (execution: ExecutionState) =>
    execution.settings.stateMachine.arn === arn &&
    (status === undefined || execution.status === status) &&
    (redrive === undefined || execution.redriveCount > 0 === (redrive === 'REDRIVEN'));
  const { items, ...next } = page(executions.toReversed(), request, ({ settings }) => settings.arn, isWanted);
  return { executions: items.map(listedExecution), ...next };
}

function stateMachineArn({ stateMachineArn, mapRunArn }: JsonObject): string {
  const given = [stateMachineArn, mapRunArn].filter((arn) => arn !== undefined);
  if (given.length !== 1) {
    throw validationError('1 validation error detected: Must provide a StateMachine ARN or MapRun ARN');
  }
  // No state machine of this package has a distributed Map.
  if (mapRunArn !== undefined) throw new AwsError('ResourceNotFound', `Resource not found: '${mapRunArn}'`);
  return asString(stateMachineArn) ?? '';
}
