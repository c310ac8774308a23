import type { Trigger } from '../../lib/contract/records';
import type { WatchStatus } from '../../lib/contract/watches';

/** An execution of the state machine of watches, from its context object. */
export interface WatchExecution {
  readonly input: unknown;
  /** The name of the execution. If it begins a watch, this is the id of the watch. */
  readonly name: string;
  readonly startedAt: string;
}

/** What the state machine starts a scan with. */
export interface ScanStart {
  /** The name of the execution, which is the id of the scan. */
  readonly name: string;
  readonly input: { readonly email: string; readonly trigger: Trigger };
}

/** An error that the state machine caught. */
export interface ScanFailed {
  readonly Error?: string;
  readonly Cause?: string;
}

/**
 * The state of an execution that goes on. Everything else is in the table, so that a deployment in the middle of a wait
 * changes nothing.
 */
export interface WatchState {
  /** The watch that it looks after. If this is not the name of the execution, the execution has joined that watch. */
  readonly watchId: string;
  /** When that watch started. */
  readonly startedAt: string;
  /** The person's email address, as the request has it. */
  readonly email: string;
  /** Scan, wait until a scan, or wait until the watch is reviewed. */
  readonly next: 'SCAN' | 'WAIT_TO_SCAN' | 'WAIT_TO_REVIEW';
  /** The end of the wait. Absent if there is none. */
  readonly until?: string;
  /** How long the state machine waits. Absent if it does not. */
  readonly waitSeconds?: number;
  /** Present only if `next` leads to a scan. */
  readonly scan?: ScanStart;
  /** Added by the state machine if the execution of the scan did not succeed. */
  readonly scanFailure?: ScanFailed;
}

/**
 * The output of an execution.
 *
 * - A status of the watch: it was the execution's own, and has ended.
 * - `JOINED`: the person was being watched, and the request was added to that watch.
 * - `DUPLICATE`: an earlier delivery of the trigger began or joined a watch.
 */
export interface WatchOutput {
  /** The name of the execution. */
  readonly watchId: string;
  readonly next: 'END';
  readonly status: Exclude<WatchStatus, 'WATCHING'> | 'JOINED' | 'DUPLICATE';
  /** The id of the watch that has the request. Absent if it is the execution's own. */
  readonly joined?: string;
}

/** What the state machine does next. */
export type NextStep = WatchState | WatchOutput;
