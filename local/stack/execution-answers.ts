import type { ExecutionState } from './execution-state';
import type { JsonObject } from './json';

/** An execution as DescribeExecution returns it. */
export function describeExecution(execution: ExecutionState): JsonObject {
  const { settings, output, error, cause, redriveCount } = execution;
  return {
    ...listedExecution(execution),
    input: settings.input,
    inputDetails: { included: true },
    ...(output !== undefined && { output, outputDetails: { included: true } }),
    ...(error !== undefined && { error }),
    ...(cause !== undefined && { cause }),
    redriveCount,
    ...redrivability(execution),
  };
}

/** An execution as ListExecutions returns it. */
export function listedExecution(execution: ExecutionState): JsonObject {
  const { settings, status, startTime, stopTime, redriveCount, redriveTime } = execution;
  return {
    executionArn: settings.arn,
    stateMachineArn: settings.stateMachine.arn,
    name: settings.name,
    status,
    startDate: startTime / 1000,
    redriveCount,
    ...(stopTime !== undefined && { stopDate: stopTime / 1000 }),
    ...(redriveTime !== undefined && { redriveDate: redriveTime / 1000 }),
  };
}

function redrivability({ status }: ExecutionState): JsonObject {
  if (status === 'FAILED' || status === 'ABORTED' || status === 'TIMED_OUT') return { redriveStatus: 'REDRIVABLE' };
  return {
    redriveStatus: 'NOT_REDRIVABLE',
    redriveStatusReason: `Execution is ${status} and cannot be redriven.`,
  };
}

const MAX_INCLUDED_BYTES = 248 * 1024;

/** Whether the input is in the event. Step Functions leaves it out if it is too long together with the output. */
const isIncluded = (...data: readonly unknown[]): boolean =>
  data.reduce<number>((bytes, each) => bytes + Buffer.byteLength(JSON.stringify(each)), 0) <= MAX_INCLUDED_BYTES;

/** The detail of the event that Step Functions sends to the default event bus when an execution ends. */
export function statusChange(execution: ExecutionState): JsonObject {
  const { startTime, stopTime = null, redriveTime = null } = execution;
  const { input, inputDetails, error = null, cause = null, output = null, ...listed } = describeExecution(execution);
  return {
    ...listed,
    ...(isIncluded(input, output) ? { input, inputDetails } : { input: null, inputDetails: { included: false } }),
    ...{ output, error, cause },
    ...{ startDate: startTime, stopDate: stopTime, redriveDate: redriveTime },
  } as JsonObject;
}
