import type { Access, UnknownReason, Verdict } from './access/access';
import type { ChangeKind } from './changes';
import type {
  AccessCounts,
  Authorization,
  Count,
  Coverage,
  OpenTenant,
  ResultCounts,
  ResultStatus,
  ScanFailure,
  TaskError,
  Trigger,
  UnknownTenant,
} from './records';

/**
 * The details of the published events. The JSON Schemas in schemas/ are generated from these types and their tags.
 * After a change, run `npm run schemas`. docs/events.md explains what can change within a version.
 */

/**
 * A time in ISO 8601, in UTC with milliseconds.
 * @pattern ^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$
 */
export type Time = string;

/** The attributes that the details of all events have. */
export interface UserAccessDetail {
  /** The version of the event's format. */
  readonly version: '1';
  /**
   * The id of the event. If the event is sent again, it has the same id.
   * @minLength 1
   */
  readonly id: string;
  /**
   * The id of the scan, which is the name of its execution.
   * @minLength 1
   * @maxLength 80
   */
  readonly scanId: string;
  /**
   * The person's email address, in lower case. Absent if it is not known, and in the scan events of a scan of task ids.
   * @minLength 1
   */
  readonly email?: string;
  /** What requested the scan. Absent if the input of the execution has no trigger. */
  readonly trigger?: Trigger;
}

/**
 * The detail of a User Access Result event: the result of one task, for one person in one tenant of an app.
 * @title User Access Result
 */
export interface UserAccessResultDetail extends UserAccessDetail {
  /**
   * The id of the event. If the event is sent again, it has the same id.
   * @pattern ^result:.
   */
  readonly id: string;
  /**
   * The id of AppFabric's task. Absent if the task could not be started.
   * @minLength 1
   */
  readonly taskId?: string;
  /**
   * The name of the app in AppFabric, such as SLACK.
   * @minLength 1
   */
  readonly app?: string;
  /**
   * The id of the tenant in the app.
   * @minLength 1
   */
  readonly tenantId?: string;
  /**
   * The display name of the tenant.
   * @minLength 1
   */
  readonly tenantDisplayName?: string;
  /** How the task ended. TIMED_OUT means that the app did not answer within the scan timeout. */
  readonly status: ResultStatus;
  /**
   * Whether the person can use an account. OPEN: there is one, and nothing says that it is blocked. BLOCKED: there is
   * one, and the app reports a status that keeps its user out. NONE: the app answered that there is none. UNKNOWN: there
   * is no answer.
   */
  readonly access: Access;
  /** Why there is no answer. Absent unless `access` is UNKNOWN. */
  readonly reason?: UnknownReason;
  /** Whether the person has an account. Absent if `access` is UNKNOWN. */
  readonly accountFound?: boolean;
  /** The status of the account, as the app returns it. */
  readonly userStatus?: string;
  /** AppFabric's error, if it returned one. */
  readonly error?: TaskError;
  /** When the result was recorded. */
  readonly recordedAt: Time;
}

/**
 * The detail of a User Access Scan Completed event: all tasks of a scan have a result.
 * @title User Access Scan Completed
 */
export interface UserAccessScanCompletedDetail extends UserAccessDetail {
  /**
   * The id of the event. If the event is sent again, it has the same id.
   * @pattern ^completed:.
   */
  readonly id: string;
  readonly status: 'COMPLETED';
  /** When the scan started. */
  readonly startedAt: Time;
  /** When the scan ended. */
  readonly endedAt: Time;
  /**
   * The duration of the scan, in seconds.
   * @minimum 0
   */
  readonly durationSeconds: number;
  /** The number of tasks in the scan. */
  readonly taskCount: Count;
  /** The number of results with each status. */
  readonly counts: ResultCounts;
  /** The number of results with an account. */
  readonly accountsFound: Count;
  /**
   * What the scan says about the person. OPEN: an account is open somewhere. UNKNOWN: no account is known to be open, but
   * something that counts gave no answer. CLEAR: everything that counts answered, nothing is open, and an account shows
   * that the address is this person's. NOT_FOUND: everything that counts answered, and no app has, or ever had, an
   * account by this address. Absent if the scan is one of task ids.
   */
  readonly verdict?: Verdict;
  /**
   * Whether answers of this scan support the verdict. False if the verdict is UNKNOWN, and if it is OPEN only by answers
   * of earlier scans. Absent if there is no verdict.
   */
  readonly confirmed?: boolean;
  /** How much of what counts the scan covers. Absent if there is no verdict. */
  readonly coverage?: Coverage;
  /** The number of tenants with each access. UNKNOWN includes those that were not asked. */
  readonly accessCounts: AccessCounts;
  /** The tenants in which an account is open. */
  readonly open: readonly OpenTenant[];
  /** Whether `open` is incomplete because the list is too long for an event. */
  readonly openTruncated: boolean;
  /** The tenants without an answer. */
  readonly unknown: readonly UnknownTenant[];
  /** Whether `unknown` is incomplete because the list is too long for an event. */
  readonly unknownTruncated: boolean;
  /** The app authorizations that do not count, because their apps give audit logs only. Absent if there are none. */
  readonly withoutUserAccess?: readonly Authorization[];
  /**
   * Why the app authorizations of the bundle could not be listed. An app can then be missing.
   * @minLength 1
   */
  readonly authorizationsError?: string;
}

/**
 * The detail of a User Access Scan Failed event: a scan ended before all its tasks had a result.
 * @title User Access Scan Failed
 */
export interface UserAccessScanFailedDetail extends UserAccessDetail {
  /**
   * The id of the event. If the event is sent again, it has the same id.
   * @pattern ^failed:.
   */
  readonly id: string;
  readonly status: 'FAILED';
  /** When the scan started. */
  readonly startedAt: Time;
  /** When the scan failed. */
  readonly endedAt: Time;
  /** Why the scan failed, and what to do. */
  readonly error: ScanFailure;
}

/** One side of a change. */
export interface ChangedAnswer {
  /**
   * The id of the scan that got the answer.
   * @minLength 1
   * @maxLength 80
   */
  readonly scanId: string;
  /** When AppFabric started that scan's tasks. Absent if they were started elsewhere. */
  readonly tasksStartedAt?: Time;
  /** When the answer was recorded. */
  readonly recordedAt: Time;
  /** Whether the person can use an account. */
  readonly access: Exclude<Access, 'UNKNOWN'>;
  /** Whether the person has an account. */
  readonly accountFound: boolean;
  /** The status of the account, as the app returns it. */
  readonly userStatus?: string;
}

/**
 * The detail of a User Access Changed event: a person's access in a tenant of an app is not what it was in the answer
 * before.
 * @title User Access Changed
 */
export interface UserAccessChangedDetail extends UserAccessDetail {
  /**
   * The id of the change. If the event is sent again, it has the same id.
   * @pattern ^changed:.
   */
  readonly id: string;
  /**
   * The person's email address, in lower case.
   * @minLength 1
   */
  readonly email: string;
  /**
   * The name of the app in AppFabric, such as SLACK.
   * @minLength 1
   */
  readonly app: string;
  /**
   * The id of the tenant in the app.
   * @minLength 1
   */
  readonly tenantId: string;
  /**
   * The display name of the tenant.
   * @minLength 1
   */
  readonly tenantDisplayName?: string;
  /**
   * What changed. APPEARED: there was no account, and now there is one, open or blocked. BLOCKED: the account was open,
   * and is blocked. REOPENED: the account was blocked, and is open. REMOVED: there was an account, and now there is none.
   * STATUS_CHANGED: the app reports another status, which means the same access.
   */
  readonly kind: ChangeKind;
  /** The answer before. */
  readonly from: ChangedAnswer;
  /** The answer that differs from it. */
  readonly to: ChangedAnswer;
}
