import { readFileSync } from 'node:fs';
import { App, Duration, NestedStack, Stack, Stage, Token } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import type { Metric as CloudWatchMetric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { Access, AppBundle, UnknownReason, UserAccessScanner, Verdict } from 'cdk-appfabric-user-access';
import { Construct } from 'constructs';
import { METRICS, type Metric } from '../../lib/contract/metrics';
import { isEmitted } from '../support/monitored-metrics';
import { APP_BUNDLE_ARN, newStack, scannerIn } from '../support/scanner-stack';
import { UNKNOWN_REASONS } from '../support/unknown-reasons';

/** A tenant that was not asked has no result. */
const REASONS = Object.values(UnknownReason).filter((reason) => reason !== UnknownReason.NOT_ASKED);

type MetricMethod = (props?: MetricOptions) => CloudWatchMetric;

/** Each metric of the scanner, with every set of dimensions that the functions emit it with. */
function allMetrics(scanner: UserAccessScanner, props: MetricOptions = {}): [string, CloudWatchMetric[]][] {
  const withDimensions: Record<string, CloudWatchMetric[]> = {
    Results: Object.values(Access).map((access) => scanner.metricResults(access, props)),
    ResultsWithoutAnswer: REASONS.flatMap((reason) => [
      scanner.metricResultsWithoutAnswer(reason, props),
      scanner.metricResultsWithoutAnswer(reason, { app: 'SLACK', ...props }),
    ]),
    TenantsToReconnect: [
      scanner.metricTenantsToReconnect(props),
      scanner.metricTenantsToReconnect({ app: 'SLACK', ...props }),
    ],
    Verdicts: Object.values(Verdict).map((verdict) => scanner.metricVerdicts(verdict, props)),
  };
  return Object.values(METRICS).map(({ name }) => {
    const method = `metric${name}` as keyof UserAccessScanner;
    return [name, withDimensions[name] ?? [(scanner[method] as MetricMethod).call(scanner, props)]];
  });
}

const emittedBy = ({ namespace, metricName, dimensions = {} }: CloudWatchMetric) =>
  isEmitted({ namespace, name: metricName, dimensions });

describe('a metric method', () => {
  const scanner = scannerIn(newStack());

  it.each(allMetrics(scanner))('%s is one that the functions emit, with these dimensions', (name, metrics) => {
    for (const metric of metrics) {
      expect(metric.metricName).toBe(name);
      expect(metric.dimensions).toMatchObject({ Scanner: 'Stack/Scanner' });
      expect(emittedBy(metric)).toBe(true);
    }
  });

  it('exists for every set of dimensions', () => {
    const sets = allMetrics(scanner).map(([, metrics]) => {
      const names = metrics.map(({ dimensions }) => Object.keys(dimensions ?? {}).join());
      return new Set(names).size;
    });
    expect(sets).toEqual(Object.values<Metric>(METRICS).map(({ dimensions }) => dimensions.length));
  });

  it('is one of as many as the documentation says, because each is billed', () => {
    const ofAllApps = allMetrics(scanner).flatMap(([, metrics]) =>
      metrics.filter(({ dimensions }) => !dimensions?.App),
    );
    expect(readFileSync('docs/construct.md', 'utf8')).toContain(
      `the functions publish at most ${ofAllApps.length}, and`,
    );
  });

  it('sums counts, averages durations, and takes the oldest task', () => {
    const statistics = allMetrics(scanner).flatMap(([name, metrics]) =>
      metrics.map(({ statistic }) => [name, statistic]),
    );
    const others = statistics.filter(([, statistic]) => statistic !== 'Sum');
    expect(others).toEqual([
      ['ScanDuration', 'Average'],
      ['OldestPendingTask', 'Maximum'],
    ]);
  });

  it('takes options, which come before the defaults', () => {
    const props = { period: Duration.hours(1), statistic: 'p99' };
    for (const [, metrics] of allMetrics(scanner, props)) {
      for (const { period, statistic } of metrics) expect([period.toMinutes(), statistic]).toEqual([60, 'p99']);
    }
  });

  it('has a value for each reason that the functions know', () => {
    expect(Object.entries(UnknownReason)).toEqual(UNKNOWN_REASONS.map((reason) => [reason, reason]));
  });

  it('has the dimensions of its arguments', () => {
    const dimensions = [
      scanner.metricResultsWithoutAnswer(UnknownReason.PERMISSION),
      scanner.metricResultsWithoutAnswer(UnknownReason.EXPIRED, { app: 'SLACK' }),
      scanner.metricVerdicts(Verdict.NOT_FOUND),
      scanner.metricResults(Access.BLOCKED),
    ].map((metric) => metric.dimensions);
    const Scanner = 'Stack/Scanner';
    expect(dimensions).toEqual([
      { Scanner, Reason: 'PERMISSION' },
      { Scanner, Reason: 'EXPIRED', App: 'SLACK' },
      { Scanner, Verdict: 'NOT_FOUND' },
      { Scanner, Access: 'BLOCKED' },
    ]);
  });
});

test('a metric by its name has the dimension of the scanner, and the default of CDK', () => {
  const metric = scannerIn(newStack()).metric('ScansStarted');
  expect([metric.namespace, metric.statistic, metric.dimensions]).toEqual([
    'UserAccess',
    'Average',
    { Scanner: 'Stack/Scanner' },
  ]);
});

test.each<[string, (scanner: UserAccessScanner) => void, string]>([
  ['name', (scanner) => scanner.metric('scansStarted'), 'metricName must be one of ScansStarted, '],
  [
    'name without its dimension',
    (scanner) => scanner.metric('Verdicts'),
    'Verdicts has no data without another dimension. Use metricVerdicts(), or set dimensionsMap.',
  ],
  [
    'access',
    (scanner) => scanner.metricResults('open' as Access),
    "access must be one of OPEN, BLOCKED, NONE, UNKNOWN, got 'open'.",
  ],
  ['verdict', (scanner) => scanner.metricVerdicts('FINE' as Verdict), 'verdict must be one of OPEN, UNKNOWN, CLEAR, '],
  [
    'reason',
    (scanner) => scanner.metricResultsWithoutAnswer('LATE' as UnknownReason),
    'reason must be one of RECONNECT, PERMISSION, ',
  ],
  [
    'reason, which no result has',
    (scanner) => scanner.metricResultsWithoutAnswer(UnknownReason.NOT_ASKED),
    'reason NOT_ASKED has no data, because a tenant that was not asked has no result. Use metricTenantsToReconnect().',
  ],
  ['app', (scanner) => scanner.metricTenantsToReconnect({ app: '' }), 'app must be the name of an app'],
  ...['ÄRZTE', 'A@B', '-X', 'X'.repeat(65)].map((app): [string, (scanner: UserAccessScanner) => void, string] => [
    `app, which is counted as OTHER: ${app}`,
    (scanner) => scanner.metricResultsWithoutAnswer(UnknownReason.PERMISSION, { app }),
    `app of a metric must have at most 64 letters, digits, blanks, dots, hyphens and underscores, got '${app}'.`,
  ]),
])('a metric with a wrong %s is rejected, because an alarm on it would never go off', (_what, use, message) => {
  const scanner = scannerIn(newStack());
  expect(() => use(scanner)).toThrow(`Stack/Scanner: ${message}`);
});

test.each(['OTHER', 'JIRA 2.0_X-Y', 'X'.repeat(64), Token.asString({ Ref: 'App' })])(
  'a metric can be that of the app %j',
  (app) => {
    expect(scannerIn(newStack()).metricTenantsToReconnect({ app }).dimensions).toMatchObject({ App: app });
  },
);

test('a metric by its name can have dimensions of your own', () => {
  const dimensionsMap = { Scanner: 'Stack/Scanner', Verdict: 'OPEN' };
  expect(scannerIn(newStack()).metric('Verdicts', { dimensionsMap }).dimensions).toEqual(dimensionsMap);
});

test('a metric of an app in lower case adds a warning', () => {
  const stack = newStack();
  scannerIn(stack).metricResultsWithoutAnswer(UnknownReason.PERMISSION, { app: 'slack' });
  Annotations.fromStack(stack).hasWarning(
    '*',
    Match.stringLikeRegexp("Did you mean 'SLACK'\\? The metric matches only"),
  );
});

test('a scanner has a dimension that CloudWatch accepts, and that a search finds, whatever its id is', () => {
  const stack = newStack();
  const appBundle = AppBundle.fromAppBundleArn(stack, 'AppBundle', APP_BUNDLE_ARN);
  const scanner = new UserAccessScanner(stack, `Prüfung "O'Neil"`, { appBundle });
  scanner.addDashboard();
  const Scanner = 'Stack/Pr_fung _O_Neil_';
  expect(scanner.metricPolls().dimensions).toEqual({ Scanner });
  const template = Template.fromStack(stack);
  template.allResourcesProperties('AWS::Lambda::Function', { Environment: { Variables: { SCANNER: Scanner } } });
  const [dashboard] = Object.values(template.findResources('AWS::CloudWatch::Dashboard'));
  expect(JSON.stringify(dashboard)).toContain(`Scanner=\\\\\\"${Scanner}\\\\\\"', 'Sum'`);
});

test('a metric is found from another Region', () => {
  const stack = newStack({ env: { account: '111122223333', region: 'us-east-1' } });
  const { region, account } = scannerIn(stack).metricScansFailed();
  expect([region, account]).toEqual(['us-east-1', '111122223333']);
});

describe('the dimension of the scanner is its own in an account and Region', () => {
  const dimensionOf = (scanner: UserAccessScanner) => {
    const { SCANNER } = variablesOf(scanner);
    expect(scanner.metricScansStarted().dimensions).toEqual({ Scanner: SCANNER });
    return SCANNER;
  };
  const variablesOf = (scanner: UserAccessScanner) => {
    const functions = Template.fromStack(Stack.of(scanner)).findResources('AWS::Lambda::Function');
    const all = Object.values(functions).map(({ Properties }) => Properties.Environment.Variables.SCANNER);
    expect([all.length, new Set(all).size]).toEqual([4, 1]);
    return { SCANNER: all[0] };
  };

  it('if two apps, or two stacks of one app, have scanners with the same path', () => {
    const stackNames = ['Blue', 'Green'];
    const scanners = stackNames.map((stackName) => scannerIn(newStack({ stackName })));
    expect(scanners.map(({ node }) => node.path)).toEqual(['Stack/Scanner', 'Stack/Scanner']);
    expect(scanners.map(dimensionOf)).toEqual(['Blue/Scanner', 'Green/Scanner']);
  });

  it('in a stage, and below another construct', () => {
    const stack = new Stack(new Stage(new App({ analyticsReporting: false }), 'Prod'), 'Stack');
    const scanner = scannerIn(new Construct(stack, 'Part') as Stack);
    expect(dimensionOf(scanner)).toBe('Prod-Stack/Part/Scanner');
  });

  it('in a nested stack, whose name is only known when it is deployed', () => {
    const scanner = scannerIn(new NestedStack(newStack({ stackName: 'Blue' }), 'Nested'));
    expect(dimensionOf(scanner)).toBe('Blue/Nested/Scanner');
  });
});
