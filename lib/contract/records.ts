import type { PersonKey } from './person';

/**
 * What the table holds, and what the reader gives. docs/table.md says what each attribute means. All times are ISO 8601
 * in UTC with milliseconds; `expiresAt` is in seconds since the epoch.
 */

/** The status of a scan. */
export type ScanStatus = 'RUNNING' | 'COMPLETED' | 'FAILED';

/** How a task ended. `TIMED_OUT`: it was still open at the scan timeout. */
export type ResultStatus = 'COMPLETED' | 'FAILED' | 'EXPIRED' | 'TIMED_OUT';

/** The status of a task: open, or how it ended. */
export type TaskStatus = ResultStatus | 'IN_PROGRESS';

/** What asked for a scan, when something other than a person did. */
export interface Trigger {
  /** The event or invocation that asked. */
  readonly id: string;
  /** The system that it came from. */
  readonly source: string;
  /** When it asked: ISO 8601, as the source wrote it. */
  readonly time: string;
}

/** Why a scan failed. */
export interface ScanFailure {
  /**
   * The error's name.
   * @minLength 1
   */
  readonly name: string;
  /**
   * What happened, and what to do.
   * @minLength 1
   */
  readonly message: string;
}

/** Why an app gave no answer, in AppFabric's words. */
export interface TaskError {
  readonly errorCode?: string;
  readonly errorMessage?: string;
}

/** An account, as the app describes it. Every attribute is absent when the app knows no such account. */
export interface Account {
  readonly userId?: string;
  readonly userFullName?: string;
  readonly userFirstName?: string;
  readonly userLastName?: string;
  /** The app's own word, such as `ACTIVE` or `deprovisioned`. */
  readonly userStatus?: string;
}

/**
 * @asType integer
 * @minimum 0
 */
type TaskCount = number;

/** How many tasks ended in each way. */
export interface ResultCounts {
  readonly COMPLETED: TaskCount;
  readonly FAILED: TaskCount;
  readonly EXPIRED: TaskCount;
  readonly TIMED_OUT: TaskCount;
}

/** What a completed scan adds up to. */
export interface ScanSummary {
  readonly taskCount: number;
  readonly counts: ResultCounts;
  /** How many results name an account. */
  readonly accountsFound: number;
}

/** A scan in a person's history. */
export interface PersonScan extends Partial<ScanSummary> {
  readonly scanId: string;
  /** In lower case. Absent when the scan collects the tasks of several people. */
  readonly email?: string;
  readonly status: ScanStatus;
  readonly startedAt: string;
  readonly endedAt?: string;
  readonly trigger?: Trigger;
  /** Set when the scan failed. */
  readonly error?: ScanFailure;
}

/** An app that gave no answer in a scan, and how its task ended. */
export interface WithoutAnswer {
  /** @minLength 1 */
  readonly app?: string;
  /** @minLength 1 */
  readonly tenantId?: string;
  /** @minLength 1 */
  readonly taskId?: string;
  /** @minLength 1 */
  readonly email?: string;
  readonly status: Exclude<ResultStatus, 'COMPLETED'>;
}

/** A scan. */
export interface Scan extends PersonScan {
  /** The apps that gave no answer. Only `scan(scanId)` reads it: the index by status does not carry it. */
  readonly withoutAnswer?: readonly WithoutAnswer[];
  /** True when there were too many to list here. All of them are among the results. */
  readonly withoutAnswerTruncated?: boolean;
}

/** A task of a scan. Once its status is final, it is a result. */
export interface Task extends Account {
  readonly scanId: string;
  readonly scanStartedAt: string;
  /** Absent when AppFabric could not start the task. */
  readonly taskId?: string;
  readonly app?: string;
  readonly tenantId?: string;
  readonly tenantDisplayName?: string;
  /** In lower case. Absent when AppFabric named no one. */
  readonly email?: string;
  readonly status: TaskStatus;
  /** Whether the app knows the person; absent while the task is open. */
  readonly accountFound?: boolean;
  readonly error?: TaskError;
  /** When the result was recorded; absent while the task is open. */
  readonly recordedAt?: string;
}

/** The newest answer that an app gave about a person. */
export interface Answer extends Account {
  readonly scanId: string;
  readonly scanStartedAt: string;
  readonly recordedAt: string;
  readonly accountFound: boolean;
}

/** Where a person stands in one tenant of an app: the latest result, and the last answer that the app gave. */
export interface Standing extends Account {
  readonly email: string;
  readonly app: string;
  readonly tenantId: string;
  readonly tenantDisplayName?: string;
  /** How the latest scan's task ended. If it is not `COMPLETED`, `lastAnswer` says what was known before. */
  readonly status: ResultStatus;
  readonly accountFound?: boolean;
  readonly error?: TaskError;
  readonly scanId: string;
  readonly taskId?: string;
  readonly scanStartedAt: string;
  readonly recordedAt: string;
  /** Absent when the app has never answered. */
  readonly lastAnswer?: Answer;
}

/** A task as StartUserAccessTasks or the scan's input names it, before it has a result. */
export interface StartedTask {
  readonly taskId?: string;
  readonly app?: string;
  readonly tenantId?: string;
  /** Set when the task could not be started. */
  readonly error?: TaskError;
}

/** A scan's item in the table. */
export interface ScanRecord extends Scan {
  readonly type: 'SCAN';
  readonly email?: PersonKey;
  /** The answer of StartUserAccessTasks; removed when the scan is closed. */
  readonly tasks?: readonly StartedTask[];
  /** A digest of what the scan was asked for. */
  readonly subject?: string;
  /** The highest redrive of the execution that reopened the scan. */
  readonly redriveCount?: number;
  readonly expiresAt: number;
}

/** A scan's item once all its tasks are final. */
export interface CompletedScan extends ScanRecord, ScanSummary {
  readonly status: 'COMPLETED';
  readonly taskCount: number;
  readonly counts: ResultCounts;
  readonly accountsFound: number;
  readonly endedAt: string;
  readonly withoutAnswer: readonly WithoutAnswer[];
  readonly withoutAnswerTruncated: boolean;
}

/** A scan's item once it has failed. */
export interface FailedScan extends ScanRecord {
  readonly status: 'FAILED';
  readonly endedAt: string;
  readonly error: ScanFailure;
}

/** A task's item in the table. */
export interface TaskRecord extends Task {
  readonly type: 'TASK';
  readonly email?: PersonKey;
  /** The last part of the sort key: the task's id, or a name made of app and tenant. */
  readonly taskKey: string;
  readonly trigger?: Trigger;
  readonly expiresAt: number;
}

/** A task's final item. */
export interface Result extends TaskRecord {
  readonly status: ResultStatus;
  readonly accountFound: boolean;
  readonly recordedAt: string;
}

export const isResult = (task: TaskRecord): task is Result => task.status !== 'IN_PROGRESS';
