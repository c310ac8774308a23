import type { ScanErrorName } from '../../lib/contract/names';
import { type CompletedScan, type ScanStatus, type ScanSummary, summaryOf } from '../../lib/contract/records';

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
  readonly tasksStartedAt?: string;
  /** The number of redrives when StartScan ran. */
  readonly redriveCount: number;
  /** When tasks that are still open are recorded as TIMED_OUT. */
  readonly deadline: string;
  /** When the scan first asked for tasks at or after the deadline. */
  readonly timedOutAt?: string;
  /** When EventBridge first refused the last events of the scan. */
  readonly refusedAt?: string;
  /** The keys of tasks that have no result yet, or whose result is not published yet. */
  readonly pending: readonly string[];
  /** The number of poll windows that have ended. */
  readonly turn: number;
  readonly done: false;
  /** How long the state machine waits before the next poll window. */
  readonly waitSeconds?: number;
}

/** The output of an execution whose scan is completed. */
export interface ScanCompleted extends ScanSummary {
  readonly scanId: string;
  readonly status: 'COMPLETED';
  readonly done: true;
}

export const scanCompleted = (scan: CompletedScan): ScanCompleted => ({
  scanId: scan.scanId,
  status: 'COMPLETED',
  ...summaryOf(scan),
  done: true,
});

/** The output of an execution whose trigger belongs to another scan. */
export interface ScanDuplicate {
  readonly scanId: string;
  readonly status: 'DUPLICATE';
  /** The scan that an earlier delivery of the same trigger started. */
  readonly duplicateOf: string;
  /** The status of that scan when this execution ended. */
  readonly ownerStatus: ScanStatus;
  readonly done: true;
}

export type ScanDone = ScanCompleted | ScanDuplicate;

/** What a line of the log says about the state. */
export const progressOf = (state: ScanProgress | ScanDone) => ({
  done: state.done,
  pending: state.done ? 0 : state.pending.length,
});

/** The state of an execution whose failure is recorded. EndScan fails with it, and a redrive begins there. */
export interface ScanFailed {
  readonly scanId: string;
  readonly done: false;
  readonly failed: {
    readonly name: ScanErrorName;
    readonly message: string;
    /** The number of redrives when the scan failed. */
    readonly redriveCount: number;
  };
}

/** The state of an execution whose scan is reopened after a redrive. */
export interface ScanReopened {
  readonly scanId: string;
  readonly done: false;
}
