import type { Verdict } from './access/access';
import type { ChangeKind } from './changes';
import type { ChangedAnswer, Time } from './events';
import type { Authorization, Count, OpenTenant, ScanFailure, ScanStatus, Trigger, UnknownTenant } from './records';

/** The details of the events of watches. See events.ts. */

/** A request for a watch. */
export interface WatchRequestSummary {
  /** When it was made. */
  readonly requestedAt: Time;
  /** When the watch is due by this request. Absent if the request was not valid. */
  readonly dueAt?: Time;
  /** What asked for the watch. Absent if the input of the execution has no trigger. */
  readonly trigger?: Trigger;
}

/** A scan on the way. */
export interface WatchScanSummary {
  /**
   * The id of the scan, which is the name of its execution.
   * @minLength 1
   * @maxLength 80
   */
  readonly scanId: string;
  readonly startedAt: Time;
  readonly status: ScanStatus;
  /** What the scan says about the person. Absent unless it is completed. */
  readonly verdict?: Verdict;
}

/** A change on the way. */
export interface WatchChangeSummary {
  /**
   * The id of the change, which is the id of its event.
   * @pattern ^changed:.
   */
  readonly id: string;
  /** @minLength 1 */
  readonly app: string;
  /** @minLength 1 */
  readonly tenantId: string;
  /** @minLength 1 */
  readonly tenantDisplayName?: string;
  readonly kind: ChangeKind;
  readonly from: ChangedAnswer;
  readonly to: ChangedAnswer;
}

/** The attributes that the details of all events of a watch have. */
export interface UserAccessWatchDetail {
  /** The version of the event's format. */
  readonly version: '1';
  /**
   * The id of the event. If the event is sent again, it has the same id.
   * @minLength 1
   */
  readonly id: string;
  /**
   * The id of the watch, which is the name of its execution.
   * @minLength 1
   * @maxLength 80
   */
  readonly watchId: string;
  /**
   * The person's email address, in lower case.
   * @minLength 1
   */
  readonly email: string;
  /** When the watch started. */
  readonly startedAt: Time;
  /** When it is overdue. */
  readonly dueAt: Time;
  /** When it ends in any case. */
  readonly giveUpAt: Time;
  /** The request that started the watch, and the first ones that joined it, at most 50 in all. */
  readonly requests: readonly WatchRequestSummary[];
  /** The number of scans that have ended, well or not. */
  readonly scanCount: Count;
  /** The number of scans that failed. */
  readonly failedScanCount: Count;
}

/** What the latest completed scan of a watch says. */
export interface WatchFindings {
  /** The verdict of the latest completed scan. Absent if no scan has completed. */
  readonly verdict?: Verdict;
  /**
   * The id of that scan.
   * @minLength 1
   */
  readonly scanId?: string;
  /** The tenants in which an account is open. */
  readonly open: readonly OpenTenant[];
  /** Whether `open` is incomplete because the list is too long for an event. */
  readonly openTruncated: boolean;
  /** The tenants without an answer. */
  readonly unknown: readonly UnknownTenant[];
  /** Whether `unknown` is incomplete because the list is too long for an event. */
  readonly unknownTruncated: boolean;
  /** The tenants of `unknown` whose app authorization somebody has to reconnect in AppFabric. */
  readonly toReconnect: readonly Authorization[];
  /**
   * Why the app authorizations of the bundle could not be listed. An app can then be missing.
   * @minLength 1
   */
  readonly authorizationsError?: string;
  /** Why the latest scan failed. Absent if it did not. */
  readonly lastScanError?: ScanFailure;
}

/** What happened from the start of a watch to its end. */
export interface WatchStory {
  /** When the watch ended. */
  readonly endedAt: Time;
  /**
   * From the start of the watch to its end, in seconds.
   * @minimum 0
   */
  readonly durationSeconds: number;
  /** When the watch was found to be overdue. Absent if it was not. */
  readonly overdueAt?: Time;
  /** The scans of the person since the start of the watch, in the order of their start. */
  readonly scans: readonly WatchScanSummary[];
  /** Whether `scans` is incomplete because the list is too long for an event. */
  readonly scansTruncated: boolean;
  /** The changes of the person since the start of the watch, in the order of the scans. */
  readonly changes: readonly WatchChangeSummary[];
  /** Whether `changes` is incomplete because the list is too long for an event. */
  readonly changesTruncated: boolean;
}

/**
 * The detail of a User Access Watch Started event: a person is scanned again and again, until nothing is open.
 * @title User Access Watch Started
 */
export interface UserAccessWatchStartedDetail extends UserAccessWatchDetail {
  /**
   * The id of the event. If the event is sent again, it has the same id.
   * @pattern ^watch-started:.
   */
  readonly id: string;
  readonly status: 'WATCHING';
}

/**
 * The detail of a User Access Watch Overdue event: the watch is due, and the person is not clear.
 * @title User Access Watch Overdue
 */
export interface UserAccessWatchOverdueDetail extends UserAccessWatchDetail, WatchFindings {
  /**
   * The id of the event. If the event is sent again, it has the same id.
   * @pattern ^watch-overdue:.
   */
  readonly id: string;
  readonly status: 'WATCHING';
  /** When the watch was found to be overdue, at its due time or after it. */
  readonly overdueAt: Time;
  /** When the next scan starts. Absent while a scan runs, and if the watch ends before another one. */
  readonly nextScanAt?: Time;
}

/**
 * The detail of a User Access Watch Cleared event: a scan found that nothing is open.
 * @title User Access Watch Cleared
 */
export interface UserAccessWatchClearedDetail extends UserAccessWatchDetail, WatchStory {
  /**
   * The id of the event. If the event is sent again, it has the same id.
   * @pattern ^watch-cleared:.
   */
  readonly id: string;
  readonly status: 'CLEARED';
  /** CLEAR, or NOT_FOUND if the request says that this ends the watch. */
  readonly verdict: 'CLEAR' | 'NOT_FOUND';
  /**
   * The id of the scan that found it.
   * @minLength 1
   */
  readonly scanId: string;
}

/**
 * The detail of a User Access Watch Given Up event: the time to watch is over, and the person is not clear.
 * @title User Access Watch Given Up
 */
export interface UserAccessWatchGivenUpDetail extends UserAccessWatchDetail, WatchFindings, WatchStory {
  /**
   * The id of the event. If the event is sent again, it has the same id.
   * @pattern ^watch-given-up:.
   */
  readonly id: string;
  readonly status: 'GIVEN_UP';
}

/**
 * The detail of a User Access Watch Stopped event: somebody stopped the watch, or it could not go on or begin.
 * @title User Access Watch Stopped
 */
export interface UserAccessWatchStoppedDetail
  extends Omit<UserAccessWatchDetail, 'email' | 'dueAt' | 'giveUpAt'>,
    WatchFindings,
    WatchStory {
  /**
   * The id of the event. If the event is sent again, it has the same id.
   * @pattern ^watch-stopped:.
   */
  readonly id: string;
  /**
   * The person's email address, in lower case. Absent if the request was not valid, or is not known.
   * @minLength 1
   */
  readonly email?: string;
  /** When it is overdue. Absent if the watch did not begin. */
  readonly dueAt?: Time;
  /** When it ends in any case. Absent if the watch did not begin. */
  readonly giveUpAt?: Time;
  readonly status: 'STOPPED';
  /** Why the watch stopped, and what to do. */
  readonly error: ScanFailure;
}
