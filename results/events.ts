import type { FinalStatus, ScanError, TaskError, Trigger, WithoutAnswer } from './types';

/** What the details of all our events have in common. docs/events.md says what may change within a version. */
export interface UserAccessDetail {
  readonly version: '1';
  /** The same whenever this event is sent again. */
  readonly id: string;
  readonly scanId: string;
  /** The person, in lower case. Absent where AppFabric named nobody. */
  readonly email?: string;
  readonly trigger?: Trigger;
}

/** The detail of `User Access Result`. */
export interface UserAccessResultDetail extends UserAccessDetail {
  readonly taskId?: string;
  readonly app?: string;
  readonly tenantId?: string;
  readonly tenantDisplayName?: string;
  readonly status: FinalStatus;
  /** Whether the result carries a user. False is an all-clear only where `status` is COMPLETED. */
  readonly accountFound: boolean;
  readonly userStatus?: string;
  readonly error?: TaskError;
  readonly recordedAt: string;
}

/** The detail of `User Access Scan Completed`. */
export interface UserAccessScanCompletedDetail extends UserAccessDetail {
  readonly status: 'COMPLETED';
  readonly startedAt: string;
  readonly endedAt: string;
  readonly durationSeconds: number;
  readonly taskCount: number;
  readonly counts: Readonly<Record<FinalStatus, number>>;
  readonly accountsFound: number;
  readonly withoutAnswer: readonly WithoutAnswer[];
  readonly withoutAnswerTruncated: boolean;
}

/** The detail of `User Access Scan Failed`. */
export interface UserAccessScanFailedDetail extends UserAccessDetail {
  readonly status: 'FAILED';
  readonly startedAt: string;
  readonly endedAt: string;
  readonly error: ScanError;
}
