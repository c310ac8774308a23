/** `cdk-appfabric-user-access/results` reads the results of scans in Lambda functions and scripts (docs/reading.md). */
export type {
  UserAccessDetail,
  UserAccessResultDetail,
  UserAccessScanCompletedDetail,
  UserAccessScanFailedDetail,
} from '../lib/contract/events';
export type {
  Account,
  Answer,
  PersonScan,
  ResultCounts,
  ResultStatus,
  Scan,
  ScanFailure,
  ScanStatus,
  ScanSummary,
  Standing,
  Task,
  TaskError,
  TaskStatus,
  Trigger,
  WithoutAnswer,
} from '../lib/contract/records';
export type { QueryClient } from './client';
export { UserAccessResults, type UserAccessResultsProps } from './reader';
export type { AccountsOptions, ListOptions, ScanReport } from './types';
