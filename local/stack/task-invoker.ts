import type { ExecutionHistory } from './execution-history';
import { asObject, asString, type Json, type JsonObject, parseJson } from './json';
import type { LocalFunction } from './local-function';
import { DirectTaskHistory, IntegrationTaskHistory } from './task-history';

/** The most that a state may pass on: 256 KiB. */
const MAX_STATE_BYTES = 256 * 1024;
const INVOKE_INTEGRATION = 'arn:aws:states:::lambda:invoke';

/** An error by the name that Retry and Catch match. */
export class StateError extends Error {
  /** Step Functions lets neither Retry nor Catch have the errors that no repetition can mend. */
  readonly isRetryable: boolean;
  readonly isCatchable: boolean;

  constructor(name: string, cause: string, isFinal = false) {
    super(cause);
    this.name = name;
    this.isRetryable = !isFinal;
    this.isCatchable = !isFinal;
  }
}

/** Runs Task states: those whose resource is a function of the template, directly or by the `lambda:invoke` service. */
export class TaskInvoker {
  constructor(private readonly functions: LocalFunction[]) {}

  /** @param isOver tells that nobody waits for the answer any more: then it leaves no trace in the history */
  async run(
    name: string,
    state: JsonObject,
    input: Json,
    history: ExecutionHistory,
    isOver: () => boolean,
  ): Promise<Json> {
    const resource = String(state.Resource);
    const direct = resource !== INVOKE_INTEGRATION;
    const payload = direct ? input : (asObject(input).Payload ?? {});
    const record = direct
      ? new DirectTaskHistory(history, resource, state)
      : new IntegrationTaskHistory(history, state);
    record.scheduled(JSON.stringify(payload), JSON.stringify(input));
    try {
      const called = this.#find(direct ? resource : (asString(asObject(input).FunctionName) ?? ''));
      const output = await called.invoke(JSON.stringify(payload));
      const result = direct
        ? output
        : JSON.stringify({ ExecutedVersion: '$LATEST', Payload: parseJson(output) ?? null, StatusCode: 200 });
      if (Buffer.byteLength(result) > MAX_STATE_BYTES) throw tooLarge(name);
      if (!isOver()) record.succeeded(result);
      return parseJson(result) ?? null;
    } catch (error) {
      const { name: errorName, message } = error as Error;
      if (!isOver()) record.failed({ error: errorName, cause: message });
      throw error;
    }
  }

  /** @param called an ARN, perhaps with a version or an alias at its end, or a name */
  #find(called: string): LocalFunction {
    const found = this.functions.find(
      ({ definition: { arn, name } }) => called === name || called === arn || called.startsWith(`${arn}:`),
    );
    if (!found)
      throw new StateError('States.TaskFailed', `${called} is no function of the template, so it cannot run here.`);
    return found;
  }
}

function tooLarge(state: string): StateError {
  const cause = `The state/task '${state}' returned a result with a size exceeding the maximum number of bytes service limit.`;
  return new StateError('States.DataLimitExceeded', cause, true);
}
