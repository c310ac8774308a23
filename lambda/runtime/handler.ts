import { isServerError, isThrottlingError, isTransientError } from '@smithy/core/retry';
import { PassingErrorName } from '../../lib/contract/names';
import { describe, isErrorName, SafeError } from '../scan/errors';
import type { ScanExecution } from '../scan/state';
import { lambdaRuntime } from './lambda-runtime';
import type { Runtime } from './runtime';

/** The part of Lambda's context object that the functions use. */
export interface InvocationContext {
  getRemainingTimeInMillis(): number;
}

/** The part of the execution's context object (`$$.Execution`) that the functions use. */
export interface Execution {
  /** The ARN of the execution. */
  readonly Id?: string;
  readonly Input?: unknown;
  readonly Name: string;
  readonly StartTime: string;
  readonly RedriveCount?: number;
}

type Handler<Event, Result> = (event: Event, context: InvocationContext) => Promise<Result>;

/** Creates the handler while Lambda initializes the function. Outside Lambda, creates it at the first invocation. */
export function lambdaHandler<Event, Result>(create: (runtime: Runtime) => Handler<Event, Result>) {
  let handle = process.env.AWS_LAMBDA_FUNCTION_NAME === undefined ? undefined : create(lambdaRuntime());
  return (event: Event, context: InvocationContext): Promise<Result> => {
    handle ??= create(lambdaRuntime());
    return handle(event, context);
  };
}

export function executionOf({ Input, Name, StartTime, RedriveCount }: Execution): ScanExecution {
  return {
    input: Input,
    scanId: Name,
    startedAt: new Date(StartTime).toISOString(),
    redriveCount: Number(RedriveCount ?? 0),
  };
}

/**
 * Runs a function's work. Lambda logs error messages, which can quote what a person typed or what AppFabric says about
 * a person. Only a SafeError keeps its message. Other errors keep their name, status and stack frames, and those of a
 * service that is not available get a name that the state machine retries for hours.
 */
export async function withSafeErrors<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof SafeError) {
      // The cause is not in the code, and a stack trace would only hide the message.
      error.stack = `${error.name}: ${error.message}`;
      throw error;
    }
    const failure = error instanceof Error ? error : new Error();
    const safe = new Error(`The step could not be finished (${describe(failure)}).`);
    safe.name = safeNameOf(failure);
    const frames = (failure.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
    safe.stack = [`${safe.name}: ${safe.message}`, ...frames].join('\n');
    throw safe;
  }
}

function safeNameOf(failure: Error): string {
  const sdkError = failure as Parameters<typeof isServerError>[0];
  if (isThrottlingError(sdkError) || isTransientError(sdkError) || isServerError(sdkError)) {
    return PassingErrorName.SERVICE_UNAVAILABLE;
  }
  return isErrorName(failure.name) ? failure.name : 'Error';
}
