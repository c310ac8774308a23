/** The metrics that the functions emit, and that the construct's methods, alarms and dashboard read. */

/** The CloudWatch namespace of all metrics. */
export const METRIC_NAMESPACE = 'UserAccess';

/**
 * The names of dimensions. Each metric has `SCANNER`. CloudWatch keeps, and bills, one metric for each combination of
 * values, so no dimension has a value for each scan or person.
 */
export const Dimension = {
  /** The scanner's path in the construct tree, with `_` for what CloudWatch does not accept. */
  SCANNER: 'Scanner',
  ACCESS: 'Access',
  REASON: 'Reason',
  APP: 'App',
  VERDICT: 'Verdict',
} as const;
export type Dimension = (typeof Dimension)[keyof typeof Dimension];

/**
 * The value of a dimension as it is. The name of an app can be anything, even an address, and CloudWatch drops a metric with
 * a dimension that it does not accept.
 */
export const PLAIN_NAME = /^\w[\w .-]{0,63}$/;
/** The value for all other names. */
export const NO_NAME = 'OTHER';

/** A metric, its unit, and the sets of dimensions that it is emitted with. */
export interface Metric {
  readonly name: string;
  readonly unit: 'Count' | 'Seconds';
  readonly dimensions: readonly (readonly Dimension[])[];
}

const { SCANNER, ACCESS, REASON, APP, VERDICT } = Dimension;

const count = <const Name extends string>(name: Name, ...more: Dimension[][]) => ({
  name,
  unit: 'Count' as const,
  dimensions: more.length === 0 ? [[SCANNER]] : more.map((dimensions) => [SCANNER, ...dimensions]),
});
const seconds = <const Name extends string>(name: Name) => ({
  name,
  unit: 'Seconds' as const,
  dimensions: [[SCANNER]],
});

/**
 * Every metric. What is recorded is counted by the write that records it, and once. An invocation that is stopped leaves
 * out what it had counted: the records in the table are exact, metrics are not.
 */
export const METRICS = {
  /** Scans whose tasks were started, or whose task ids were accepted. */
  scansStarted: count('ScansStarted'),
  scansCompleted: count('ScansCompleted'),
  /** Scans that failed, were stopped, or timed out. */
  scansFailed: count('ScansFailed'),
  /** From the start of a scan to its end, whether it completed or failed. */
  scanDuration: seconds('ScanDuration'),
  /** Final results, by access. */
  results: count('Results', [ACCESS]),
  /** Final results without an answer, by reason, and by app and reason. */
  resultsWithoutAnswer: count('ResultsWithoutAnswer', [REASON], [APP, REASON]),
  /**
   * Tenants that a completed scan got no answer about because somebody has to connect the app authorization again, in all,
   * and by app. Of these, a tenant that was not asked has no result.
   */
  tenantsToReconnect: count('TenantsToReconnect', [], [APP]),
  /** Completed scans of people, by verdict. */
  verdicts: count('Verdicts', [VERDICT]),
  /** The age of the oldest task that a scan still waits for, each time that a function polls. */
  oldestPendingTask: seconds('OldestPendingTask'),
  /** Rounds in which a scan asked AppFabric for its pending tasks. */
  polls: count('Polls'),
  /** Calls to AppFabric, without the retries within the SDK. */
  appFabricCalls: count('AppFabricCalls'),
  /** Calls that AppFabric still throttled after the retries of the SDK. */
  appFabricThrottles: count('AppFabricThrottles'),
  /** Events that EventBridge did not accept at once. They stay recorded, and are published later. */
  eventsRefused: count('EventsRefused'),
  /** Changes of access that were recorded. */
  changes: count('Changes'),
  watchesStarted: count('WatchesStarted'),
  watchesOverdue: count('WatchesOverdue'),
  watchesCleared: count('WatchesCleared'),
  watchesGivenUp: count('WatchesGivenUp'),
  watchesStopped: count('WatchesStopped'),
} satisfies Record<string, Metric>;
export type MetricKey = keyof typeof METRICS;
