import type { Count, ResultCounts, ResultStatus, ScanFailure, TaskError, Trigger, WithoutAnswer } from './records';

/**
 * The details of the published events. The JSON Schemas in schemas/ are generated from these types and their tags.
 * After a change, run `npm run schemas`. docs/events.md explains what can change within a version.
 */

/**
 * A time in ISO 8601, in UTC with milliseconds.
 * @pattern ^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$
 */
type Time = string;

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
  /** Whether the person has an account. False confirms that there is no account only if `status` is COMPLETED. */
  readonly accountFound: boolean;
  /** The status of the account, as the app returns it. */
  readonly userStatus?: string;
  /** AppFabric's error, if the app did not answer. */
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
  /** The tasks without an answer. */
  readonly withoutAnswer: readonly WithoutAnswer[];
  /** Whether `withoutAnswer` is incomplete because the list is too long for an event. */
  readonly withoutAnswerTruncated: boolean;
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
