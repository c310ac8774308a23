import type { ScanSummary } from '../../lib/contract/records';

/** What travels between the states while tasks are pending: ids, never results. */
export interface ScanProgress {
  readonly scanId: string;
  readonly startedAt: string;
  /** When tasks that are still open are recorded as TIMED_OUT. */
  readonly deadline: string;
  readonly pending: readonly string[];
  /** How many poll windows are over. */
  readonly turn: number;
  readonly done: false;
  /** How long the state machine waits before the next poll window. */
  readonly waitSeconds?: number;
}

/** The execution's output. */
export interface ScanDone extends Partial<ScanSummary> {
  readonly scanId: string;
  readonly status: 'COMPLETED';
  /** The scan that this one would repeat: the same trigger was delivered before. */
  readonly duplicateOf?: string;
  readonly done: true;
}
