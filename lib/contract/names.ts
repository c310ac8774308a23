/** The names that the construct, the functions that it deploys, and the reader must agree on. */

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

/**
 * Errors that no retry can fix. The state machine does not retry them. FailScan ends the execution with one of these
 * names and a message that says what to do.
 */
export const ScanErrorName = {
  INVALID_SCAN_REQUEST: 'InvalidScanRequest',
  ACCESS_DENIED: 'AppFabricAccessDenied',
  APP_BUNDLE_NOT_FOUND: 'AppBundleNotFound',
  REQUEST_REJECTED: 'AppFabricRequestRejected',
  INTERRUPTED: 'ScanInterrupted',
} as const;
