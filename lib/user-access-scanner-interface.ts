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

  /**
   * Starts a scan for each event that matches a pattern.
   *
   * @param id The id of the trigger. It must be unique in the scanner.
   * @param options Which events start a scan, and where the email address is in the event.
   *
   * @example
   * scanner.scanOn('EmployeeOffboarded', {
   *   eventPattern: { source: ['com.example.hr'], detailType: ['Employee Offboarded'] },
   *   email: events.EventField.fromPath('$.detail.email'),
   * });
   */
  scanOn(id: string, options: ScanOnOptions): ScanTrigger;

  /**
   * Watches a person for each event that matches a pattern.
   *
   * @param id The id of the trigger. It must be unique in the scanner.
   * @param options Which events start a watch, where the email address is in the event, and how the person is watched.
   *
   * @example
   * scanner.watchOn('EmployeeLeft', {
   *   eventPattern: { source: ['com.example.hr'], detailType: ['Employee Left'] },
   *   email: events.EventField.fromPath('$.detail.email'),
   *   cadence: [Duration.hours(1), Duration.hours(6), Duration.days(1)],
   *   dueIn: Duration.hours(8),
   * });
   */
  watchOn(id: string, options: WatchOnOptions): WatchTrigger;

  /**
   * Scans a list of up to 100 people on a schedule.
   *
   * @param id The id of the schedule. It must be unique in the scanner.
   * @param options Who to scan, and when.
   *
   * @example
   * scanner.scanOnSchedule('WatchList', {
   *   schedule: scheduler.ScheduleExpression.rate(Duration.days(1)),
   *   emails: ['ana@example.com', 'bo@example.com'],
   * });
   */
  scanOnSchedule(id: string, options: ScanOnScheduleOptions): ScanSchedule;

  /**
   * Creates a rule that matches each result of a scan.
   *
   * @param id The id of the rule. It must be unique in the scanner.
   * @param options The target of the rule, and which results it matches.
   *
   * @example
   * scanner.onResult('OpenAccount', { target: new targets.LambdaFunction(handler), access: [Access.OPEN] });
   */
  onResult(id: string, options?: OnResultOptions): events.Rule;

  /**
   * Creates a rule that matches when a scan is completed.
   *
   * @param id The id of the rule. It must be unique in the scanner.
   * @param options The target of the rule, and which scans it matches.
   *
   * @example
   * scanner.onScanCompleted('StillOpen', { target: new targets.LambdaFunction(handler), verdict: [Verdict.OPEN] });
   */
  onScanCompleted(id: string, options?: OnScanCompletedOptions): events.Rule;

  /**
   * Creates a rule that matches when a scan fails.
   *
   * @param id The id of the rule. It must be unique in the scanner.
   * @param options The target of the rule, and which failures it matches.
   *
   * @example
   * scanner.onScanFailed('ScanFailed', { target: new targets.SnsTopic(onCall) });
   */
  onScanFailed(id: string, options?: events.OnEventOptions): events.Rule;

  /**
   * Creates a rule that matches each change of a person's access in a tenant.
   *
   * @param id The id of the rule. It must be unique in the scanner.
   * @param options The target of the rule, and which changes it matches.
   *
   * @example
   * scanner.onChange('Reopened', { target: new targets.LambdaFunction(handler), kind: [ChangeKind.REOPENED] });
   */
  onChange(id: string, options?: OnChangeOptions): events.Rule;

  /**
   * Creates a rule that matches what happens to watches.
   *
   * @param id The id of the rule. It must be unique in the scanner.
   * @param options The target of the rule, and which events it matches.
   *
   * @example
   * scanner.onWatch('Overdue', { target: new targets.SnsTopic(onCall), watchEvent: [WatchEvent.OVERDUE] });
   */
  onWatch(id: string, options?: OnWatchOptions): events.Rule;

  /**
   * Grants permission to start scans.
   *
   * @param grantee The principal that starts scans.
   *
   * @example
   * scanner.grantStartScan(helpDesk);
   * helpDesk.addEnvironment('STATE_MACHINE_ARN', scanner.stateMachine.stateMachineArn);
   */
  grantStartScan(grantee: iam.IGrantable): iam.Grant;

  /**
   * Grants permission to see whether a scan still runs, and how it ended.
   *
   * @param grantee The principal that follows scans.
   *
   * @example
   * scanner.grantStartScan(helpDesk);
   * scanner.grantFollowScan(helpDesk);
   * scanner.grantReadResults(helpDesk);
   */
  grantFollowScan(grantee: iam.IGrantable): iam.Grant;

  /**
   * Grants permission to continue scans that failed.
   *
   * @param grantee The principal that continues scans.
   *
   * @example
   * scanner.grantRedrive(helpDesk);
   * scanner.grantReadResults(helpDesk);
   */
  grantRedrive(grantee: iam.IGrantable): iam.Grant;

  /**
   * Grants permission to watch people.
   *
   * @param grantee The principal that starts watches.
   *
   * @example
   * scanner.grantWatch(helpDesk);
   * helpDesk.addEnvironment('WATCH_STATE_MACHINE_ARN', scanner.watchStateMachine.stateMachineArn);
   */
  grantWatch(grantee: iam.IGrantable): iam.Grant;

  /**
   * Grants permission to see whether a watch still runs, and how it ended.
   *
   * @param grantee The principal that follows watches.
   *
   * @example
   * scanner.grantWatch(helpDesk);
   * scanner.grantFollowWatch(helpDesk);
   * scanner.grantReadResults(helpDesk);
   */
  grantFollowWatch(grantee: iam.IGrantable): iam.Grant;

  /**
   * Grants permission to stop watches.
   *
   * @param grantee The principal that stops watches.
   *
   * @example
   * scanner.grantStopWatch(helpDesk);
   * scanner.grantReadResults(helpDesk);
   */
  grantStopWatch(grantee: iam.IGrantable): iam.Grant;

  /**
   * Grants permission to read results with `cdk-appfabric-user-access/results`.
   *
   * @param grantee The principal that reads results.
   *
   * @example
   * scanner.grantReadResults(helpDesk);
   * helpDesk.addEnvironment('USER_ACCESS_TABLE', scanner.table.tableName);
   */
  grantReadResults(grantee: iam.IGrantable): iam.Grant;

  /**
   * Grants permission to delete everything of a person with `user-access forget`.
   *
   * @param grantee The principal that deletes what is known about people.
   *
   * @example
   * scanner.grantForget(privacyTeam);
   */
  grantForget(grantee: iam.IGrantable): iam.Grant;

  /**
   * Grants permission to run `user-access doctor`.
   *
   * @param grantee The principal that checks the scanner.
   *
   * @example
   * scanner.grantDoctor(helpDesk);
   */
  grantDoctor(grantee: iam.IGrantable): iam.Grant;

  /**
   * Any metric of this scanner, by its name in the namespace `UserAccess`.
   *
   * Throws an error if there is no such metric, or if it has data only with another dimension, such as `Verdicts`.
   *
   * @param metricName The name of the metric.
   *
   * @example
   * scanner.metric('ScansStarted', { statistic: cloudwatch.Stats.SUM });
   */
  metric(metricName: string, props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /**
   * Scans whose tasks were started, or whose task ids were accepted.
   *
   * @example
   * const perHour = scanner.metricScansStarted({ period: Duration.hours(1) });
   */
  metricScansStarted(props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /**
   * Scans that were completed.
   *
   * @example
   * const perDay = scanner.metricScansCompleted({ period: Duration.days(1) });
   */
  metricScansCompleted(props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /**
   * Scans that failed, were stopped, or timed out.
   *
   * @example
   * scanner.metricScansFailed().createAlarm(stack, 'ScansFail', { threshold: 1, evaluationPeriods: 1 });
   */
  metricScansFailed(props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /**
   * The time from the start of a scan to its end, in seconds.
   *
   * @example
   * const slowest = scanner.metricScanDuration({ statistic: cloudwatch.Stats.percentile(95) });
   */
  metricScanDuration(props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /**
   * Final results with an access.
   *
   * @param access The access of the results.
   *
   * @example
   * const open = scanner.metricResults(Access.OPEN, { period: Duration.days(1) });
   */
  metricResults(access: Access, props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /**
   * Final results without an answer, for one reason, and from one app if `app` is set. Not for NOT_ASKED: a tenant that was
   * not asked has no result.
   *
   * @param reason Why there is no answer.
   *
   * @example
   * scanner
   *   .metricResultsWithoutAnswer(UnknownReason.PERMISSION, { app: 'SLACK' })
   *   .createAlarm(stack, 'SlackPermission', { threshold: 1, evaluationPeriods: 1 });
   */
  metricResultsWithoutAnswer(reason: UnknownReason, props?: AppMetricOptions): cloudwatch.Metric;

  /**
   * Tenants without an answer whose app authorization has to be connected again.
   *
   * @example
   * scanner
   *   .metricTenantsToReconnect({ app: 'SLACK' })
   *   .createAlarm(stack, 'ReconnectSlack', { threshold: 1, evaluationPeriods: 1 });
   */
  metricTenantsToReconnect(props?: AppMetricOptions): cloudwatch.Metric;

  /**
   * Completed scans of people with a verdict.
   *
   * @param verdict What the scan says about the person.
   *
   * @example
   * const unknown = scanner.metricVerdicts(Verdict.UNKNOWN, { period: Duration.days(1) });
   */
  metricVerdicts(verdict: Verdict, props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /**
   * The age of the oldest task that a scan waits for, in seconds.
   *
   * @example
   * const oldest = scanner.metricOldestPendingTask({ period: Duration.minutes(1) });
   */
  metricOldestPendingTask(props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /**
   * Rounds in which a scan asked AppFabric for its pending tasks.
   *
   * @example
   * const polls = scanner.metricPolls({ period: Duration.hours(1) });
   */
  metricPolls(props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /**
   * Calls to AppFabric, without the retries within the AWS SDK.
   *
   * @example
   * const calls = scanner.metricAppFabricCalls({ period: Duration.hours(1) });
   */
  metricAppFabricCalls(props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /**
   * Calls that AppFabric still throttled after the retries of the AWS SDK.
   *
   * @example
   * const throttles = scanner.metricAppFabricThrottles({ period: Duration.minutes(1) });
   */
  metricAppFabricThrottles(props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /**
   * Events that EventBridge did not accept at once.
   *
   * @example
   * const refused = scanner.metricEventsRefused({ period: Duration.minutes(1) });
   */
  metricEventsRefused(props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /**
   * Changes of access that were recorded.
   *
   * @example
   * const changes = scanner.metricChanges({ period: Duration.days(1) });
   */
  metricChanges(props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /**
   * Watches that were started.
   *
   * @example
   * const started = scanner.metricWatchesStarted({ period: Duration.days(1) });
   */
  metricWatchesStarted(props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /**
   * Watches that were found to be overdue.
   *
   * @example
   * scanner.metricWatchesOverdue().createAlarm(stack, 'NotInTime', { threshold: 1, evaluationPeriods: 1 });
   */
  metricWatchesOverdue(props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /**
   * Watches that ended because nothing was open any more.
   *
   * @example
   * const cleared = scanner.metricWatchesCleared({ period: Duration.days(1) });
   */
  metricWatchesCleared(props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /**
   * Watches that ended because the time to watch was over.
   *
   * @example
   * scanner.metricWatchesGivenUp().createAlarm(stack, 'NotClosed', { threshold: 1, evaluationPeriods: 1 });
   */
  metricWatchesGivenUp(props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /**
   * Watches that were stopped, or that could not begin or go on.
   *
   * @example
   * const stopped = scanner.metricWatchesStopped({ period: Duration.days(1) });
   */
  metricWatchesStopped(props?: cloudwatch.MetricOptions): cloudwatch.Metric;
}
