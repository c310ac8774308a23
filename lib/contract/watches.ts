import type { Verdict } from './access/access';
import type { PersonKey } from './person';
import type { OpenTenant, ScanFailure, ScanStatus, Trigger, UnknownTenant } from './records';

/**
 * The status of a watch.
 *
 * - `WATCHING`: it goes on.
 * - `CLEARED`: a scan found that nothing is open.
 * - `GIVEN_UP`: the time to watch was over before that.
 * - `STOPPED`: somebody stopped it, or it could not go on.
 */
export type WatchStatus = 'WATCHING' | 'CLEARED' | 'GIVEN_UP' | 'STOPPED';

export const WATCH_STATUSES: readonly WatchStatus[] = ['WATCHING', 'CLEARED', 'GIVEN_UP', 'STOPPED'];

/** How a person is watched. All times are in whole seconds. */
export interface WatchSettings {
  /** The waits after each scan, until the next. The last one is repeated. */
  readonly cadenceSeconds: readonly number[];
  /** How long after its start a watch is overdue. */
  readonly dueInSeconds: number;
  /** How long after its start a watch ends in any case. */
  readonly giveUpAfterSeconds: number;
  /** How long after a scan an app that was unavailable is asked again. */
  readonly askAgainSeconds: number;
  /** How often an app that is unavailable is asked again before the next scan of the cadence. */
  readonly askAgainTimes: number;
  /** Whether the verdict `NOT_FOUND` ends the watch, too. */
  readonly notFoundIsClear: boolean;
}

/** The input of an execution that watches a person. */
export interface WatchRequest extends Partial<WatchSettings> {
  /** The person's email address. */
  readonly email: string;
  readonly trigger?: Trigger;
}

/** Who asked for a watch, and when. */
export interface WatchRequester {
  /** The name of the execution that brought the request. The first one is the id of the watch. */
  readonly executionName: string;
  /** When that execution started. */
  readonly requestedAt: string;
  /** When the watch is due by this request. */
  readonly dueAt: string;
  /** What asked for it, if the input has a trigger. */
  readonly trigger?: Trigger;
}

/** A scan of a watch. */
export interface WatchScan {
  /** The id of the scan. */
  readonly scanId: string;
  /** Absent if the scan has no record. */
  readonly status?: ScanStatus;
  /** What the scan says. Absent unless it is completed. */
  readonly verdict?: Verdict;
  /** When the watch took note of its end. */
  readonly reviewedAt: string;
  /** Why the scan failed. */
  readonly error?: ScanFailure;
}

/** A watch: scans of a person, again and again, until nothing is open. */
export interface Watch {
  /** The id of the watch, which is the name of its execution. */
  readonly watchId: string;
  /** The person's email address, in lower case. */
  readonly email: string;
  readonly status: WatchStatus;
  /** When the watch started. */
  readonly startedAt: string;
  /** When it is overdue if it has not ended. */
  readonly dueAt: string;
  /** When it ends in any case. */
  readonly giveUpAt: string;
  /** When it was found to be overdue. Absent if it is not, or was not when it ended. */
  readonly overdueAt?: string;
  /** When it ended. Absent while it goes on. */
  readonly endedAt?: string;
  /** Why it stopped. Absent unless `status` is `STOPPED`. */
  readonly error?: ScanFailure;
  /** Who asked for it: the request that started it, and those that joined it. */
  readonly requesters: readonly WatchRequester[];
  readonly settings: WatchSettings;
  /** The number of its scans that have ended, well or not. */
  readonly scanCount: number;
  /** The number of its scans that failed. */
  readonly failedScanCount: number;
  /** The latest scan. Absent until the first one has ended. */
  readonly lastScan?: WatchScan;
  /** What the latest completed scan says. Absent until there is one. */
  readonly verdict?: Verdict;
  /** The latest completed scan. */
  readonly verdictScanId?: string;
  /**
   * When the next scan starts. In the past while it runs. Absent while the first scan runs, if the watch ends before
   * another one, and when it has ended.
   */
  readonly nextScanAt?: string;
  /** The tenants in which an account is open, by the latest completed scan. */
  readonly open: readonly OpenTenant[];
  /** Whether `open` is incomplete. */
  readonly openTruncated: boolean;
  /** The tenants without an answer, by the latest completed scan. */
  readonly unknown: readonly UnknownTenant[];
  /** Whether `unknown` is incomplete. */
  readonly unknownTruncated: boolean;
  /** Why the app authorizations could not be listed, in the latest completed scan. */
  readonly authorizationsError?: string;
}

/** An event that EventBridge has not accepted yet. Kept as it is, so that it is the same whenever it is sent. */
export interface UnpublishedWatchEvent {
  readonly detailType: string;
  /** When it happened. */
  readonly time: string;
  readonly detail: object;
}

/** The item of a watch. */
export interface WatchRecord extends Watch {
  readonly type: 'WATCH';
  readonly email: PersonKey;
  /** Changes with every write. A write replaces only what it has read. */
  readonly revision: number;
  /** The number of scans that were begun. The names of their executions end with it. */
  readonly turn: number;
  /** The step of the cadence that comes next. */
  readonly step: number;
  /** When the scan of that step starts. */
  readonly stepAt?: string;
  /** How often an unavailable app was asked again since the last scan of the cadence. */
  readonly askedAgain: number;
  /** How often that happened in the whole watch. */
  readonly askedAgainInAll: number;
  /** When the latest request was made that joined and is not in `requesters`, because the list is full. */
  readonly latestRequestAt?: string;
  /** The events that EventBridge has not accepted yet. */
  readonly unpublished: readonly UnpublishedWatchEvent[];
  readonly expiresAt: number;
}

/**
 * The item that says whose watch an id is, or whose watch the execution of this name has joined. Step Functions' events
 * of executions name only the id.
 */
export interface WatchIdRecord {
  readonly type: 'WATCH_ID';
  readonly watchId: string;
  readonly startedAt: string;
  /** Absent if the request was not valid. */
  readonly email?: PersonKey;
  /** What asked for the watch, if the input has a trigger. */
  readonly trigger?: Trigger;
  /** Set if the execution ended before it recorded a watch. It can't record one later. */
  readonly notBegun?: boolean;
  readonly expiresAt: number;
}
