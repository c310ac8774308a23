/** What the table holds. docs/table.md says what each attribute means; all times are ISO 8601 with milliseconds. */

export type ScanStatus = 'RUNNING' | 'COMPLETED' | 'FAILED';

/** A result's status. The first three are AppFabric's; TIMED_OUT is ours: no answer before the scan timeout. */
export const FINAL_STATUSES = ['COMPLETED', 'FAILED', 'EXPIRED', 'TIMED_OUT'] as const;
export type FinalStatus = (typeof FINAL_STATUSES)[number];

export type Counts = Record<FinalStatus, number>;

/** What asked for a scan. */
export interface Trigger {
  readonly id: string;
  readonly source: string;
  readonly time: string;
}

export interface TaskFailure {
  readonly errorCode?: string;
  readonly errorMessage?: string;
}

/** A task as StartUserAccessTasks or the scan's input named it, before anything is known of its result. */
export interface StartedTask {
  readonly taskId?: string;
  readonly app?: string;
  readonly tenantId?: string;
  /** Set when the task could not be started. */
  readonly error?: TaskFailure;
}

export interface WithoutAnswer {
  readonly app?: string;
  readonly tenantId?: string;
  readonly taskId?: string;
  readonly email?: string;
  readonly status: FinalStatus;
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

export interface UserFields {
  readonly userId?: string;
  readonly userFullName?: string;
  readonly userFirstName?: string;
  readonly userLastName?: string;
  readonly userStatus?: string;
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
