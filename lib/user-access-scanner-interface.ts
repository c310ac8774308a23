import type { Duration } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type * as events from 'aws-cdk-lib/aws-events';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { IConstruct } from 'constructs';
import type { Access, UnknownReason, Verdict } from './access';
import type { AppMetricOptions } from './app-metric-options';
import type { OnChangeOptions } from './on-change-options';
import type { OnResultOptions } from './on-result-options';
import type { OnScanCompletedOptions } from './on-scan-completed-options';
import type { OnWatchOptions } from './on-watch-options';
import type { ScanOnScheduleOptions, ScanSchedule } from './scan-schedule';
import type { ScanOnOptions, ScanTrigger } from './scan-trigger';
import type { WatchOnOptions } from './watch-on-options';
import type { WatchTrigger } from './watch-trigger';

/**
 * A scanner that runs AWS AppFabric user access scans: a `UserAccessScanner` of this app, or one that
 * `UserAccessScanner.fromUserAccessScannerAttributes()` imports. `UserAccessScanner` describes each member in detail.
 */
export interface IUserAccessScanner extends IConstruct {
  /** The state machine that runs scans. One execution is one scan. */
  readonly stateMachine: sfn.IStateMachine;

  /** The state machine that watches people. One execution is one watch, or a request that joins one. */
  readonly watchStateMachine: sfn.IStateMachine;

  /** The table with what the scanner records. Its ARN is in the `resources` of the scanner's events. */
  readonly table: dynamodb.ITable;

  /** The event bus that the scanner publishes on. */
  readonly eventBus: events.IEventBus;

  /** How long scans, their results, changes and watches are kept. */
  readonly resultRetention: Duration;

  /** The key that encrypts the scanner's data, if there is one. */
  readonly encryptionKey?: kms.IKey;

  /** Starts a scan for each event that matches a pattern. */
  scanOn(id: string, options: ScanOnOptions): ScanTrigger;

  /** Watches a person for each event that matches a pattern. */
  watchOn(id: string, options: WatchOnOptions): WatchTrigger;

  /** Scans a list of up to 100 people on a schedule. */
  scanOnSchedule(id: string, options: ScanOnScheduleOptions): ScanSchedule;

  /** Creates a rule that matches each result of a scan. */
  onResult(id: string, options?: OnResultOptions): events.Rule;

  /** Creates a rule that matches when a scan is completed. */
  onScanCompleted(id: string, options?: OnScanCompletedOptions): events.Rule;

  /** Creates a rule that matches when a scan fails. */
  onScanFailed(id: string, options?: events.OnEventOptions): events.Rule;

  /** Creates a rule that matches each change of a person's access in a tenant. */
  onChange(id: string, options?: OnChangeOptions): events.Rule;

  /** Creates a rule that matches what happens to watches. */
  onWatch(id: string, options?: OnWatchOptions): events.Rule;

  /** Grants permission to start scans. */
  grantStartScan(grantee: iam.IGrantable): iam.Grant;

  /** Grants permission to see whether a scan still runs, and how it ended. */
  grantFollowScan(grantee: iam.IGrantable): iam.Grant;

  /** Grants permission to continue scans that failed. */
  grantRedrive(grantee: iam.IGrantable): iam.Grant;

  /** Grants permission to watch people. */
  grantWatch(grantee: iam.IGrantable): iam.Grant;

  /** Grants permission to see whether a watch still runs, and how it ended. */
  grantFollowWatch(grantee: iam.IGrantable): iam.Grant;

  /** Grants permission to stop watches. */
  grantStopWatch(grantee: iam.IGrantable): iam.Grant;

  /** Grants permission to read results with `cdk-appfabric-user-access/results`. */
  grantReadResults(grantee: iam.IGrantable): iam.Grant;

  /** Grants permission to delete everything of a person with `user-access forget`. */
  grantForget(grantee: iam.IGrantable): iam.Grant;

  /** Grants permission to run `user-access doctor`. */
  grantDoctor(grantee: iam.IGrantable): iam.Grant;

  /** Any metric of this scanner, by its name in the namespace `UserAccess`. */
  metric(metricName: string, props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /** Scans whose tasks were started, or whose task ids were accepted. */
  metricScansStarted(props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /** Scans that were completed. */
  metricScansCompleted(props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /** Scans that failed, were stopped, or timed out. */
  metricScansFailed(props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /** The time from the start of a scan to its end, in seconds. */
  metricScanDuration(props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /** Final results with an access. */
  metricResults(access: Access, props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /** Final results without an answer, for one reason, and from one app if `app` is set. */
  metricResultsWithoutAnswer(reason: UnknownReason, props?: AppMetricOptions): cloudwatch.Metric;

  /** Tenants without an answer whose app authorization has to be connected again. */
  metricTenantsToReconnect(props?: AppMetricOptions): cloudwatch.Metric;

  /** Completed scans of people with a verdict. */
  metricVerdicts(verdict: Verdict, props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /** The age of the oldest task that a scan waits for, in seconds. */
  metricOldestPendingTask(props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /** Rounds in which a scan asked AppFabric for its pending tasks. */
  metricPolls(props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /** Calls to AppFabric, without the retries within the AWS SDK. */
  metricAppFabricCalls(props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /** Calls that AppFabric still throttled after the retries of the AWS SDK. */
  metricAppFabricThrottles(props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /** Events that EventBridge did not accept at once. */
  metricEventsRefused(props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /** Changes of access that were recorded. */
  metricChanges(props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /** Watches that were started. */
  metricWatchesStarted(props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /** Watches that were found to be overdue. */
  metricWatchesOverdue(props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /** Watches that ended because nothing was open any more. */
  metricWatchesCleared(props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /** Watches that ended because the time to watch was over. */
  metricWatchesGivenUp(props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /** Watches that were stopped, or that could not begin or go on. */
  metricWatchesStopped(props?: cloudwatch.MetricOptions): cloudwatch.Metric;
}
