import { Duration, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { AddAlarmsOptions } from './add-alarms-options';
import { LATE_ANSWERS, MAX_FUNCTION_TIMEOUT } from './contract/time-budgets';
import { type AlarmSettings, alarmSettings } from './private/alarm-settings';
import { type AlarmName, alarmDescription } from './private/alarm-texts';
import { forEachDeadLetterQueue } from './private/dead-letter-queue';
import { failures, maximumOf, sumOf } from './private/metric-math';
import { monitoredScanner } from './private/monitored-scanner';
import { deployedStackOf } from './private/scanner-metric';
import type { IUserAccessScanner } from './user-access-scanner-interface';

/**
 * One of the last three periods. A metric can come minutes after what it counts. Until then, `FILL` has put a 0 in its
 * place, and an alarm that looks at the newest period only could miss it.
 */
const EVEN_IF_LATE = { evaluationPeriods: 3, datapointsToAlarm: 1 };

type Place = [scope: Construct, id: string];

interface AlarmOptions extends Partial<cloudwatch.CreateAlarmOptions> {
  readonly period?: Duration;
}

/**
 * Properties of `UserAccessAlarms`.
 */
export interface UserAccessAlarmsProps extends AddAlarmsOptions {
  /**
   * The scanner, which must be one of this app: the alarms watch its functions and state machines, which are not known
   * of a scanner that is imported.
   */
  readonly scanner: IUserAccessScanner;
}

/**
 * The alarms of a scanner. The description of each says what it means, what to do first, and where to read on.
 *
 * `UserAccessScanner.addAlarms()` creates them in the scanner. To create them in another stack, use this class.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html
 *
 * @example
 * const alarms = new UserAccessAlarms(stack, 'Alarms', { scanner, actions: [new actions.SnsAction(onCall)] });
 * const appsToReconnect = alarms.appsToReconnect;
 * appsToReconnect.addAlarmAction(new actions.SnsAction(helpDeskTopic));
 */
export class UserAccessAlarms extends Construct {
  /** Scans failed or timed out. A scan that somebody stops is not among them. */
  public readonly scansFailing: cloudwatch.Alarm;

  /** A scan took much longer than its scan timeout, or waits for tasks that are much older. */
  public readonly scansPastTimeout: cloudwatch.Alarm;

  /** No scan was completed within `scanExpectedEvery`, if that is set. */
  public readonly noScanCompleted?: cloudwatch.Alarm;

  /** Watches failed or timed out. A watch that somebody stops is not among them. */
  public readonly watchesFailing: cloudwatch.Alarm;

  /** The end of an execution that was stopped, or that timed out, could not be recorded. */
  public readonly endsNotRecorded: cloudwatch.Alarm;

  /**
   * An app authorization has to be connected again. The alarm is over a day after the last scan that said so.
   */
  public readonly appsToReconnect: cloudwatch.Alarm;

  /** AppFabric has throttled calls for as long as `alarmAfter`. */
  public readonly appFabricThrottled: cloudwatch.Alarm;

  /** Lambda has throttled the functions for as long as `alarmAfter`. */
  public readonly functionsThrottled: cloudwatch.Alarm;

  /** The functions have failed for as long as `alarmAfter`. */
  public readonly functionsFailing: cloudwatch.Alarm;

  /** EventBridge has refused events for as long as `alarmAfter`. */
  public readonly eventsRefused: cloudwatch.Alarm;

  /**
   * A dead-letter queue is not empty: one alarm for each trigger and schedule of the scanner, also for those that are
   * added later, and for each rule of the scanner itself.
   */
  public readonly deadLetters: cloudwatch.Alarm[] = [];

  /** All alarms, also those of dead-letter queues that are added later. */
  public readonly all: cloudwatch.Alarm[] = [];

  /**
   * All that the stack of the alarms can refer to.
   *
   * @internal
   */
  public readonly _inOwnStack: cloudwatch.Alarm[] = [];

  private readonly settings: AlarmSettings;

  constructor(scope: Construct, id: string, props: UserAccessAlarmsProps) {
    super(scope, id);
    const monitored = monitoredScanner(this, props?.scanner);
    const settings = alarmSettings(this, props);
    this.settings = settings;
    const { scanner, functions } = monitored;
    const { lasting, expected } = settings;

    this.scansFailing = this.alarm('ScansFailing', sumOf(failures(monitored.stateMachine), 'Failed scans'), {
      ...EVEN_IF_LATE,
      threshold: settings.failedScans,
    });
    const slowest = { statistic: cloudwatch.Stats.MAXIMUM };
    this.scansPastTimeout = this.alarm(
      'ScansPastTimeout',
      maximumOf([scanner.metricScanDuration(slowest), scanner.metricOldestPendingTask(slowest)], 'Slowest scan, in s'),
      // Until then, a scan asks for late answers, and its last function takes its time.
      { ...EVEN_IF_LATE, threshold: monitored.scanTimeout.toSeconds() + LATE_ANSWERS + MAX_FUNCTION_TIMEOUT },
    );
    if (expected) {
      // With a value in every period, the alarm does not look for older data points in the place of missing ones.
      const completed = sumOf([scanner.metricScansCompleted()], 'Completed scans');
      this.noScanCompleted = this.alarm('NoScanCompleted', completed, {
        ...expected,
        comparisonOperator: cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
        treatMissingData: cloudwatch.TreatMissingData.BREACHING,
      });
    }
    const failedWatches = sumOf(failures(monitored.watchStateMachine), 'Failed watches');
    this.watchesFailing = this.alarm('WatchesFailing', failedWatches, EVEN_IF_LATE);
    const notRecorded = sumOf(monitored.endedExecutions.flatMap(failures), 'Ends that were not recorded');
    this.endsNotRecorded = this.alarm('EndsNotRecorded', notRecorded, EVEN_IF_LATE);
    this.appsToReconnect = this.alarm(
      'AppsToReconnect',
      scanner.metricTenantsToReconnect(),
      // For a day, because most people are not scanned more often. Otherwise, the alarm would be over after each scan.
      { evaluationPeriods: Duration.days(1).toMinutes() / 5, datapointsToAlarm: 1 },
    );
    this.appFabricThrottled = this.alarm('AppFabricThrottled', scanner.metricAppFabricThrottles(), lasting);
    const throttles = functions.map((each) => each.metricThrottles());
    this.functionsThrottled = this.alarm('FunctionsThrottled', sumOf(throttles, 'Throttled invocations'), lasting);
    const errors = functions.map((each) => each.metricErrors());
    this.functionsFailing = this.alarm('FunctionsFailing', sumOf(errors, 'Failed invocations'), lasting);
    this.eventsRefused = this.alarm('EventsRefused', scanner.metricEventsRefused(), lasting);

    const queues = new Construct(this, 'DeadLetters');
    forEachDeadLetterQueue(scanner, (queue) => {
      // If the stack of the scanner referred to a queue of another stack, which refers to the scanner, no stack would be
      // first. CloudFormation deploys a stack with those that are nested in it.
      const isCyclic = [Stack.of, deployedStackOf].some((of) => of(this) === of(scanner) && of(queue) !== of(scanner));
      const place: Place = isCyclic
        ? [queue.node.scope as Construct, 'DeadLetters']
        : [queues, queue.idsFrom(scanner).slice(0, -1).join('-')];
      this.deadLetters.push(this.alarm('DeadLetters', queue.metricApproximateNumberOfMessagesVisible(), {}, place));
    });
  }

  private alarm(
    name: AlarmName,
    metric: cloudwatch.Metric | cloudwatch.MathExpression,
    { period, ...options }: AlarmOptions = {},
    [scope, id]: Place = [this, name],
  ): cloudwatch.Alarm {
    const alarm = new cloudwatch.Alarm(scope, id, {
      metric: period ? metric.with({ period }) : metric,
      alarmDescription: alarmDescription(name, this.settings.runbookUrl),
      threshold: 1,
      evaluationPeriods: 1,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
      ...options,
    });
    alarm.addAlarmAction(...this.settings.actions);
    alarm.addOkAction(...this.settings.okActions);
    this.all.push(alarm);
    if (Stack.of(alarm) === Stack.of(this)) this._inOwnStack.push(alarm);
    return alarm;
  }
}
