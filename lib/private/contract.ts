/**
 * The names that the construct and the code it deploys must agree on. Both sides import this file, so the
 * compiler holds the two halves together.
 */

/** `source` of every event we publish. */
export const EVENT_SOURCE = 'cdk-appfabric-user-access';

/** `detail-type` of every event we publish. */
export const DetailType = {
  RESULT: 'User Access Result',
  SCAN_COMPLETED: 'User Access Scan Completed',
  SCAN_FAILED: 'User Access Scan Failed',
} as const;

/** `version` in the detail of every event. docs/events.md says what may change within a version. */
export const EVENT_VERSION = '1';

/** Environment variables that the template gives to the functions. */
export const Env = {
  TABLE_NAME: 'TABLE_NAME',
  EVENT_BUS_NAME: 'EVENT_BUS_NAME',
  APP_BUNDLE_ARN: 'APP_BUNDLE_ARN',
  RESULT_RETENTION_SECONDS: 'RESULT_RETENTION_SECONDS',
  SCAN_TIMEOUT_SECONDS: 'SCAN_TIMEOUT_SECONDS',
  POLL_WINDOW_SECONDS: 'POLL_WINDOW_SECONDS',
  FIRST_WAIT_SECONDS: 'FIRST_WAIT_SECONDS',
  BACKOFF_RATE: 'BACKOFF_RATE',
  LONGEST_WAIT_SECONDS: 'LONGEST_WAIT_SECONDS',
} as const;

/** The functions, by the folder that their bundle is built into. */
export const FunctionName = {
  START_SCAN: 'start-scan',
  POLL_TASKS: 'poll-tasks',
  FAIL_SCAN: 'fail-scan',
} as const;

/** The table's keys, its time to live and its two indexes. docs/table.md has the items and the questions. */
export const Table = {
  PARTITION_KEY: 'pk',
  SORT_KEY: 'sk',
  TIME_TO_LIVE: 'expiresAt',
  BY_APP: { INDEX: 'ByApp', PARTITION_KEY: 'appPk', SORT_KEY: 'appSk' },
  BY_SCAN_STATUS: { INDEX: 'ByScanStatus', PARTITION_KEY: 'statusPk', SORT_KEY: 'statusSk' },
} as const;

/** What ByScanStatus carries of a scan's record: all but the answer of StartUserAccessTasks. */
export const SCAN_ATTRIBUTES = [
  'type',
  'scanId',
  'email',
  'status',
  'startedAt',
  'endedAt',
  'taskCount',
  'counts',
  'accountsFound',
  'trigger',
  'error',
  'expiresAt',
];

/**
 * Errors that no retry can mend. The state machine does not retry them; FailScan ends the execution with one of
 * these names and a message that says what to do.
 */
export const ScanErrorName = {
  INVALID_SCAN_REQUEST: 'InvalidScanRequest',
  ACCESS_DENIED: 'AppFabricAccessDenied',
  APP_BUNDLE_NOT_FOUND: 'AppBundleNotFound',
  REQUEST_REJECTED: 'AppFabricRequestRejected',
  INTERRUPTED: 'ScanInterrupted',
} as const;

/** AppFabric's quota of app authorizations an account and Region is 50, and BatchGetUserAccessTasks takes 50 ids. */
export const MAX_TASK_IDS_PER_CALL = 50;

/** The most task ids that one scan collects. 2,000 ids are 78 KB of state; Step Functions allows 256 KiB. */
export const MAX_TASK_IDS_PER_SCAN = 2000;
