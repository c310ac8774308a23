import type { ResultCounts, ResultStatus, ScanFailure, TaskError, Trigger, WithoutAnswer } from './records';

/**
 * The details of the events that are published. The JSON Schemas in schemas/ are made from these types and their tags:
 * run `npm run schemas` after a change. docs/events.md says what may change within a version.
 */

/** ISO 8601 in UTC with milliseconds. */
type Time = string;

/** What all details have in common. */
export interface UserAccessDetail {
  /** The version of this contract. */
  readonly version: '1';
  /**
   * The same whenever this event is sent again.
   * @minLength 1
   */
  readonly id: string;
  /**
   * The scan, which is also the name of its execution.
   * @minLength 1
   * @maxLength 80
   */
  readonly scanId: string;
  /**
   * The person, in lower case. Absent where AppFabric named no one.
   * @minLength 1
   */
  readonly email?: string;
  /** What asked for the scan, as it was given to the execution. */
  readonly trigger?: Trigger;
}

/**
 * The detail of a User Access Result event: one app's answer about one person.
 * @title User Access Result
 */
export interface UserAccessResultDetail extends UserAccessDetail {
  /**
   * The same whenever this event is sent again.
   * @pattern ^result:.
   */
  readonly id: string;
  /**
   * AppFabric's task. Absent when the task could not be started.
   * @minLength 1
   */
  readonly taskId?: string;
  /**
   * The app, as AppFabric spells it.
   * @minLength 1
   */
  readonly app?: string;
  /**
   * The tenant of the app.
   * @minLength 1
   */
  readonly tenantId?: string;
  /**
   * The tenant's name for people.
   * @minLength 1
   */
  readonly tenantDisplayName?: string;
  /** How the task ended. TIMED_OUT: no answer came within the scan timeout. */
  readonly status: ResultStatus;
  /** Whether the result names an account. False is an all-clear only where `status` is COMPLETED. */
  readonly accountFound: boolean;
  /** The account's status, in the app's own words. */
  readonly userStatus?: string;
  /** Why there is no answer, in AppFabric's words. */
  readonly error?: TaskError;
  /**
   * When the result was recorded.
   * @pattern ^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$
   */
  readonly recordedAt: Time;
}

/**
 * The detail of a User Access Scan Completed event: every task of a scan has its result.
 * @title User Access Scan Completed
 */
export interface UserAccessScanCompletedDetail extends UserAccessDetail {
  /**
   * The same whenever this event is sent again.
   * @pattern ^completed:.
   */
  readonly id: string;
  readonly status: 'COMPLETED';
  /**
   * When the scan started.
   * @pattern ^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$
   */
  readonly startedAt: Time;
  /**
   * When it ended.
   * @pattern ^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$
   */
  readonly endedAt: Time;
  /**
   * From start to end.
   * @minimum 0
   */
  readonly durationSeconds: number;
  /**
   * How many tasks the scan had.
   * @asType integer
   * @minimum 0
   */
  readonly taskCount: number;
  /** How many results there are of each status. */
  readonly counts: ResultCounts;
  /**
   * How many results name an account.
   * @asType integer
   * @minimum 0
   */
  readonly accountsFound: number;
  /** The apps that gave no answer. */
  readonly withoutAnswer: readonly WithoutAnswer[];
  /** Whether `withoutAnswer` was cut to fit into an event. */
  readonly withoutAnswerTruncated: boolean;
}

/**
 * The detail of a User Access Scan Failed event: a scan ended before all of its tasks had a result.
 * @title User Access Scan Failed
 */
export interface UserAccessScanFailedDetail extends UserAccessDetail {
  /**
   * The same whenever this event is sent again.
   * @pattern ^failed:.
   */
  readonly id: string;
  readonly status: 'FAILED';
  /**
   * When the scan started.
   * @pattern ^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$
   */
  readonly startedAt: Time;
  /**
   * When it failed.
   * @pattern ^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$
   */
  readonly endedAt: Time;
  /** What went wrong, and what to do. */
  readonly error: ScanFailure;
}
