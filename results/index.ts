/**
 * `cdk-appfabric-user-access/results` reads what scans found, from Lambda functions and from scripts. docs/reading.md
 * has examples.
 */
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
