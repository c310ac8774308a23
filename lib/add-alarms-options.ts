import type { Duration } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';

/**
 * Options for `UserAccessScanner.addAlarms()`.
 *
 * @example
 * const options: AddAlarmsOptions = {
 *   actions: [new actions.SnsAction(onCall)],
 *   okActions: [new actions.SnsAction(onCall)],
 *   scanExpectedEvery: Duration.hours(26),
 * };
 */
export interface AddAlarmsOptions {
  /**
   * What to do when an alarm goes off, for example a message to an SNS topic.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-actions.html
   *
   * @default - nothing. The state of the alarms is on the dashboard.
   */
  readonly actions?: cloudwatch.IAlarmAction[];

  /**
   * What to do when an alarm is over.
   *
   * @default - nothing
   */
  readonly okActions?: cloudwatch.IAlarmAction[];

  /**
   * Where your team reads the runbook. The description of each alarm has this address and the section of the alarm, for
   * example `https://wiki.example.com/user-access#scansfailing`. Must not have a `#`.
   *
   * @default - the path of the runbook in this package, docs/operations.md
   */
  readonly runbookUrl?: string;

  /**
   * How many scans must fail within 5 minutes for `scansFailing`. A whole number, at least 1.
   *
   * @default 1 - each failed scan is a person who was not checked to the end
   */
  readonly failedScans?: number;

  /**
   * How long AppFabric or Lambda must throttle, the functions must fail, or EventBridge must refuse events, without a
   * pause, before the alarm goes off. In whole multiples of 10 minutes, from 10 minutes to one day. Must be known at
   * synthesis.
   *
   * @default Duration.minutes(30) - the scanner waits for hours, so that none of these needs anybody if it passes.
   * In the simulation in docs/reliability.md, 500 scans at once have passed after 7 minutes.
   */
  readonly alarmAfter?: Duration;

  /**
   * The time in which at least one scan must be completed, where a schedule or a system promises one. Make it longer than
   * the interval of the schedule and the scan timeout together. In whole hours, from 1 hour to 7 days, which is as far
   * back as a CloudWatch alarm can look. Must be known at synthesis.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
   *
   * @default - no alarm `noScanCompleted`
   */
  readonly scanExpectedEvery?: Duration;
}
