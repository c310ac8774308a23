/** How a scan stands. */
export type ScanStatus = 'RUNNING' | 'COMPLETED' | 'FAILED';

/** How a task ended; `TIMED_OUT` is the scan's own verdict on a task that was still open at the scan timeout. */
export type FinalStatus = 'COMPLETED' | 'FAILED' | 'EXPIRED' | 'TIMED_OUT';

/** How a task stands. */
export type ResultStatus = FinalStatus | 'IN_PROGRESS';

/** What asked for a scan, when something other than a person did. */
export interface Trigger {
  readonly id: string;
  readonly source: string;
  /** ISO 8601, as the source wrote it. */
  readonly time: string;
}

/** Why a scan failed; the message says what to do. */
export interface ScanError {
  readonly name: string;
  readonly message: string;
}

/** AppFabric's reason why there is no answer from an app. */
export interface TaskError {
  readonly errorCode?: string;
  readonly errorMessage?: string;
}

/** What an app answered about a person. All absent when the app knows no such account. */
export interface Account {
  readonly userId?: string;
  readonly userFullName?: string;
  readonly userFirstName?: string;
  readonly userLastName?: string;
  /** The app's own word, such as `ACTIVE` or `deprovisioned`. */
  readonly userStatus?: string;
}

/** What a person's scan looks like in the person's history. */
export interface PersonScan {
  readonly scanId: string;
  /** Lower-cased. Absent when the scan collected the tasks of several people. */
  readonly email?: string;
  readonly status: ScanStatus;
  /** ISO 8601 with milliseconds, like every time here. */
  readonly startedAt: string;
  readonly endedAt?: string;
  readonly taskCount?: number;
  /** How many tasks ended in each way; set when the scan has completed. */
  readonly counts?: Readonly<Record<FinalStatus, number>>;
  /** How many results carry an account. */
  readonly accountsFound?: number;
  readonly trigger?: Trigger;
  /** Set when the scan failed. */
  readonly error?: ScanError;
}

/** An app that gave no answer in a scan, and how its task ended. */
export interface WithoutAnswer {
  readonly app?: string;
  readonly tenantId?: string;
  readonly taskId?: string;
  readonly email?: string;
  readonly status: FinalStatus;
}

/** A scan's record. */
export interface Scan extends PersonScan {
  /** The apps that gave no answer. Only `scan(scanId)` reads it: the index of states does not carry it. */
  readonly withoutAnswer?: readonly WithoutAnswer[];
  /** True when there were too many to keep them all here; every one of them is among the results. */
  readonly withoutAnswerTruncated?: boolean;
}

/** One task of a scan, and what came of it. */
export interface Result extends Account {
  readonly scanId: string;
  readonly scanStartedAt: string;
  /** Absent when AppFabric could not start the task. */
  readonly taskId?: string;
  readonly app?: string;
  readonly tenantId?: string;
  readonly tenantDisplayName?: string;
  readonly email?: string;
  readonly status: ResultStatus;
  /** Whether the app knows the person; absent while the task is in progress. */
  readonly accountFound?: boolean;
  readonly error?: TaskError;
  /** When the result was recorded; absent while the task is in progress. */
  readonly recordedAt?: string;
}

/** The newest answer that an app gave about a person: a result with status `COMPLETED`. */
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
  /** How the latest scan's task ended. When it is not `COMPLETED`, `lastAnswer` tells what was known before. */
  readonly status: FinalStatus;
  readonly accountFound?: boolean;
  readonly error?: TaskError;
  readonly scanId: string;
  readonly taskId?: string;
  readonly scanStartedAt: string;
  readonly recordedAt: string;
  /** Absent when the app has never answered. */
  readonly lastAnswer?: Answer;
}

/** A scan's record with its results. */
export interface ScanReport {
  readonly scan: Scan;
  /** Every task of the scan, page by page. It can be walked through once. */
  readonly results: AsyncIterable<Result>;
}

/** What every listing takes. */
export interface ListOptions {
  /**
   * Stop after so many.
   * @default - all of them
   */
  readonly limit?: number;
}

/** What `accounts` takes. */
export interface AccountsOptions extends ListOptions {
  /**
   * Only this tenant of the app.
   * @default - every tenant
   */
  readonly tenantId?: string;
}
