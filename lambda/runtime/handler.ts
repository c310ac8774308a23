import { describe, ScanError } from '../scan/errors';
import { lambdaRuntime, type Runtime } from './runtime';

/** The part of Lambda's context that is used. */
export interface InvocationContext {
  getRemainingTimeInMillis(): number;
}

/** The part of the execution's context object (`$$.Execution`) that is used. */
export interface Execution {
  readonly Input?: unknown;
  readonly Name: string;
  readonly StartTime: string;
  readonly RedriveCount?: number;
}

type Handler<Event, Result> = (event: Event, context: InvocationContext) => Promise<Result>;

/** Creates the handler while Lambda initializes the function; outside Lambda, at the first invocation. */
export function lambdaHandler<Event, Result>(create: (runtime: Runtime) => Handler<Event, Result>) {
  let handle = process.env.AWS_LAMBDA_FUNCTION_NAME === undefined ? undefined : create(lambdaRuntime);
  return (event: Event, context: InvocationContext): Promise<Result> => {
    handle ??= create(lambdaRuntime);
    return handle(event, context);
  };
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
 * Runs a function's work. Lambda logs an error's message, and that may quote what a person typed or what AppFabric said
 * about one. Only our own errors keep their message; others keep their name, status and place in the code.
 */
export async function withSafeErrors<T>(work: () => Promise<T>): Promise<T> {
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

/** A scan's end is not a fault of the code: a stack would only hide the message. */
function withoutStack(error: ScanError): ScanError {
  error.stack = `${error.name}: ${error.message}`;
  return error;
}

const framesOf = (failure: Error): string =>
  (failure.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n');

/** Writes one line of JSON for an invocation: counts and ids, never a person. */
export function log(line: Readonly<Record<string, string | number | boolean | undefined>>): void {
  console.log(JSON.stringify({ level: 'INFO', ...line }));
}
