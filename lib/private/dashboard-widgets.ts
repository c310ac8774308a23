import { Duration, Stack, Tokenization } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { StateTransitionMetric } from 'aws-cdk-lib/aws-stepfunctions';
import { Access, UnknownReason, Verdict } from '../access';
import { Dimension, METRIC_NAMESPACE, METRICS, type Metric } from '../contract/metrics';
import { forEachDeadLetterQueue } from './dead-letter-queue';
import { ERRORS } from './log-queries';
import { failures, metricId, sumOf } from './metric-math';
import type { MonitoredScanner } from './monitored-scanner';
import { ifKnown } from './scanner-metric';

const HALF = 12;
const THIRD = 8;
const HEIGHT = 6;

const { percentile, MAXIMUM } = cloudwatch.Stats;

/** The rows of the dashboard, each an answer to a question. */
export function dashboardWidgets(monitored: MonitoredScanner, alarms: cloudwatch.Alarm[]): cloudwatch.IWidget[][] {
  const states = new cloudwatch.AlarmStatusWidget({ title: 'Alarms', alarms, width: 2 * HALF, height: 4 });
  return [
    ...(alarms.length > 0 ? [[states]] : []),
    whatHappens(monitored),
    whatFails(monitored),
    whoDoesNotAnswer(monitored),
    howLongItTakes(monitored),
    whatWaits(monitored),
    whatItCosts(monitored),
  ];
}

function whatHappens({ scanner }: MonitoredScanner): cloudwatch.IWidget[] {
  return [
    graph('Scans', THIRD, [
      scanner.metricScansStarted({ label: 'started' }),
      scanner.metricScansCompleted({ label: 'completed' }),
      scanner.metricScansFailed({ label: 'failed', color: cloudwatch.Color.RED }),
    ]),
    graph(
      'Verdicts',
      THIRD,
      Object.values(Verdict).map((verdict) => scanner.metricVerdicts(verdict, { label: verdict })),
    ),
    graph('Watches', THIRD, [
      scanner.metricWatchesStarted({ label: 'started' }),
      scanner.metricWatchesOverdue({ label: 'overdue', color: cloudwatch.Color.RED }),
      scanner.metricWatchesCleared({ label: 'cleared' }),
      scanner.metricWatchesGivenUp({ label: 'given up' }),
      scanner.metricWatchesStopped({ label: 'stopped' }),
    ]),
  ];
}

function whatFails(monitored: MonitoredScanner): cloudwatch.IWidget[] {
  const { stateMachine, watchStateMachine, endedExecutions, logGroups } = monitored;
  return [
    graph('Failed executions', THIRD, [
      sumOf(failures(stateMachine), 'scans'),
      sumOf(failures(watchStateMachine), 'watches'),
      sumOf(endedExecutions.flatMap(failures), 'ends that were not recorded'),
    ]),
    new cloudwatch.LogQueryWidget({
      title: 'Errors, by name (docs/operations.md explains each)',
      logGroupNames: logGroups.map(({ logGroupName }) => logGroupName),
      region: ifKnown(stateMachine.env.region),
      width: 2 * THIRD,
      height: HEIGHT,
      queryLines: [`filter ${ERRORS.filterStatements}`, `stats ${ERRORS.statsStatements}`, `sort ${ERRORS.sort}`],
    }),
  ];
}

function whoDoesNotAnswer({ scanner }: MonitoredScanner): cloudwatch.IWidget[] {
  const byApp = ({ name }: Metric, ...dimensions: Dimension[]) => {
    const schema = [METRIC_NAMESPACE, Dimension.SCANNER, ...dimensions].join(',');
    return new cloudwatch.MathExpression({
      expression: `SEARCH('{${schema}} MetricName="${name}" Scanner="${scanner._metricDimension}"', 'Sum')`,
      usingMetrics: {},
      searchRegion: ifKnown(scanner.stateMachine.env.region),
      label: dimensions.map((dimension) => `\${PROP('Dim.${dimension}')}`).join(' '),
    });
  };
  const reasons = Object.values(UnknownReason).filter((reason) => reason !== UnknownReason.NOT_ASKED);
  return [
    graph('Apps to connect again', THIRD, [byApp(METRICS.tenantsToReconnect, Dimension.APP)]),
    graph('Apps without an answer', THIRD, [byApp(METRICS.resultsWithoutAnswer, Dimension.APP, Dimension.REASON)]),
    graph(
      'Results without an answer, by reason',
      THIRD,
      reasons.map((reason) => scanner.metricResultsWithoutAnswer(reason, { label: reason })),
    ),
  ];
}

function howLongItTakes({ scanner, scanTimeout }: MonitoredScanner): cloudwatch.IWidget[] {
  const duration = (statistic: string, label: string) => scanner.metricScanDuration({ statistic, label });
  return [
    graph('Scan duration, in seconds', HALF, [
      duration(percentile(50), 'p50'),
      duration(percentile(95), 'p95'),
      duration(MAXIMUM, 'slowest'),
    ]),
    new cloudwatch.GraphWidget({
      title: 'Age of the oldest pending task, in seconds',
      width: HALF,
      height: HEIGHT,
      left: [scanner.metricOldestPendingTask({ label: 'oldest' })],
      leftAnnotations: [{ value: scanTimeout.toSeconds(), label: 'scan timeout' }],
    }),
  ];
}

function whatWaits({ scanner, functions }: MonitoredScanner): cloudwatch.IWidget[] {
  const deadLetters = new cloudwatch.GraphWidget({ title: 'Dead letters', width: THIRD, height: HEIGHT });
  forEachDeadLetterQueue(scanner, (queue) => {
    // The stack of the scanner can't refer to a queue of another stack, which refers to the scanner.
    if (Stack.of(queue) !== Stack.of(scanner)) return;
    const label = queue.idsFrom(scanner).join('/');
    deadLetters.addLeftMetric(queue.metricApproximateNumberOfMessagesVisible({ label }));
  });
  return [
    graph('Concurrency and throttles', THIRD, [
      sumOf(
        functions.map((each) => each.metric('ConcurrentExecutions', { statistic: MAXIMUM })),
        'concurrent invocations',
      ),
      scanner.metricAppFabricThrottles({ label: 'throttled by AppFabric' }),
      sumOf(
        functions.map((each) => each.metricThrottles()),
        'throttled by Lambda',
      ),
    ]),
    graph('Refused and failed', THIRD, [
      scanner.metricEventsRefused({ label: 'events that EventBridge refused' }),
      sumOf(
        functions.map((each) => each.metricErrors()),
        'invocations that failed',
      ),
    ]),
    deadLetters,
  ];
}

function whatItCosts({ scanner, functions, memorySize, table }: MonitoredScanner): cloudwatch.IWidget[] {
  const perScan = (label: string, metric: cloudwatch.Metric) =>
    new cloudwatch.MathExpression({
      expression: `${metricId(label)} / scans`,
      usingMetrics: { [metricId(label)]: metric, scans: scanner.metricScansStarted() },
      // A scan polls for longer than the five minutes in which it starts.
      period: Duration.hours(1),
      label,
    });
  const events = [
    ...Object.values(Access).map((access) => scanner.metricResults(access)),
    scanner.metricScansCompleted(),
    scanner.metricScansFailed(),
    scanner.metricChanges(),
    scanner.metricWatchesStarted(),
    scanner.metricWatchesOverdue(),
    scanner.metricWatchesCleared(),
    scanner.metricWatchesGivenUp(),
    scanner.metricWatchesStopped(),
  ];
  const milliseconds = functions.map((each) => each.metricDuration({ statistic: cloudwatch.Stats.SUM }));
  return [
    graph('For each scan that started, by hour', THIRD, [
      perScan('polls', scanner.metricPolls()),
      perScan('calls to AppFabric', scanner.metricAppFabricCalls()),
    ]),
    graph('Function time, in GB-seconds', THIRD, [
      new cloudwatch.MathExpression({
        expression: `time / 1000 * ${Tokenization.stringifyNumber(memorySize)} / 1024`,
        usingMetrics: { time: sumOf(milliseconds, 'ms') },
        label: 'all functions',
      }),
    ]),
    graph('Events, writes and state transitions', THIRD, [
      sumOf(events, 'events to publish'),
      table.metricConsumedWriteCapacityUnits({ statistic: cloudwatch.Stats.SUM, label: 'write units of the table' }),
      // Step Functions reports no transitions of a single state machine.
      StateTransitionMetric.metricConsumedCapacity({
        statistic: cloudwatch.Stats.SUM,
        label: 'state transitions of all state machines in the account',
      }).attachTo(scanner),
    ]),
  ];
}

function graph(title: string, width: number, left: cloudwatch.IMetric[]): cloudwatch.GraphWidget {
  return new cloudwatch.GraphWidget({ title, width, height: HEIGHT, left, leftYAxis: { min: 0, showUnits: false } });
}
