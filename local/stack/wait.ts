import type { Json, JsonObject } from './json';
import { StateError } from './tasks';

/** What the interpreter reads for a Wait, before the execution waits. */
export interface WaitRequest {
  readonly output: Json;
  readonly seconds?: Json;
  readonly timestamp?: Json;
}

/** A state that ends a run of the interpreter where a Wait begins. It returns a WaitRequest. */
export function beforeWait(wait: JsonObject): JsonObject {
  const { Comment: _comment, Next: _next, OutputPath: outputPath = '$', ...state } = wait;
  const { Seconds: seconds, SecondsPath, Timestamp: timestamp, TimestampPath, ...rest } = state;
  return {
    ...rest,
    Type: 'Pass',
    End: true,
    Parameters: {
      ...(outputPath === null ? { output: {} } : { 'output.$': outputPath }),
      ...(seconds !== undefined && { seconds }),
      ...(SecondsPath !== undefined && { 'seconds.$': SecondsPath }),
      ...(timestamp !== undefined && { timestamp }),
      ...(TimestampPath !== undefined && { 'timestamp.$': TimestampPath }),
    },
  };
}

const MAX_SECONDS = 99_999_999;
/** The profile of ISO 8601 in the States Language: an upper-case T, and a Z or an offset. */
const TIMESTAMP = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

/**
 * How long a Wait that begins now waits, in milliseconds: 0 or less if its time is over.
 *
 * @throws StateError if Step Functions would fail the execution
 */
export function waitMilliseconds({ seconds, timestamp }: WaitRequest, now: number): number {
  if (timestamp !== undefined) {
    const time = TIMESTAMP.test(String(timestamp)) ? Date.parse(String(timestamp)) : Number.NaN;
    if (Number.isNaN(time)) throw notValid('a timestamp in ISO 8601 with a time zone');
    return time - now;
  }
  if (!Number.isInteger(seconds) || Number(seconds) < 0 || Number(seconds) > MAX_SECONDS) {
    throw notValid(`a whole number of seconds from 0 to ${MAX_SECONDS}`);
  }
  return Number(seconds) * 1000;
}

function notValid(kind: string): StateError {
  return new StateError('States.Runtime', `The time of the Wait state is not ${kind}.`, true);
}
