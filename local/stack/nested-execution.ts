import { AwsError } from './aws-error';
import { describeExecution } from './execution-answers';
import type { ExecutionState } from './execution-state';
import { asString, isObject, type Json, type JsonObject } from './json';
import { StateError } from './tasks';

/** An execution that a Task of another execution, its parent, has started and waits for. */
export interface NestedExecution extends ExecutionState {
  /** Resolves when it ends. */
  readonly ended: Promise<void>;
  stop(error?: string, cause?: string): Promise<void>;
}

/**
 * Starts an execution as the operation StartExecution does: with `stateMachineArn`, `input` as JSON text, and maybe
 * `name`. While an execution runs, it can be started again with the same input, and is returned. For everything that
 * StartExecution refuses, throws an AwsError with the same name, such as ExecutionAlreadyExists.
 */
export type ExecutionStarter = (request: JsonObject) => NestedExecution | Promise<NestedExecution>;

/** The only way to start an execution from a Task that works on this machine. */
export const START_EXECUTION = 'startExecution.sync:2';

export function isNestedExecution(resource: Json | undefined): boolean {
  return /^arn:[^:]+:states:::states:startExecution\.sync:2$/.test(String(resource));
}

/**
 * Starts the execution that a Task asks for.
 *
 * @throws StateError as the Task fails with when StartExecution refuses
 */
export async function startNested(start: ExecutionStarter | undefined, parameters: Json): Promise<NestedExecution> {
  const {
    StateMachineArn: stateMachineArn = null,
    Name: name,
    Input: input = {},
  } = isObject(parameters) ? parameters : {};
  if (!start) throw new StateError('States.Runtime', 'Tasks cannot start executions here.', true);
  try {
    return await start({
      stateMachineArn,
      ...(name !== undefined && { name }),
      // Step Functions passes text on as it is.
      input: asString(input) ?? JSON.stringify(input),
    });
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const { name: code, message, status } = error;
    const cause = `${message} (Service: AWSStepFunctions; Status Code: ${status}; Error Code: ${code})`;
    throw new StateError(`StepFunctions.${code.replace(/(Exception)?$/, 'Exception')}`, cause);
  }
}

/** StartExecution's answer, as a Task sees it. */
export function startAnswer({ settings, startTime }: ExecutionState): JsonObject {
  return { ExecutionArn: settings.arn, StartDate: startTime };
}

/**
 * The Task's result when the execution has ended: DescribeExecution's answer, as a Task sees it, with its input and
 * output as JSON instead of text.
 *
 * @throws StateError if the execution did not succeed. Its cause is the answer, with the input as text
 */
export function nestedResult(execution: ExecutionState): JsonObject {
  const { status, startTime: startDate, stopTime, redriveTime, output } = execution;
  const answer = {
    ...describeExecution(execution),
    startDate,
    ...(stopTime !== undefined && { stopDate: stopTime }),
    ...(redriveTime !== undefined && { redriveDate: redriveTime }),
  };
  if (status !== 'SUCCEEDED') throw new StateError('States.TaskFailed', JSON.stringify(capitalized(answer)));
  return {
    ...capitalized(answer),
    Input: JSON.parse(execution.settings.input) as Json,
    Output: JSON.parse(output ?? 'null') as Json,
  };
}

/** Tasks see the members of an answer in alphabetical order, with a capital letter. */
function capitalized(answer: JsonObject): JsonObject {
  const members = Object.entries(answer).map(([name, value]): [string, Json] => [
    `${name.charAt(0).toUpperCase()}${name.slice(1)}`,
    isObject(value) ? capitalized(value) : value,
  ]);
  return Object.fromEntries(members.sort(([a], [b]) => (a < b ? -1 : 1)));
}
