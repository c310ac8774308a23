import { describe, ScanError } from '../scan/errors';

/** What we use of Lambda's context. */
export interface InvocationContext {
  getRemainingTimeInMillis(): number;
}

/** What we use of the execution's context object (`$$.Execution`). */
export interface Execution {
  readonly Input?: unknown;
  readonly Name: string;
  readonly StartTime: string;
  readonly RedriveCount?: number;
}

export function executionOf({ Input, Name, StartTime, RedriveCount }: Execution) {
  return {
    input: Input,
    scanId: Name,
    startedAt: new Date(StartTime).toISOString(),
    redriveCount: Number(RedriveCount ?? 0),
  };
}

/**
 * Runs a function's work. An error's text may hold what a person typed or what AppFabric said of one, and Lambda
 * logs it: only our own errors keep their text, the others their name, status and place in the code.
 */
export async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ScanError) throw withoutStack(error);
    const failure = error instanceof Error ? error : new Error();
    const safe = new Error(`The step could not be finished (${describe(failure)}).`);
    safe.name = /^[A-Za-z][\w.]{0,99}$/.test(failure.name) ? failure.name : 'Error';
    safe.stack = `${safe.name}: ${safe.message}\n${framesOf(failure)}`;
    throw safe;
  }
}

/** A scan's end is no fault of the code: a stack would only be in the way of the message. */
function withoutStack(error: ScanError): ScanError {
  error.stack = `${error.name}: ${error.message}`;
  return error;
}

const framesOf = (failure: Error): string =>
  (failure.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n');

/** One line of JSON an invocation: counts and ids, never a person. */
export function log(line: Readonly<Record<string, string | number | boolean | undefined>>): void {
  console.log(JSON.stringify({ level: 'INFO', ...line }));
}
