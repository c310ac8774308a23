/** What each alarm means, and the first thing to do. docs/operations.md has a section for each, by this name. */
const TEXTS = {
  ScansFailing: [
    'Scans failed or timed out, so people were not checked to the end.',
    "Run 'user-access scans --status failed' to see the error and what to do. Fix the cause, and redrive the executions.",
  ],
  ScansPastTimeout: [
    'A scan took much longer than its scan timeout.',
    'See whether the functions are throttled or keep failing. Results are not lost: the scan goes on when they can run.',
  ],
  NoScanCompleted: [
    'No scan was completed in the time in which a schedule promises one.',
    'See whether the schedule is enabled, whether its dead-letter queue is empty, and whether scans fail.',
  ],
  WatchesFailing: [
    'Watches failed or timed out, so nobody looks after these people any more.',
    'Read the error of the failed executions of the state machine that watches. Fix the cause, and start the watches again.',
  ],
  EndsNotRecorded: [
    'The end of a stopped scan or watch could not be recorded, so that its record says that it goes on.',
    'Read the error of the failed execution of EndedScans or EndedWatches. Fix the cause, and redrive it.',
  ],
  DeadLetters: [
    'An event or a schedule could not start a scan or a watch, or the end of one could not be recorded.',
    'Read the error code in the attributes of the message. Fix the cause, and start what the message asks for.',
  ],
  AppsToReconnect: [
    'AppFabric can no longer ask an app, because its app authorization is not connected. Until it is, nobody can be CLEAR.',
    'Find the app in the metric TenantsToReconnect or on the dashboard, and connect it again in AppFabric.',
  ],
  AppFabricThrottled: [
    'AppFabric has throttled calls for longer than a burst of scans takes. Scans are slow, and their tasks can time out.',
    'See how many scans run at the same time, and start fewer at once.',
  ],
  FunctionsThrottled: [
    'Lambda has throttled the functions for longer than a burst of scans takes. Scans wait for up to 4 hours, then fail.',
    "Compare the functions' concurrent executions with their reserved concurrency and with the quota of the account.",
  ],
  FunctionsFailing: [
    'The functions have kept failing. Errors that pass are retried for hours, and then the scans fail.',
    "Run the stored query 'Errors' in CloudWatch Logs Insights to see the names of the errors.",
  ],
  EventsRefused: [
    'EventBridge has not accepted events. Results are recorded, but nobody hears of them.',
    "See whether the event bus exists, and whether its policy, its key and the functions' roles allow events:PutEvents.",
  ],
} as const satisfies Record<string, readonly [meaning: string, firstStep: string]>;

export type AlarmName = keyof typeof TEXTS;
export const ALARM_NAMES = Object.keys(TEXTS) as AlarmName[];

/** @param runbookUrl where the runbook is, without an anchor */
export function alarmDescription(name: AlarmName, runbookUrl: string): string {
  const [meaning, firstStep] = TEXTS[name];
  return `${meaning} ${firstStep} Runbook: ${runbookUrl}#${name.toLowerCase()}`;
}
