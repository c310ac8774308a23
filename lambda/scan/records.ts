import type { Account, FinalStatus, ScanStatus, TaskError, Trigger, WithoutAnswer } from '../../results';

/** What the table holds. docs/table.md says what each attribute means; all times are ISO 8601 with milliseconds. */

// The reader gives out what is written here: one type for both.
export type { FinalStatus, ScanStatus, Trigger, WithoutAnswer };
export type TaskFailure = TaskError;
export type UserFields = Account;

export type Counts = Record<FinalStatus, number>;

/** A task as StartUserAccessTasks or the scan's input named it, before anything is known of its result. */
export interface StartedTask {
  readonly taskId?: string;
  readonly app?: string;
  readonly tenantId?: string;
  /** Set when the task could not be started. */
  readonly error?: TaskFailure;
}

export interface ScanSummary {
  readonly taskCount: number;
  readonly counts: Counts;
  readonly accountsFound: number;
}

export interface ScanRecord extends Partial<ScanSummary> {
  readonly type: 'SCAN';
  readonly scanId: string;
  /** Absent when the scan was given task ids: they may belong to several people. */
  readonly email?: string;
  readonly status: ScanStatus;
  readonly startedAt: string;
  readonly endedAt?: string;
  readonly trigger?: Trigger;
  readonly error?: { readonly name: string; readonly message: string };
  readonly withoutAnswer?: WithoutAnswer[];
  readonly withoutAnswerTruncated?: boolean;
  /** The answer of StartUserAccessTasks; removed when the scan is closed. */
  readonly tasks?: StartedTask[];
  /** A digest of what the scan was asked for. */
  readonly subject?: string;
  /** Highest redrive of the execution that reopened the scan. */
  readonly redriveCount?: number;
  readonly expiresAt: number;
}

/** A scan's record once all its tasks are final. */
export interface CompletedScan extends ScanRecord, ScanSummary {
  readonly taskCount: number;
  readonly counts: Counts;
  readonly accountsFound: number;
  readonly status: 'COMPLETED';
  readonly endedAt: string;
  readonly withoutAnswer: WithoutAnswer[];
  readonly withoutAnswerTruncated: boolean;
}

export interface RunningScan extends ScanRecord {
  readonly status: 'RUNNING';
}

/** A scan's record once it has failed. */
export interface FailedScan extends ScanRecord {
  readonly status: 'FAILED';
  readonly endedAt: string;
  readonly error: { readonly name: string; readonly message: string };
}

/** A task, and once its status is final, the result. */
export interface TaskRecord extends UserFields {
  readonly type: 'TASK';
  readonly scanId: string;
  readonly scanStartedAt: string;
  /** The last part of the record's sort key: the task's id, or a name made of app and tenant. */
  readonly taskKey: string;
  readonly taskId?: string;
  readonly app?: string;
  readonly tenantId?: string;
  readonly tenantDisplayName?: string;
  readonly email?: string;
  readonly status: FinalStatus | 'IN_PROGRESS';
  readonly accountFound?: boolean;
  readonly error?: TaskFailure;
  readonly recordedAt?: string;
  readonly trigger?: Trigger;
  readonly expiresAt: number;
}

export type Result = TaskRecord & {
  readonly status: FinalStatus;
  readonly accountFound: boolean;
  readonly recordedAt: string;
};

export const isResult = (record: TaskRecord): record is Result => record.status !== 'IN_PROGRESS';
