/** `cdk-appfabric-user-access/results` reads the results of scans in Lambda functions and scripts (docs/reading.md). */
export type { Access, UnknownReason, Verdict } from '../lib/contract/access/access';
export type { Change, ChangeKind } from '../lib/contract/changes';
export type {
  ChangedAnswer,
  UserAccessChangedDetail,
  UserAccessDetail,
  UserAccessResultDetail,
  UserAccessScanCompletedDetail,
  UserAccessScanFailedDetail,
} from '../lib/contract/events';
export type {
  AccessCounts,
  Account,
  Answer,
  Authorization,
  AuthorizationStatus,
  Coverage,
  OpenTenant,
  Person,
  PersonScan,
  ResultCounts,
  ResultStatus,
  Scan,
  ScanFailure,
  ScanLists,
  ScanStatus,
  ScanSummary,
  ScanVerdict,
  Standing,
  Task,
  TaskError,
  TaskStatus,
  Trigger,
  UnknownTenant,
} from '../lib/contract/records';
export type {
  UserAccessWatchClearedDetail,
  UserAccessWatchDetail,
  UserAccessWatchGivenUpDetail,
  UserAccessWatchOverdueDetail,
  UserAccessWatchStartedDetail,
  UserAccessWatchStoppedDetail,
  WatchChangeSummary,
  WatchFindings,
  WatchRequestSummary,
  WatchScanSummary,
  WatchStory,
} from '../lib/contract/watch-events';
export type { Watch, WatchRequester, WatchScan, WatchSettings, WatchStatus } from '../lib/contract/watches';
export type { QueryClient } from './client';
export { UserAccessResults, type UserAccessResultsProps } from './reader';
export type {
  AccountsOptions,
  ChangesInAppOptions,
  ChangesOptions,
  ListOptions,
  ScanReport,
  WatchesOptions,
} from './types';
