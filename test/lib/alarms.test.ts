import { readFileSync } from 'node:fs';
import { CfnParameter, Duration, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { IAlarmAction } from 'aws-cdk-lib/aws-cloudwatch';
import { EventField } from 'aws-cdk-lib/aws-events';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import type { AddAlarmsOptions, UserAccessScanner } from 'cdk-appfabric-user-access';
import { isEmitted, type MonitoredMetric } from '../support/monitored-metrics';
import { newStack, scannerIn } from '../support/scanner-stack';

interface MetricStat {
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions: readonly { readonly Name: string; readonly Value: unknown }[];
}

interface AlarmProperties extends MetricStat {
  readonly AlarmDescription: string;
  readonly AlarmActions?: string[];
  readonly OKActions?: string[];
  readonly ComparisonOperator: string;
  readonly DatapointsToAlarm?: number;
  readonly EvaluationPeriods: number;
  readonly Period?: number;
  readonly Threshold: number;
  readonly TreatMissingData: string;
  readonly Metrics?: {
    readonly Expression?: string;
    readonly MetricStat?: { readonly Metric: MetricStat; readonly Period: number; readonly Stat: string };
  }[];
}

const EXPECTED = { scanExpectedEvery: Duration.hours(26) };
const DAY = 24 * 60 * 60;

/** The alarms in the template, by their id in the construct tree. */
function alarmsOf(stack: Stack): Record<string, AlarmProperties> {
  const alarms = Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm');
  return Object.fromEntries(
    Object.entries(alarms).map(([id, { Properties }]) => [
      id.replace(/^ScannerAlarms/, '').replace(/[0-9A-F]{8}$/, ''),
      Properties,
    ]),
  );
}

function metricsOf({ Metrics, ...alarm }: AlarmProperties): MonitoredMetric[] {
  const stats = Metrics?.flatMap(({ MetricStat }) => MetricStat?.Metric ?? []) ?? [alarm];
  return stats.map(({ Namespace, MetricName, Dimensions }) => ({
    namespace: Namespace,
    name: MetricName,
    dimensions: Object.fromEntries(Dimensions.map(({ Name, Value }) => [Name, Value])),
  }));
}

function periodOf({ Period, Metrics = [] }: AlarmProperties): number {
  const periods = new Set(Metrics.flatMap(({ MetricStat }) => MetricStat?.Period ?? []));
  if (Period !== undefined) return Period;
  expect(periods.size).toBe(1);
  return Number([...periods][0]);
}

function withAlarms(options?: AddAlarmsOptions, props?: Parameters<typeof scannerIn>[1]) {
  const stack = newStack();
  const scanner = scannerIn(stack, props);
  return { stack, scanner, alarms: scanner.addAlarms(options) };
}

const addTriggers = (scanner: UserAccessScanner) => {
  const options = { eventPattern: { source: ['com.example.hr'] }, email: EventField.fromPath('$.detail.email') };
  scanner.scanOn('Offboarded', options);
  scanner.watchOn('Left', options);
  scanner.scanOnSchedule('Daily', { schedule: ScheduleExpression.rate(Duration.days(1)), emails: ['ana@example.com'] });
};

describe('the alarms of a scanner', () => {
  const { stack, alarms } = withAlarms(EXPECTED);
  const all = Object.entries(alarmsOf(stack));

  it('are these', () => {
    expect(all.map(([name]) => name)).toEqual([
      'ScansFailing',
      'ScansPastTimeout',
      'NoScanCompleted',
      'WatchesFailing',
      'EndsNotRecorded',
      'AppsToReconnect',
      'AppFabricThrottled',
      'FunctionsThrottled',
      'FunctionsFailing',
      'EventsRefused',
      'DeadLettersEndedScans',
      'DeadLettersEndedWatches',
    ]);
    expect(alarms.all).toHaveLength(all.length);
  });

  it('have as many metrics as the documentation says, because each is billed', () => {
    const count = all.flatMap(([, alarm]) => metricsOf(alarm)).length;
    expect(readFileSync('docs/construct.md', 'utf8')).toContain(
      `the metrics of the alarms, which are ${count} and one for each trigger and schedule`,
    );
  });

  it.each(all)('%s watches metrics that the functions or AWS services emit', (_name, alarm) => {
    const metrics = metricsOf(alarm);
    expect(metrics.length).toBeGreaterThan(0);
    expect(metrics.filter((metric) => !isEmitted(metric))).toEqual([]);
  });

  it.each(all)('%s looks back no further than CloudWatch can', (_name, alarm) => {
    const period = periodOf(alarm);
    expect(alarm.EvaluationPeriods * period).toBeLessThanOrEqual(period < 3600 ? DAY : 7 * DAY);
  });

  it.each(all)(
    '%s has a description within the limit of CloudWatch, with its section of the runbook',
    (name, alarm) => {
      const section = name.replace(/^(DeadLetters).*/, '$1').toLowerCase();
      expect(alarm.AlarmDescription).toMatch(new RegExp(`^[A-Z].+\\. .+\\. Runbook: docs/operations\\.md#${section}$`));
      expect(alarm.AlarmDescription.length).toBeLessThanOrEqual(1024);
    },
  );

  it.each(all)(
    '%s has no physical name, and is quiet without data, unless it is about a scan that is missing',
    (name, alarm) => {
      expect(alarm).not.toHaveProperty('AlarmName');
      const [operator, missing] =
        name === 'NoScanCompleted'
          ? ['LessThanThreshold', 'breaching']
          : ['GreaterThanOrEqualToThreshold', 'notBreaching'];
      expect([alarm.ComparisonOperator, alarm.TreatMissingData]).toEqual([operator, missing]);
    },
  );
});

describe('an alarm goes off', () => {
  const { stack, alarms } = withAlarms(EXPECTED, { scanTimeout: Duration.minutes(10) });
  const byName = alarmsOf(stack);
  const alarm = (name: string) => byName[name] as AlarmProperties;
  const namesIn = (name: string) => [...new Set(metricsOf(alarm(name)).map((metric) => metric.name))];
  const when = (name: string) => [alarm(name).Threshold, periodOf(alarm(name)), alarm(name).EvaluationPeriods];

  it('when a scan or a watch fails or times out, but not when somebody stops it', () => {
    for (const name of ['ScansFailing', 'WatchesFailing', 'EndsNotRecorded']) {
      expect(namesIn(name)).toEqual(['ExecutionsFailed', 'ExecutionsTimedOut']);
      expect(when(name)).toEqual([1, 300, 3]);
    }
    const machines = ['ScansFailing', 'WatchesFailing', 'EndsNotRecorded'].map((name) =>
      metricsOf(alarm(name)).map(({ dimensions }) => JSON.stringify(dimensions).match(/Scanner\w+Machine/)?.[0]),
    );
    expect(machines).toEqual([
      ['ScannerWorkflowStateMachine', 'ScannerWorkflowStateMachine'],
      ['ScannerWatchWorkflowStateMachine', 'ScannerWatchWorkflowStateMachine'],
      [
        'ScannerEndedScansStateMachine',
        'ScannerEndedScansStateMachine',
        'ScannerEndedWatchesStateMachine',
        'ScannerEndedWatchesStateMachine',
      ],
    ]);
  });

  it('when a scan takes longer than its timeout, late answers and the last function', () => {
    expect(namesIn('ScansPastTimeout')).toEqual(['ScanDuration', 'OldestPendingTask']);
    expect(when('ScansPastTimeout')).toEqual([10 * 60 + 15 * 60 + 15 * 60, 300, 3]);
    const statistics = alarm('ScansPastTimeout').Metrics?.flatMap(({ MetricStat }) => MetricStat?.Stat ?? []);
    expect(statistics).toEqual(['Maximum', 'Maximum']);
  });

  // FILL puts a 0 in the place of what is not there yet.
  it.each(['ScansFailing', 'ScansPastTimeout', 'WatchesFailing', 'EndsNotRecorded'])(
    'also when its metric comes minutes late: %s',
    (name) => {
      expect(alarm(name).DatapointsToAlarm).toBe(1);
      expect(alarm(name).EvaluationPeriods).toBeGreaterThan(1);
    },
  );

  it('when an app must be connected again, until nothing has said so for a day', () => {
    expect(metricsOf(alarm('AppsToReconnect'))).toMatchObject([
      { name: 'TenantsToReconnect', dimensions: { Scanner: 'Stack/Scanner' } },
    ]);
    expect([...when('AppsToReconnect'), alarm('AppsToReconnect').DatapointsToAlarm]).toEqual([1, 300, 288, 1]);
  });

  it.each([
    ['AppFabricThrottled', 'AppFabricThrottles', 1],
    ['FunctionsThrottled', 'Throttles', 4],
    ['FunctionsFailing', 'Errors', 4],
    ['EventsRefused', 'EventsRefused', 1],
  ])('when it lasts for half an hour: %s', (name, metric, count) => {
    expect(metricsOf(alarm(name)).map((each) => each.name)).toEqual(Array(count).fill(metric));
    expect(when(name)).toEqual([1, 600, 3]);
    expect(alarm(name).DatapointsToAlarm).toBeUndefined();
  });

  it('when no scan was completed in any period, also if there is no data at all', () => {
    expect(namesIn('NoScanCompleted')).toEqual(['ScansCompleted']);
    expect(when('NoScanCompleted')).toEqual([1, 3600, 26]);
    expect(alarm('NoScanCompleted').Metrics?.[0]?.Expression).toBe('SUM([FILL(completedscans0, 0)])');
    expect(alarms.noScanCompleted?.node.path).toBe('Stack/Scanner/Alarms/NoScanCompleted');
  });

  it('when a metric that it adds up has data, and the others have none', () => {
    const expressions = Object.values(byName).flatMap(({ Metrics }) => Metrics?.[0]?.Expression ?? []);
    expect(expressions).toHaveLength(7);
    for (const expression of expressions) expect(expression).toMatch(/^(SUM|MAX)\(\[(FILL\(\w+, 0\),?)+\]\)$/);
    const maxima = Object.keys(byName).filter((name) => alarm(name).Metrics?.[0]?.Expression?.startsWith('MAX'));
    expect(maxima).toEqual(['ScansPastTimeout']);
  });
});

test('each dead-letter queue has its alarm, whether it is added before or after the alarms', () => {
  const queuesOf = (stack: Stack) =>
    Object.entries(alarmsOf(stack))
      .filter(([name]) => name.startsWith('DeadLetters'))
      .map(([name, alarm]) => [name, metricsOf(alarm)[0]?.dimensions]);
  const earlier = newStack();
  const scanner = scannerIn(earlier);
  addTriggers(scanner);
  const { deadLetters } = scanner.addAlarms();
  const later = withAlarms();
  addTriggers(later.scanner);

  expect(queuesOf(later.stack).sort()).toEqual(queuesOf(earlier).sort());
  expect(queuesOf(earlier)).toHaveLength(5);
  expect(deadLetters).toHaveLength(5);
  expect(later.alarms.deadLetters).toHaveLength(5);
  expect(later.alarms.all).toHaveLength(14);
  Template.fromStack(earlier).resourceCountIs('AWS::SQS::Queue', 5);
});

test('a scanner does not have the dead-letter queues of another one', () => {
  const { stack, alarms } = withAlarms();
  addTriggers(scannerIn(newStack()));
  expect(alarms.deadLetters).toHaveLength(2);
  expect(Object.keys(alarmsOf(stack))).toHaveLength(11);
});

test('every alarm has the actions, also those that are added later', () => {
  const action = (arn: string): IAlarmAction => ({ bind: () => ({ alarmActionArn: arn }) });
  const { stack, scanner } = withAlarms({ ...EXPECTED, actions: [action('arn:page')], okActions: [action('arn:ok')] });
  addTriggers(scanner);
  const alarms = Object.values(alarmsOf(stack));
  expect(alarms).toHaveLength(15);
  for (const { AlarmActions, OKActions } of alarms)
    expect([AlarmActions, OKActions]).toEqual([['arn:page'], ['arn:ok']]);
});

test('without options, there are no actions, and no alarm for scans that nobody promised', () => {
  const { stack, alarms } = withAlarms();
  expect(alarms.noScanCompleted).toBeUndefined();
  for (const alarm of Object.values(alarmsOf(stack))) expect(alarm).not.toHaveProperty('AlarmActions');
});

test('options change the thresholds and the address of the runbook', () => {
  const { stack } = withAlarms({
    failedScans: 5,
    alarmAfter: Duration.hours(1),
    scanExpectedEvery: Duration.hours(24),
    runbookUrl: 'https://wiki.example.com/user-access',
  });
  const { ScansFailing, FunctionsFailing, NoScanCompleted } = alarmsOf(stack);
  expect(ScansFailing).toMatchObject({
    Threshold: 5,
    AlarmDescription: expect.stringMatching(/ Runbook: https:\/\/wiki\.example\.com\/user-access#scansfailing$/),
  });
  expect(FunctionsFailing).toMatchObject({ EvaluationPeriods: 6, Threshold: 1 });
  expect([NoScanCompleted?.EvaluationPeriods, periodOf(NoScanCompleted as AlarmProperties)]).toEqual([288, 300]);
});

test.each<[string, Record<string, unknown>, RegExp]>([
  [
    'one action',
    { actions: 'arn:aws:sns' },
    /Scanner\/Alarms: actions must be a list of actions from aws-cloudwatch-actions/,
  ],
  ['a topic as an action', { okActions: [{}] }, /okActions must be a list of actions/],
  ['no failed scan', { failedScans: 0 }, /failedScans must be a whole number of at least 1, got 0/],
  ['half a failed scan', { failedScans: 1.5 }, /failedScans/],
  ['an anchor', { runbookUrl: 'https://x#y' }, /runbookUrl must be an address without #/],
  ['no address', { runbookUrl: '' }, /runbookUrl/],
  ['an address that is no text', { runbookUrl: 1 }, /runbookUrl/],
  ['a number for a duration', { alarmAfter: 30 }, /alarmAfter must be a Duration/],
  [
    'no time',
    { alarmAfter: Duration.minutes(0) },
    /alarmAfter must be in whole multiples of 10 minutes.*got 0 minutes/,
  ],
  ['a part of a period', { alarmAfter: Duration.minutes(15) }, /alarmAfter.*got 15 minutes/],
  ['more than a day', { alarmAfter: Duration.minutes(1450) }, /alarmAfter.*to one day, got 1450 minutes/],
  ['half an hour', { scanExpectedEvery: Duration.minutes(30) }, /scanExpectedEvery must be in whole hours/],
  ['parts of hours', { scanExpectedEvery: Duration.minutes(90) }, /scanExpectedEvery.*got 90 minutes/],
  ['more than a week', { scanExpectedEvery: Duration.hours(169) }, /from 1 hour to 7 days.*got 10140 minutes/],
])('rejects %s', (_what, options, message) => {
  expect(() => withAlarms(options as AddAlarmsOptions)).toThrow(message);
});

test('the number of failed scans can be known only at deployment', () => {
  const stack = newStack();
  const { valueAsNumber: failedScans } = new CfnParameter(stack, 'Failed', { type: 'Number' });
  scannerIn(stack).addAlarms({ failedScans });
  expect(alarmsOf(stack).ScansFailing?.Threshold).toEqual({ Ref: 'Failed' });
});

test('rejects a duration that is known only at deployment', () => {
  const stack = newStack();
  const parameter = new CfnParameter(stack, 'Hours', { type: 'Number' });
  const scanExpectedEvery = Duration.hours(parameter.valueAsNumber);
  expect(() => scannerIn(stack).addAlarms({ scanExpectedEvery })).toThrow(
    /scanExpectedEvery must be known at synthesis/,
  );
});

test('a scanner has its alarms once', () => {
  const { scanner } = withAlarms();
  expect(() => scanner.addAlarms()).toThrow(/The id 'Alarms' is already in use/);
});
