import type { ScanSummary } from '../../lib/contract/records';

/** An execution of the state machine, from its context object. */
export interface ScanExecution {
  readonly input: unknown;
  readonly scanId: string;
  readonly startedAt: string;
  readonly redriveCount: number;
}

/** The state of the execution while tasks are pending. It contains ids, but no results. */
export interface ScanProgress {
  readonly scanId: string;
  readonly startedAt: string;
  /** When tasks that are still open are recorded as TIMED_OUT. */
  readonly deadline: string;
  readonly pending: readonly string[];
  /** The number of poll windows that have ended. */
  readonly turn: number;
  readonly done: false;
  /** How long the state machine waits before the next poll window. */
  readonly waitSeconds?: number;
}

/** The execution's output. */
export interface ScanDone extends Partial<ScanSummary> {
  readonly scanId: string;
  readonly status: 'COMPLETED';
  /** The scan that an earlier delivery of the same trigger started. */
  readonly duplicateOf?: string;
  readonly done: true;
}
