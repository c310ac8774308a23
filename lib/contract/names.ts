/** Names that the construct, the functions and the reader share. */

/** The `source` of all published events. */
export const EVENT_SOURCE = 'cdk-appfabric-user-access';

/** The `detail-type` of each published event. */
export const DetailType = {
  RESULT: 'User Access Result',
  SCAN_COMPLETED: 'User Access Scan Completed',
  SCAN_FAILED: 'User Access Scan Failed',
  CHANGED: 'User Access Changed',
  WATCH_STARTED: 'User Access Watch Started',
  WATCH_OVERDUE: 'User Access Watch Overdue',
  WATCH_CLEARED: 'User Access Watch Cleared',
  WATCH_GIVEN_UP: 'User Access Watch Given Up',
  WATCH_STOPPED: 'User Access Watch Stopped',
} as const;

/** The `version` in the detail of each event. docs/events.md explains what can change within a version. */
export const EVENT_VERSION = '1';

/** The environment variables of the functions. */
export const Env = {
  TABLE_NAME: 'TABLE_NAME',
  /** In the `resources` of each event, so that rules can tell scanners apart. */
  TABLE_ARN: 'TABLE_ARN',
  EVENT_BUS_ARN: 'EVENT_BUS_ARN',
  APP_BUNDLE_ARN: 'APP_BUNDLE_ARN',
  RESULT_RETENTION_SECONDS: 'RESULT_RETENTION_SECONDS',
  SCAN_TIMEOUT_SECONDS: 'SCAN_TIMEOUT_SECONDS',
  POLL_WINDOW_SECONDS: 'POLL_WINDOW_SECONDS',
  FIRST_WAIT_SECONDS: 'FIRST_WAIT_SECONDS',
  BACKOFF_RATE: 'BACKOFF_RATE',
  LONGEST_WAIT_SECONDS: 'LONGEST_WAIT_SECONDS',
  /** The rules that the team adds, as JSON. Absent if there are none. */
  ACCESS_RULES: 'ACCESS_RULES',
  /** The value of the dimension that all metrics of the scanner have. */
  SCANNER: 'SCANNER',
  /** Powertools for AWS Lambda reads these two. */
  LOG_LEVEL: 'POWERTOOLS_LOG_LEVEL',
  DEBUG_SAMPLE_RATE: 'POWERTOOLS_LOGGER_SAMPLE_RATE',
} as const;

/** The folder of each function's bundle. */
export const FunctionName = {
  START_SCAN: 'start-scan',
  POLL_TASKS: 'poll-tasks',
  FAIL_SCAN: 'fail-scan',
  WATCH: 'watch',
} as const;

/**
 * The names of errors that end a scan. The state machine does not retry them. The execution fails with one of these
 * names and a message that says what to do.
 */
export const ScanErrorName = {
  INVALID_SCAN_REQUEST: 'InvalidScanRequest',
  ACCESS_DENIED: 'AppFabricAccessDenied',
  APP_BUNDLE_NOT_FOUND: 'AppBundleNotFound',
  REQUEST_REJECTED: 'AppFabricRequestRejected',
  EVENTS_NOT_PUBLISHED: 'EventsNotPublished',
  EXPIRED: 'ScanExpired',
  STOPPED: 'ScanStopped',
  INTERRUPTED: 'ScanInterrupted',
} as const;
export type ScanErrorName = (typeof ScanErrorName)[keyof typeof ScanErrorName];

/**
 * The names of errors that end a watch. The state machine does not retry them. The execution fails with one of these
 * names and a message that says what to do.
 */
export const WatchErrorName = {
  INVALID_WATCH_REQUEST: 'InvalidWatchRequest',
  STOPPED: 'WatchStopped',
  INTERRUPTED: 'WatchInterrupted',
} as const;
export type WatchErrorName = (typeof WatchErrorName)[keyof typeof WatchErrorName];

/** The names of errors that pass. The state machine retries them for hours. */
export const PassingErrorName = {
  /** DynamoDB throttles, fails, or does not respond. */
  SERVICE_UNAVAILABLE: 'ServiceUnavailable',
  /** EventBridge throttles, fails, does not respond, or denies access. */
  EVENTS_REFUSED: 'EventsRefused',
  /** Another scan has claimed the trigger, but is not recorded yet. */
  TRIGGER_PENDING: 'TriggerPending',
  /** AppFabric throttles, fails, or does not respond. Retried for as long as the scan timeout. */
  APPFABRIC_UNAVAILABLE: 'AppFabricUnavailable',
  /** An execution has ended, and a function of an earlier version that it invoked could still record results. */
  FUNCTION_MAY_RUN: 'FunctionMayRun',
} as const;
export type PassingErrorName = (typeof PassingErrorName)[keyof typeof PassingErrorName];

/** Ends a state that a redrive began in, so that FailScan reopens the scan. It is never the error of an execution. */
export const SCAN_REDRIVEN = 'ScanRedriven';
