import { PassingErrorName, SCAN_REDRIVEN } from '../../lib/contract/names';
import type { EndedDetail } from './ended-event';
import type { LogLevel, Subject } from './function-telemetry';
import { type Execution, withSafeErrors } from './handler';
import type { Runtime } from './runtime';

/** The part of the state's context object (`$$.State`) that the functions use. */
export interface CurrentState {
  readonly RetryCount?: number;
}

/** What every event of a function has. */
export interface StepEvent {
  /** Absent in an execution that began with an earlier version. */
  readonly current?: CurrentState;
}

interface Invoked extends StepEvent {
  readonly execution?: Execution;
  readonly ended?: EndedDetail;
}

/**
 * Runs the work of an invocation. Its lines and its trace say what it is about, an error is logged before it is thrown,
 * and its metrics are published in any case.
 *
 * @param idField how the id of its execution is called
 */
export async function invocation<T>(
  event: Invoked,
  context: unknown,
  { runtime, idField }: { readonly runtime: Runtime; readonly idField: 'scanId' | 'watchId' },
  work: () => Promise<T>,
): Promise<T> {
  const { telemetry, tracing } = runtime;
  const subject = subjectOf(event, idField);
  let errorName: string | undefined;
  telemetry.begin(subject, context);
  tracing?.begin(subject);
  try {
    return await withSafeErrors(work);
  } catch (error) {
    const { name, message } = error as Error;
    errorName = name;
    telemetry.write(levelOf(name), 'The step failed', { errorName, errorMessage: message });
    throw error;
  } finally {
    telemetry.end();
    await tracing?.end(errorName);
  }
}

function subjectOf({ execution, ended, current }: Invoked, idField: 'scanId' | 'watchId'): Subject {
  const { RetryCount: retries } = current ?? {};
  const redriveCount = Number(execution?.RedriveCount ?? ended?.redriveCount ?? 0);
  return {
    [idField]: execution?.Name ?? ended?.name,
    executionArn: execution?.Id ?? ended?.executionArn,
    ...(retries !== undefined && { attempt: Number(retries) + 1 }),
    ...(redriveCount > 0 && { redriveCount }),
  };
}

/** An error that passes is retried, and a redrive is none. */
function levelOf(name: string): LogLevel {
  if (name === SCAN_REDRIVEN) return 'info';
  return Object.values<string>(PassingErrorName).includes(name) ? 'warn' : 'error';
}
