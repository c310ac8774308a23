import { Token } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { Access, UnknownReason, Verdict } from '../access';
import type { AppMetricOptions } from '../app-metric-options';
import { Dimension, METRICS, type Metric, NO_NAME, PLAIN_NAME } from '../contract/metrics';
import { checkApp } from './app-name';
import { invalid } from './errors';
import { Field } from './field';
import { checkMetric, type DimensionValues, metricDimension, scannerMetric, scannerPathOf } from './scanner-metric';

/**
 * The metrics of a scanner, which need nothing of it but its path and its place. In jsii, they are methods of the classes
 * that extend this one.
 *
 * @internal
 */
export abstract class ScannerMetrics extends Construct {
  public abstract readonly stateMachine: sfn.IStateMachine;

  /** @internal */
  public get _metricDimension(): string {
    return metricDimension(scannerPathOf(this));
  }

  /**
   * Any metric of this scanner, by its name in the namespace `UserAccess`.
   *
   * Throws an error if there is no such metric, or if it has data only with another dimension, such as `Verdicts`.
   *
   * @param metricName The name of the metric.
   *
   * @default - average over 5 minutes
   *
   * @example
   * scanner.metric('ScansStarted', { statistic: cloudwatch.Stats.SUM });
   */
  public metric(metricName: string, props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    checkMetric(this, metricName, props);
    return scannerMetric(this, { name: metricName, unit: 'Seconds' }, {}, props);
  }

  /**
   * Scans whose tasks were started, or whose task ids were accepted.
   *
   * @default - sum over 5 minutes
   *
   * @example
   * const perHour = scanner.metricScansStarted({ period: Duration.hours(1) });
   */
  public metricScansStarted(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return scannerMetric(this, METRICS.scansStarted, {}, props);
  }

  /**
   * Scans that were completed: all their results are recorded.
   *
   * @default - sum over 5 minutes
   *
   * @example
   * const perDay = scanner.metricScansCompleted({ period: Duration.days(1) });
   */
  public metricScansCompleted(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return scannerMetric(this, METRICS.scansCompleted, {}, props);
  }

  /**
   * Scans that failed, were stopped, or timed out.
   *
   * @default - sum over 5 minutes
   *
   * @example
   * scanner.metricScansFailed().createAlarm(stack, 'ScansFail', { threshold: 1, evaluationPeriods: 1 });
   */
  public metricScansFailed(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return scannerMetric(this, METRICS.scansFailed, {}, props);
  }

  /**
   * The time from the start of a scan to its end, in seconds. A scan that is redriven counts from its first start.
   *
   * @default - average over 5 minutes
   *
   * @example
   * const slowest = scanner.metricScanDuration({ statistic: cloudwatch.Stats.percentile(95) });
   */
  public metricScanDuration(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return scannerMetric(this, METRICS.scanDuration, {}, props);
  }

  /**
   * Final results with an access. The results without an answer have the access UNKNOWN.
   *
   * @param access The access of the results.
   *
   * @default - sum over 5 minutes
   *
   * @example
   * const open = scanner.metricResults(Access.OPEN, { period: Duration.days(1) });
   */
  public metricResults(access: Access, props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return scannerMetric(this, METRICS.results, { [Dimension.ACCESS]: this.one('access', access, Access) }, props);
  }

  /**
   * Final results without an answer, for one reason, and from one app if `app` is set.
   *
   * Throws an error for the reason NOT_ASKED, because a tenant that was not asked has no result: use
   * `metricTenantsToReconnect()`.
   *
   * @param reason Why there is no answer.
   *
   * @default - sum over 5 minutes, from all apps
   *
   * @example
   * scanner
   *   .metricResultsWithoutAnswer(UnknownReason.PERMISSION, { app: 'SLACK' })
   *   .createAlarm(stack, 'SlackPermission', { threshold: 1, evaluationPeriods: 1 });
   */
  public metricResultsWithoutAnswer(reason: UnknownReason, props?: AppMetricOptions): cloudwatch.Metric {
    const values = { [Dimension.REASON]: this.one('reason', reason, UnknownReason) };
    if (reason === UnknownReason.NOT_ASKED) {
      throw invalid(
        this,
        'reason NOT_ASKED has no data, because a tenant that was not asked has no result. Use metricTenantsToReconnect().',
      );
    }
    return this.metricOfApp(METRICS.resultsWithoutAnswer, values, props);
  }

  /**
   * Tenants that a completed scan got no answer about because somebody has to connect the app authorization again: those
   * with the reason RECONNECT, and those that were not asked because the app authorization is not connected.
   *
   * @default - sum over 5 minutes, from all apps
   *
   * @example
   * scanner
   *   .metricTenantsToReconnect({ app: 'SLACK' })
   *   .createAlarm(stack, 'ReconnectSlack', { threshold: 1, evaluationPeriods: 1 });
   */
  public metricTenantsToReconnect(props?: AppMetricOptions): cloudwatch.Metric {
    return this.metricOfApp(METRICS.tenantsToReconnect, {}, props);
  }

  /**
   * Completed scans of people with a verdict.
   *
   * @param verdict What the scan says about the person.
   *
   * @default - sum over 5 minutes
   *
   * @example
   * const unknown = scanner.metricVerdicts(Verdict.UNKNOWN, { period: Duration.days(1) });
   */
  public metricVerdicts(verdict: Verdict, props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return scannerMetric(this, METRICS.verdicts, { [Dimension.VERDICT]: this.one('verdict', verdict, Verdict) }, props);
  }

  /**
   * The age of the oldest task that a scan waits for, in seconds, each time that a function polls.
   *
   * @default - maximum over 5 minutes
   *
   * @example
   * const oldest = scanner.metricOldestPendingTask({ period: Duration.minutes(1) });
   */
  public metricOldestPendingTask(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return scannerMetric(this, METRICS.oldestPendingTask, {}, { statistic: cloudwatch.Stats.MAXIMUM, ...props });
  }

  /**
   * Rounds in which a scan asked AppFabric for its pending tasks.
   *
   * @default - sum over 5 minutes
   *
   * @example
   * const polls = scanner.metricPolls({ period: Duration.hours(1) });
   */
  public metricPolls(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return scannerMetric(this, METRICS.polls, {}, props);
  }

  /**
   * Calls to AppFabric, without the retries within the AWS SDK.
   *
   * @default - sum over 5 minutes
   *
   * @example
   * const calls = scanner.metricAppFabricCalls({ period: Duration.hours(1) });
   */
  public metricAppFabricCalls(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return scannerMetric(this, METRICS.appFabricCalls, {}, props);
  }

  /**
   * Calls that AppFabric still throttled after the retries of the AWS SDK.
   *
   * @default - sum over 5 minutes
   *
   * @example
   * const throttles = scanner.metricAppFabricThrottles({ period: Duration.minutes(1) });
   */
  public metricAppFabricThrottles(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return scannerMetric(this, METRICS.appFabricThrottles, {}, props);
  }

  /**
   * Events that EventBridge did not accept at once. They stay recorded, and are published later.
   *
   * @default - sum over 5 minutes
   *
   * @example
   * const refused = scanner.metricEventsRefused({ period: Duration.minutes(1) });
   */
  public metricEventsRefused(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return scannerMetric(this, METRICS.eventsRefused, {}, props);
  }

  /**
   * Changes of access that were recorded.
   *
   * @default - sum over 5 minutes
   *
   * @example
   * const changes = scanner.metricChanges({ period: Duration.days(1) });
   */
  public metricChanges(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return scannerMetric(this, METRICS.changes, {}, props);
  }

  /**
   * Watches that were started.
   *
   * @default - sum over 5 minutes
   *
   * @example
   * const started = scanner.metricWatchesStarted({ period: Duration.days(1) });
   */
  public metricWatchesStarted(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return scannerMetric(this, METRICS.watchesStarted, {}, props);
  }

  /**
   * Watches that were found to be overdue.
   *
   * @default - sum over 5 minutes
   *
   * @example
   * scanner.metricWatchesOverdue().createAlarm(stack, 'NotInTime', { threshold: 1, evaluationPeriods: 1 });
   */
  public metricWatchesOverdue(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return scannerMetric(this, METRICS.watchesOverdue, {}, props);
  }

  /**
   * Watches that ended because nothing was open any more.
   *
   * @default - sum over 5 minutes
   *
   * @example
   * const cleared = scanner.metricWatchesCleared({ period: Duration.days(1) });
   */
  public metricWatchesCleared(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return scannerMetric(this, METRICS.watchesCleared, {}, props);
  }

  /**
   * Watches that ended because the time to watch was over.
   *
   * @default - sum over 5 minutes
   *
   * @example
   * scanner.metricWatchesGivenUp().createAlarm(stack, 'NotClosed', { threshold: 1, evaluationPeriods: 1 });
   */
  public metricWatchesGivenUp(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return scannerMetric(this, METRICS.watchesGivenUp, {}, props);
  }

  /**
   * Watches that were stopped, or that could not begin or go on.
   *
   * @default - sum over 5 minutes
   *
   * @example
   * const stopped = scanner.metricWatchesStopped({ period: Duration.days(1) });
   */
  public metricWatchesStopped(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return scannerMetric(this, METRICS.watchesStopped, {}, props);
  }

  private metricOfApp(metric: Metric, values: DimensionValues, { app, ...props }: AppMetricOptions = {}) {
    checkApp(this, app, 'metric');
    if (app !== undefined && !Token.isUnresolved(app) && !PLAIN_NAME.test(app)) {
      throw invalid(
        this,
        `app of a metric must have at most 64 letters, digits, blanks, dots, hyphens and underscores, got '${app}'. Apps with other names are counted as '${NO_NAME}'.`,
      );
    }
    return scannerMetric(this, metric, { ...values, ...(app !== undefined && { [Dimension.APP]: app }) }, props);
  }

  /** Checks at runtime, because not all languages that CDK supports have static types. */
  private one<Value extends string>(name: string, value: Value, allowed: Record<string, Value>): Value {
    return new Field(this, name, value).oneOf(Object.values(allowed));
  }
}
