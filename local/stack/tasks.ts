import { type Clock, holding } from './clock';
import type { Json, JsonObject } from './json';
import type { LambdaFunction } from './lambda-function';

/** Runs a Task state. The name of what it throws is what Retry and Catch match. */
export type TaskRunner = (name: string, state: JsonObject, input: Json) => Promise<Json>;

/** An error by the name that Retry and Catch match. */
export class StateError extends Error {
  /** Step Functions neither retries nor catches an error that would only happen again. */
  readonly isRetryable: boolean;
  readonly isCatchable: boolean;

  constructor(name: string, cause: string, isFinal = false) {
    super(cause);
    this.name = name;
    this.isRetryable = !isFinal;
    this.isCatchable = !isFinal;
  }
}

/** Runs the Task states whose resource is a function of the template. A function may outlive its execution. */
export function functionTasks(functions: readonly LambdaFunction[], clock: Clock): TaskRunner {
  return async (_name, { Resource: resource }, input) => {
    const called = functions.find(({ arns }) => arns.some((arn) => arn === resource));
    if (!called) throw new StateError('States.TaskFailed', `${resource} is not a function of the template.`);
    return JSON.parse(await holding(clock, () => called.invoke(JSON.stringify(input))));
  };
}
