import type { Json, JsonObject } from './json';
import { isNestedExecution, START_EXECUTION } from './nested-execution';

/** An event of the history: its type and its details. */
export type TaskEvent = readonly [type: string, details?: JsonObject];

/** The events that a Task adds to the history of its execution. */
export interface TaskEvents {
  scheduled(input: Json): TaskEvent;
  started(): TaskEvent;
  /** @param output JSON text */
  succeeded(output: string): TaskEvent;
  failed(error: string, cause: string): TaskEvent;
  timedOut(): TaskEvent;
}

export function taskEvents(state: JsonObject, region: string): TaskEvents {
  const { Resource: resource = null, TimeoutSeconds: seconds } = state;
  const timeout: JsonObject = seconds === undefined ? {} : { timeoutInSeconds: seconds };
  return isNestedExecution(resource) ? executionEvents(timeout, region) : functionEvents({ resource, ...timeout });
}

function functionEvents(definition: JsonObject): TaskEvents {
  return {
    scheduled: (input) => ['LambdaFunctionScheduled', { ...definition, input: JSON.stringify(input) }],
    started: () => ['LambdaFunctionStarted'],
    succeeded: (output) => ['LambdaFunctionSucceeded', { output }],
    failed: (error, cause) => ['LambdaFunctionFailed', { error, cause }],
    timedOut: () => ['LambdaFunctionTimedOut', { error: 'States.Timeout' }],
  };
}

const INTEGRATION = { resourceType: 'states', resource: START_EXECUTION };
const withOutput = (output: string): JsonObject => ({ ...INTEGRATION, output, outputDetails: { truncated: false } });

function executionEvents(timeout: JsonObject, region: string): TaskEvents {
  return {
    scheduled: (input) => ['TaskScheduled', { ...INTEGRATION, region, parameters: JSON.stringify(input), ...timeout }],
    started: () => ['TaskStarted', INTEGRATION],
    succeeded: (output) => ['TaskSucceeded', withOutput(output)],
    failed: (error, cause) => ['TaskFailed', { ...INTEGRATION, error, cause }],
    timedOut: () => ['TaskTimedOut', { ...INTEGRATION, error: 'States.Timeout' }],
  };
}

/** The event when the execution of a Task has been started. @param answer of StartExecution, as the Task sees it */
export const submittedEvent = (answer: JsonObject): TaskEvent => ['TaskSubmitted', withOutput(JSON.stringify(answer))];
