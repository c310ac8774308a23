import type { Access, UnknownReason, Verdict } from './access/access';
import type { PersonKey } from './person';

/**
 * The items of the table, and what the reader returns. docs/table.md describes each attribute.
 *
 * All times are strings in ISO 8601, in UTC with milliseconds, such as `2026-01-31T12:00:00.000Z`. `expiresAt` is in
 * seconds since the epoch.
 */

/** The status of a scan. */
export type ScanStatus = 'RUNNING' | 'COMPLETED' | 'FAILED';

/**
 * The status of a result.
 *
 * - `COMPLETED`: the app answered. The person has an account, or does not have one.
 * - `FAILED`: AppFabric could not get an answer from the app, or could not start the task.
 * - `EXPIRED`: AppFabric no longer has the answer.
 * - `TIMED_OUT`: the app did not answer before the scan timed out.
 */
export type ResultStatus = 'COMPLETED' | 'FAILED' | 'EXPIRED' | 'TIMED_OUT';

/** The status of a task: `IN_PROGRESS`, or the status of its result. */
export type TaskStatus = ResultStatus | 'IN_PROGRESS';

/** What requested a scan: an event, a schedule, or a system that starts executions. */
export interface Trigger {
  /** The id of the event or the invocation. */
  readonly id: string;
  /** The system that it came from. */
  readonly source: string;
  /** When it happened, in ISO 8601 as the source wrote it. */
  readonly time: string;
}

/** Why a scan failed. */
export interface ScanFailure {
  /**
   * The name of the error.
   * @minLength 1
   */
  readonly name: string;
  /**
   * What happened, and what to do.
   * @minLength 1
   */
  readonly message: string;
}

/** AppFabric's error for a task without an answer. */
export interface TaskError {
  /** AppFabric's code for the error. */
  readonly errorCode?: string;
  /** AppFabric's message. */
  readonly errorMessage?: string;
}

/** A user in a tenant, as the app describes it. If the person has no account, all attributes are absent. */
export interface Account {
  /** The id of the user in the app. */
  readonly userId?: string;
  /** The full name of the user. */
  readonly userFullName?: string;
  /** The first name of the user. */
  readonly userFirstName?: string;
  /** The last name of the user. */
  readonly userLastName?: string;
  /** The status of the user, as the app returns it, such as `ACTIVE` or `deprovisioned`. */
  readonly userStatus?: string;
}

/**
 * @asType integer
 * @minimum 0
 */
export type Count = number;

/** The number of results with each status. */
export interface ResultCounts {
  readonly COMPLETED: Count;
  readonly FAILED: Count;
  readonly EXPIRED: Count;
  readonly TIMED_OUT: Count;
}

/** The number of tenants with each access. */
export interface AccessCounts {
  readonly OPEN: Count;
  readonly BLOCKED: Count;
  readonly NONE: Count;
  readonly UNKNOWN: Count;
}

/** How much of what counts a scan covers, in tenants. */
export interface Coverage {
  /** What counts: what was asked, every app authorization with user access, and where the person had an account. */
  readonly counted: Count;
  /** What AppFabric was asked for. */
  readonly asked: Count;
  /** What the app answered for. */
  readonly answered: Count;
}

/** What a completed scan says about a person. All attributes are absent if the scan is one of task ids. */
export interface ScanVerdict {
  /** The verdict about the person. */
  readonly verdict?: Verdict;
  /**
   * Whether answers of this scan support the verdict. False if the verdict is `UNKNOWN`, and if it is `OPEN` only by
   * answers of earlier scans.
   */
  readonly confirmed?: boolean;
  /** How much of what counts the scan covers. */
  readonly coverage?: Coverage;
}

/** The counts of a completed scan. */
export interface ScanSummary extends ScanVerdict {
  /** The number of tasks. */
  readonly taskCount: Count;
  /** The number of results with each status. */
  readonly counts: ResultCounts;
  /** The number of results with an account. */
  readonly accountsFound: Count;
  /** The number of tenants with each access. `UNKNOWN` includes those that were not asked. */
  readonly accessCounts: AccessCounts;
}

/**
 * A scan in a person's history. Its counts include only this person's results. They are absent until the scan is
 * completed.
 */
export interface PersonScan extends Partial<ScanSummary> {
  /** The id of the scan, which is the name of its execution. */
  readonly scanId: string;
  /** The person's email address, in lower case. Absent from the `Scan` of a list of task ids. */
  readonly email?: string;
  /** The status of the scan. */
  readonly status: ScanStatus;
  /** When the scan started. */
  readonly startedAt: string;
  /** When the scan ended. Absent while it runs. */
  readonly endedAt?: string;
  /** What requested the scan. Absent if the input of the execution has no trigger. */
  readonly trigger?: Trigger;
  /** Why the scan failed. Absent unless `status` is `FAILED`. */
  readonly error?: ScanFailure;
}

/** A tenant of an app, in the lists of a scan. */
interface ListedTenant {
  /**
   * The name of the app in AppFabric, if it is known.
   * @minLength 1
   */
  readonly app?: string;
  /**
   * The id of the tenant in the app, if it is known.
   * @minLength 1
   */
  readonly tenantId?: string;
  /**
   * The display name of the tenant, if it has one.
   * @minLength 1
   */
  readonly tenantDisplayName?: string;
  /**
   * The id of AppFabric's task. Absent if there is none.
   * @minLength 1
   */
  readonly taskId?: string;
  /**
   * The person's email address, in lower case, if it is known. Only in scans of task ids.
   * @minLength 1
   */
  readonly email?: string;
}

/** A tenant in which an account is open. */
export interface OpenTenant extends ListedTenant {
  /** The status of the user, as the app returns it. */
  readonly userStatus?: string;
  /** Whether the answer is one of this scan. Otherwise, this scan got no answer, and this is the last one there was. */
  readonly confirmed: boolean;
  /**
   * When the answer was recorded.
   * @pattern ^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$
   */
  readonly recordedAt: string;
}

/**
 * The status of an app authorization in AppFabric.
 *
 * `Connected`, `PendingConnect`, `ConnectionValidationFailed` or `TokenAutoRotationFailed`. A new value can appear.
 */
export type AuthorizationStatus = string;

/** A tenant without an answer. */
export interface UnknownTenant extends ListedTenant {
  /** How the task ended. Absent if there was no task. */
  readonly status?: ResultStatus;
  /** Why there is no answer. */
  readonly reason: UnknownReason;
  /** The status of the app authorization, if it was not asked. Absent if the app bundle does not have it any more. */
  readonly authorizationStatus?: AuthorizationStatus;
  /** What the last answer was, if there ever was one. */
  readonly lastAccess?: Exclude<Access, 'UNKNOWN'>;
}

/** An app authorization. */
export interface Authorization {
  /**
   * The name of the app in AppFabric.
   * @minLength 1
   */
  readonly app: string;
  /**
   * The id of the tenant in the app.
   * @minLength 1
   */
  readonly tenantId: string;
}

/** An app authorization that the start answer did not include. */
export interface NotAsked extends Authorization {
  readonly tenantDisplayName?: string;
  readonly authorizationStatus?: AuthorizationStatus;
  /** Set if the app gives audit logs only. The authorization then does not count. */
  readonly withoutUserAccess?: boolean;
}

/** The tenants behind a verdict. Each list is cut if it is too long. The results of the scan are complete. */
export interface ScanLists {
  /** The tenants in which an account is open. */
  readonly open: readonly OpenTenant[];
  /** Whether `open` is incomplete. */
  readonly openTruncated: boolean;
  /** The tenants without an answer. */
  readonly unknown: readonly UnknownTenant[];
  /** Whether `unknown` is incomplete. */
  readonly unknownTruncated: boolean;
  /** The app authorizations that do not count, because their apps give audit logs only. Absent if there are none. */
  readonly withoutUserAccess?: readonly Authorization[];
  /**
   * Why the app authorizations of the bundle could not be listed. An app can then be missing.
   * @minLength 1
   */
  readonly authorizationsError?: string;
}

/** A scan. Its counts include the results of all people. `scansByStatus` does not return its lists of tenants. */
export interface Scan extends PersonScan, Partial<ScanLists> {
  /** When AppFabric started the tasks. Absent until then, and if the scan has only task ids. */
  readonly tasksStartedAt?: string;
}

/** A task of a scan. When its status is final, it is a result. */
export interface Task extends Account {
  /** The id of the scan. */
  readonly scanId: string;
  /** When the scan started. */
  readonly scanStartedAt: string;
  /** When AppFabric started the task. Absent if it was started elsewhere. */
  readonly tasksStartedAt?: string;
  /** The id of AppFabric's task. Absent if the task could not be started. */
  readonly taskId?: string;
  /** The name of the app in AppFabric, such as `SLACK`. Absent until AppFabric returns it. */
  readonly app?: string;
  /** The id of the tenant in the app. Absent until AppFabric returns it. */
  readonly tenantId?: string;
  /** The display name of the tenant, if it has one. */
  readonly tenantDisplayName?: string;
  /** The person's email address, in lower case. Absent until AppFabric returns it, if the scan has only task ids. */
  readonly email?: string;
  /** The status of the task. */
  readonly status: TaskStatus;
  /** Whether the person can use an account. Absent while the task is open. */
  readonly access?: Access;
  /** Why there is no answer. Absent unless `access` is `UNKNOWN`. */
  readonly reason?: UnknownReason;
  /** Whether the person has an account. Absent if nobody knows. */
  readonly accountFound?: boolean;
  /** Which rule decided about `access`, in words. Absent while the task is open. */
  readonly decidedBy?: string;
  /** AppFabric's error, if it returned one. */
  readonly error?: TaskError;
  /** When the result was recorded. Absent while the task is open. */
  readonly recordedAt?: string;
}

/** An answer of an app about a person. */
export interface Answer extends Account {
  /** The id of the scan that got the answer. */
  readonly scanId: string;
  /** When that scan started. */
  readonly scanStartedAt: string;
  /** When AppFabric started that scan's tasks. Absent if they were started elsewhere. */
  readonly tasksStartedAt?: string;
  /** When the answer was recorded. */
  readonly recordedAt: string;
  /** Whether the person can use an account. */
  readonly access: Exclude<Access, 'UNKNOWN'>;
  /** Whether the person has an account. */
  readonly accountFound: boolean;
  /** Which rule decided about `access`, in words. */
  readonly decidedBy?: string;
}

/**
 * Where a person stands in one tenant of an app. `access` and the attributes of the account are those of the latest
 * answer, even if a later scan got none. The latest one is that of the tasks that were started last.
 */
export interface Standing extends Account {
  /** The person's email address, in lower case. */
  readonly email: string;
  /** The name of the app in AppFabric, such as `SLACK`. */
  readonly app: string;
  /** The id of the tenant in the app. */
  readonly tenantId: string;
  /** The display name of the tenant, if it has one. */
  readonly tenantDisplayName?: string;
  /** Whether the person can use an account, by the latest answer. `UNKNOWN` if the app has never answered. */
  readonly access: Access;
  /** Whether the latest result is this answer. If not, `access` is what was known before, and `reason` says why. */
  readonly confirmed: boolean;
  /** Why the latest result is not an answer. Absent if it is one. */
  readonly reason?: UnknownReason;
  /** Whether the person has an account, by the latest answer. Absent if the app has never answered. */
  readonly accountFound?: boolean;
  /** Which rule decided about `access`, in words. Absent if the app has never answered. */
  readonly decidedBy?: string;
  /** When an answer first had an account. Absent if none had. */
  readonly accountSeenAt?: string;
  /** The status of the latest result. */
  readonly status: ResultStatus;
  /** AppFabric's error, if the latest result has one. */
  readonly error?: TaskError;
  /** The id of the scan of the latest result. */
  readonly scanId: string;
  /** The id of AppFabric's task. Absent if the task could not be started. */
  readonly taskId?: string;
  /** When that scan started. */
  readonly scanStartedAt: string;
  /** When AppFabric started that scan's tasks. Absent if they were started elsewhere. */
  readonly tasksStartedAt?: string;
  /** When the latest result was recorded. */
  readonly recordedAt: string;
  /** The latest answer of the app. Absent if the app has never answered. */
  readonly lastAnswer?: Answer;
}

/** What the newest completed scan of a person says about them. */
export interface Person {
  /** The person's email address, in lower case. */
  readonly email: string;
  /** The verdict. */
  readonly verdict: Verdict;
  /** Whether answers of the scan support the verdict (see `ScanVerdict`). */
  readonly confirmed: boolean;
  /** When the first scan in a row with this verdict ended. */
  readonly since: string;
  /** The id of the scan. */
  readonly scanId: string;
  /** When the scan started. */
  readonly scanStartedAt: string;
  /** When AppFabric started its tasks. */
  readonly tasksStartedAt?: string;
  /** When the scan ended. */
  readonly recordedAt: string;
  /** How much of what counts the scan covers. */
  readonly coverage: Coverage;
  /** The number of tenants with each access. */
  readonly accessCounts: AccessCounts;
}

/** A task in the response of StartUserAccessTasks or in the input of a scan. */
export interface StartedTask {
  readonly taskId?: string;
  readonly app?: string;
  readonly tenantId?: string;
  /** Set if the task could not be started. */
  readonly error?: TaskError;
}

/** The item of a scan. */
export interface ScanRecord extends Scan {
  readonly type: 'SCAN';
  readonly email?: PersonKey;
  /** The response of StartUserAccessTasks. Removed when the scan is closed. */
  readonly tasks?: readonly StartedTask[];
  /** The app authorizations that this response does not include. Removed when the scan is closed. */
  readonly authorizations?: readonly NotAsked[];
  /** The number of the latest redrive that reopened the scan. */
  readonly redriveCount?: number;
  /** The number of the latest redrive in which StartScan ran. */
  readonly resumedCount?: number;
  /** When EventBridge accepted the event of the scan's failure. */
  readonly failurePublishedAt?: string;
  /** The longest timeout of the functions that the scan invokes, in seconds: of the versions that it began with. */
  readonly functionSeconds?: number;
  readonly expiresAt: number;
}

/** The item of a scan that is completed. */
export interface CompletedScan extends ScanRecord, ScanSummary, ScanLists {
  readonly status: 'COMPLETED';
  readonly taskCount: number;
  readonly counts: ResultCounts;
  readonly accountsFound: number;
  readonly accessCounts: AccessCounts;
  readonly endedAt: string;
  readonly open: readonly OpenTenant[];
  readonly openTruncated: boolean;
  readonly unknown: readonly UnknownTenant[];
  readonly unknownTruncated: boolean;
}

/** What the history of a person and the output of the execution say about a scan. */
export function summaryOf(scan: CompletedScan): ScanSummary {
  const { taskCount, counts, accountsFound, accessCounts, verdict, confirmed, coverage } = scan;
  return { taskCount, counts, accountsFound, accessCounts, verdict, confirmed, coverage };
}

export const isCompleted = (scan: ScanRecord): scan is CompletedScan => scan.status === 'COMPLETED';

/** The item of a scan that has failed. */
export interface FailedScan extends ScanRecord {
  readonly status: 'FAILED';
  readonly endedAt: string;
  readonly error: ScanFailure;
}

export const isFailed = (scan: ScanRecord): scan is FailedScan => scan.status === 'FAILED';

/** The item of a task. */
export interface TaskRecord extends Task {
  readonly type: 'TASK';
  readonly email?: PersonKey;
  /** The last part of the sort key: the id of the task, or a key made of the app and the tenant. */
  readonly taskKey: string;
  readonly trigger?: Trigger;
  readonly expiresAt: number;
}

/** The item of a task that has its result. */
export interface Result extends TaskRecord {
  readonly status: ResultStatus;
  readonly access: Access;
  readonly decidedBy: string;
  readonly recordedAt: string;
}

export const isResult = (task: TaskRecord): task is Result => task.status !== 'IN_PROGRESS';

/** The item of a person. */
export interface PersonRecord extends Person {
  readonly type: 'PERSON';
  readonly email: PersonKey;
  /** Orders the scans of a person: a verdict is only replaced by that of a newer scan. */
  readonly order: string;
  readonly expiresAt: number;
}
