import { App, CfnParameter, Duration, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Dashboard, TextWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { EventField } from 'aws-cdk-lib/aws-events';
import { METRICS } from '../../lib/contract/metrics';
import { isEmitted, type MonitoredMetric } from '../support/monitored-metrics';
import { newStack, scannerIn } from '../support/scanner-stack';

type Part = string | { readonly Ref?: string; readonly 'Fn::GetAtt'?: [string, string] };
interface LineOptions {
  readonly expression?: string;
  readonly label?: string;
  readonly stat?: string;
  readonly period?: number;
  readonly visible?: boolean;
  readonly region?: string;
}

type MetricLine = (string | LineOptions)[];

interface Widget {
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: {
    readonly title?: string;
    readonly metrics?: MetricLine[];
    readonly alarms?: string[];
    readonly query?: string;
    readonly region?: string;
    readonly annotations?: { readonly horizontal: { readonly value: number }[] };
  };
}

/** The widgets on the dashboard, with each reference replaced by the logical id of its resource. */
function widgetsOf(stack: Stack): Widget[] {
  const [dashboard] = Object.values(Template.fromStack(stack).findResources('AWS::CloudWatch::Dashboard'));
  const parts: Part[] = dashboard?.Properties.DashboardBody['Fn::Join'][1];
  const body = parts.map((part) => (typeof part === 'string' ? part : (part.Ref ?? part['Fn::GetAtt']?.[0])));
  return JSON.parse(body.join('')).widgets;
}

/** What a line of a graph shows, without the metrics that only expressions use. */
function visibleLine(line: MetricLine): string[] {
  const {
    expression,
    label,
    stat,
    period = 300,
    visible = true,
  } = line.findLast((part) => typeof part === 'object') ?? {};
  if (!visible) return [];
  const shown = expression ?? `${stat} of ${line.slice(0, 2).join(' ')}`;
  return [`${label}: ${shown}${period === 300 ? '' : `, in ${period} s`}`];
}

const widgetIn = (widgets: Widget[], title: string): Widget['properties'] =>
  widgets.find(({ properties }) => properties.title?.startsWith(title))?.properties ?? {};

const expressionsOf = ({ metrics = [] }: Widget['properties']): string[] =>
  metrics.flatMap(([first]) => (typeof first === 'object' ? (first.expression ?? []) : []));

function metricsOf({ metrics = [] }: Widget['properties']): MonitoredMetric[] {
  return metrics
    .filter(([first]) => typeof first === 'string')
    .map((line) => {
      const [namespace = '', name = '', ...rest] = line.filter((part) => typeof part === 'string');
      const dimensions = Object.fromEntries(
        rest.flatMap((part, index) => (index % 2 === 0 ? [[part, rest[index + 1]]] : [])),
      );
      return { namespace, name, dimensions };
    });
}

function withDashboard() {
  const stack = newStack();
  const scanner = scannerIn(stack, { scanTimeout: Duration.minutes(10), memorySize: 512 });
  scanner.addAlarms();
  const dashboard = scanner.addDashboard();
  return { stack, scanner, dashboard };
}

describe('the dashboard', () => {
  const { stack } = withDashboard();
  const widgets = widgetsOf(stack);
  const titles = widgets.map(({ properties }) => properties.title);

  it('answers what happens, what fails and why, which apps do not answer, how long it takes, and what it costs', () => {
    expect(titles).toEqual([
      'Alarms',
      'Scans',
      'Verdicts',
      'Watches',
      'Failed executions',
      'Errors, by name (docs/operations.md explains each)',
      'Apps to connect again',
      'Apps without an answer',
      'Results without an answer, by reason',
      'Scan duration, in seconds',
      'Age of the oldest pending task, in seconds',
      'Concurrency and throttles',
      'Refused and failed',
      'Dead letters',
      'For each scan that started, by hour',
      'Function time, in GB-seconds',
      'Events, writes and state transitions',
    ]);
  });

  it('shows metrics that the functions or AWS services emit, and every one of the functions', () => {
    const metrics = widgets.flatMap(({ properties }) => metricsOf(properties));
    expect(metrics.filter((metric) => !isEmitted(metric))).toEqual([]);
    const searched = widgets.flatMap(({ properties }) => expressionsOf(properties)).join();
    const shown = new Set(metrics.map(({ name }) => name));
    expect(Object.values(METRICS).filter(({ name }) => !shown.has(name) && !searched.includes(`"${name}"`))).toEqual(
      [],
    );
  });

  it('shows these lines in each widget', () => {
    const lines = widgets.map(({ properties }) => [properties.title, (properties.metrics ?? []).flatMap(visibleLine)]);
    expect(Object.fromEntries(lines)).toMatchSnapshot();
  });

  it('fills rows of 24 units, without overlaps', () => {
    const rows = Map.groupBy(widgets, ({ y }) => y);
    for (const row of rows.values()) {
      expect(row.reduce((end, { x, width }) => (x === end ? end + width : Number.NaN), 0)).toBe(24);
      expect(new Set(row.map(({ height }) => height)).size).toBe(1);
    }
    expect(rows.size).toBe(7);
  });

  it.each([
    ['Apps without an answer', 'ResultsWithoutAnswer'],
    ['Apps to connect again', 'TenantsToReconnect'],
  ])('finds the %s by the dimensions of the metric', (title, name) => {
    const [search = ''] = expressionsOf(widgetIn(widgets, title));
    const [, schema = ''] = search.match(/\{([\w,]+)\}/) ?? [];
    const [namespace = '', ...names] = schema.split(',');
    expect(isEmitted({ namespace, name, dimensions: Object.fromEntries(names.map((each) => [each, 'any'])) })).toBe(
      true,
    );
    expect(names).toContain('App');
    expect(search).toContain(`MetricName="${name}" Scanner="Stack/Scanner"`);
  });

  it('counts the names of errors in the lines of all log groups', () => {
    const { query = '' } = widgetIn(widgets, 'Errors, by name');
    expect(query.match(/SOURCE '/g)).toHaveLength(5);
    expect(query).toMatch(
      /\| filter ispresent\(errorName\) and level != 'DEBUG'\n\| stats .+ by errorName\n\| sort lines desc$/,
    );
  });

  it('draws the scan timeout, and calculates GB-seconds from the memory', () => {
    expect(widgetIn(widgets, 'Age of the oldest').annotations?.horizontal).toMatchObject([{ value: 600 }]);
    expect(expressionsOf(widgetIn(widgets, 'Function time'))).toContain('time / 1000 * 512 / 1024');
  });

  it('has no metric that CDK warns of', () => {
    expect(Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('[Mm]etric|expression'))).toEqual([]);
  });
});

test('shows the alarms and the dead-letter queues that are added later', () => {
  const { stack, scanner } = withDashboard();
  const eventPattern = { source: ['com.example.hr'] };
  scanner.scanOn('Offboarded', { eventPattern, email: EventField.fromPath('$.detail.email') });
  const widgets = widgetsOf(stack);
  expect(widgetIn(widgets, 'Alarms').alarms).toHaveLength(12);
  const queues = metricsOf(widgetIn(widgets, 'Dead letters')).map(({ dimensions }) => dimensions.QueueName);
  expect(queues).toHaveLength(3);
  expect(queues[2]).toMatch(/^ScannerOffboardedDeadLetterQueue/);
});

test('without alarms, there is no widget for them', () => {
  const stack = newStack();
  scannerIn(stack).addDashboard();
  expect(widgetsOf(stack)[0]?.properties.title).toBe('Scans');
});

test('a memory that is known only at deployment is filled in then', () => {
  const stack = newStack();
  const { valueAsNumber: memorySize } = new CfnParameter(stack, 'Memory', { type: 'Number' });
  scannerIn(stack, { memorySize }).addDashboard();
  expect(expressionsOf(widgetIn(widgetsOf(stack), 'Function time'))).toContain('time / 1000 * Memory / 1024');
});

test('takes the properties of a dashboard, and shows further widgets below', () => {
  const stack = newStack();
  scannerIn(stack).addDashboard({ dashboardName: 'Access', widgets: [[new TextWidget({ markdown: 'Ours' })]] });
  Template.fromStack(stack).hasResourceProperties('AWS::CloudWatch::Dashboard', { DashboardName: 'Access' });
  expect(widgetsOf(stack).at(-1)?.properties).toMatchObject({ markdown: 'Ours' });
});

test('has no physical name, and exists once', () => {
  const { stack, scanner, dashboard } = withDashboard();
  const [resource] = Object.values(Template.fromStack(stack).findResources('AWS::CloudWatch::Dashboard'));
  expect(resource?.Properties).not.toHaveProperty('DashboardName');
  expect(dashboard.node.path).toBe('Stack/Scanner/Dashboard');
  expect(() => scanner.addDashboard()).toThrow(/The id 'Dashboard' is already in use/);
});

test('a dashboard of a team can have the widgets', () => {
  const stack = newStack();
  const scanner = scannerIn(stack);
  new Dashboard(stack, 'Security', { widgets: scanner.dashboardWidgets() });
  expect(widgetsOf(stack)).toHaveLength(16);
});

test('two queries are stored, over the logs of all functions and state machines', () => {
  const stack = newStack();
  const scanner = scannerIn(stack);
  const queries = Object.values(Template.fromStack(stack).findResources('AWS::Logs::QueryDefinition'));
  expect(queries.map(({ Properties }) => Properties.Name)).toEqual([
    'Stack/Scanner/Lines of a scan or watch',
    'Stack/Scanner/Errors',
  ]);
  const { startScanLogGroup, pollTasksLogGroup, failScanLogGroup, watchLogGroup, stateMachineLogGroup } = scanner;
  const logGroups = [startScanLogGroup, pollTasksLogGroup, failScanLogGroup, watchLogGroup, stateMachineLogGroup].map(
    ({ logGroupName }) => stack.resolve(logGroupName),
  );
  for (const { Properties } of queries) expect(Properties.LogGroupNames).toEqual(logGroups);
  expect(queries[0]?.Properties.QueryString).toMatch(/filter @message like 'ID'\n\| sort @timestamp asc/);
  expect(queries[1]?.Properties.QueryString).toMatch(/filter ispresent\(errorName\) and level != 'DEBUG'/);
  expect(scanner.logQueries.map(({ node }) => node.id)).toEqual(['Lines', 'Errors']);
});

test('in another Region, everything on the dashboard is from the Region of the scanner', () => {
  const app = new App({ analyticsReporting: false });
  const stackIn = (region: string) =>
    new Stack(app, region, { env: { account: '111122223333', region }, crossRegionReferences: true });
  const there = stackIn('eu-west-1');
  new Dashboard(there, 'Dashboard', { widgets: scannerIn(stackIn('us-east-1')).dashboardWidgets() });
  const regions = widgetsOf(there).flatMap(({ type, properties: { metrics = [], region } }) => {
    if (type === 'log') return [region];
    const lines = metrics.map((line) => line.findLast((part) => typeof part === 'object') ?? {});
    // Except for a search, an expression has the Regions of the metrics that it uses.
    return lines
      .filter(({ expression = 'SEARCH' }) => expression.startsWith('SEARCH'))
      .map((options) => options.region);
  });
  expect(new Set(regions)).toEqual(new Set(['us-east-1']));
});
