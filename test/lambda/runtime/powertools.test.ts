import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { observeCalls } from '../../../lambda/runtime/calls';
import { FunctionTelemetry } from '../../../lambda/runtime/function-telemetry';
import { powertoolsSink } from '../../../lambda/runtime/powertools';
import { Dimension, METRIC_NAMESPACE, METRICS, type MetricKey } from '../../../lib/contract/metrics';

const SCANNER = 'Stack/Scanner';
const ALL = { Access: 'OPEN', Reason: 'RECONNECT', App: 'SLACK', Verdict: 'CLEAR' };
const subject = { scanId: 'scan', executionArn: 'arn:aws:states:::execution:scan', attempt: 2 };
const context = { awsRequestId: 'request-1', functionName: 'StartScan' };
const VARIABLES = ['POWERTOOLS_LOG_LEVEL', 'POWERTOOLS_LOGGER_SAMPLE_RATE', 'AWS_LAMBDA_LOG_LEVEL'];

let lines: string[];
beforeEach(() => {
  lines = [];
  const keep = (text: unknown) => lines.push(...String(text).trim().split('\n')) > 0;
  for (const stream of [process.stdout, process.stderr]) jest.spyOn(stream, 'write').mockImplementation(keep);
});
afterEach(() => {
  jest.restoreAllMocks();
  for (const name of VARIABLES) delete process.env[name];
});

/** What a function writes, in an environment. */
function written(environment: Readonly<Record<string, string>>, work: (telemetry: FunctionTelemetry) => void) {
  Object.assign(process.env, environment);
  const telemetry = new FunctionTelemetry(powertoolsSink(SCANNER), { now: () => 0 });
  telemetry.begin(subject, context);
  work(telemetry);
  telemetry.end();
  return lines.map((line) => JSON.parse(line) as Record<string, unknown> & { _aws: Record<string, unknown> });
}

const everyLevel = (telemetry: FunctionTelemetry) => {
  for (const level of ['debug', 'info', 'warn', 'error'] as const) telemetry.write(level, `A line of ${level}`);
};
const levelsOf = (all: ReturnType<typeof written>) => all.map(({ level }) => level);

describe('a line', () => {
  it('is one of JSON, and says what it is about, when, and in which invocation', () => {
    const [line] = written({}, (telemetry) => telemetry.info('Started', { pending: 2 }));
    expect(line).toMatchObject({
      ...{ level: 'INFO', message: 'Started', service: 'user-access', ...subject, pending: 2, durationMs: 0 },
      ...{ function_request_id: 'request-1', timestamp: expect.stringMatching(/^\d{4}-.*Z$/) },
    });
  });

  it('of one invocation says nothing about the one before', () => {
    const sink = powertoolsSink(SCANNER);
    sink.begin({ scanId: 'first', redriveCount: 3 }, context);
    sink.begin({ scanId: 'second' }, context);
    sink.write('info', 'Started', {});
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('"scanId":"second"');
    expect(lines[0]).not.toMatch(/first|redriveCount/);
  });
});

test('a call is one line, with the client and the operation', async () => {
  process.env.POWERTOOLS_LOG_LEVEL = 'DEBUG';
  const clock = { now: () => 0, sleep: async () => undefined };
  const client = new DynamoDBClient({
    ...{ region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' }, maxAttempts: 1 },
    endpoint: 'http://127.0.0.1:1',
  });
  observeCalls(client, 'DynamoDB', { telemetry: new FunctionTelemetry(powertoolsSink(SCANNER), clock), clock });
  await client.send(new ListTablesCommand()).catch(() => undefined);
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ message: 'Called', client: 'DynamoDB', operation: 'ListTables' });
});

describe('the level', () => {
  it('is INFO', () => {
    expect(levelsOf(written({}, everyLevel))).toEqual(['INFO', 'WARN', 'ERROR']);
  });

  it.each([
    ['DEBUG', ['DEBUG', 'INFO', 'WARN', 'ERROR']],
    ['WARN', ['WARN', 'ERROR']],
    ['CRITICAL', []],
  ])('is what the environment says: %s', (level, levels) => {
    expect(levelsOf(written({ POWERTOOLS_LOG_LEVEL: level }, everyLevel))).toEqual(levels);
  });

  it('is not what Lambda passes on', () => {
    const environment = { AWS_LAMBDA_LOG_LEVEL: 'DEBUG', POWERTOOLS_LOG_LEVEL: 'WARN' };
    expect(levelsOf(written(environment, everyLevel))).toEqual(['WARN', 'ERROR']);
  });

  it('is DEBUG in the invocations that are sampled, and their first line says so', () => {
    const all = written({ AWS_LAMBDA_LOG_LEVEL: 'DEBUG', POWERTOOLS_LOGGER_SAMPLE_RATE: '1' }, everyLevel);
    expect(levelsOf(all)).toEqual(['DEBUG', 'DEBUG', 'INFO', 'WARN', 'ERROR']);
  });
});

test('whether an invocation is sampled is drawn for each one', () => {
  process.env.POWERTOOLS_LOGGER_SAMPLE_RATE = '0.5';
  const sink = powertoolsSink(SCANNER);
  const sampled = Array.from({ length: 200 }, () => {
    lines = [];
    sink.begin(subject, context);
    sink.write('debug', 'A line', {});
    return lines.some((line) => line.includes('A line'));
  });
  expect(new Set(sampled).size).toBe(2);
});

describe('metrics', () => {
  const keys = Object.keys(METRICS) as MetricKey[];

  it.each(keys)('have their name, their unit and their dimensions, and no others: %s', (key) => {
    const { name, unit, dimensions } = METRICS[key];
    const all = written({}, (telemetry) => telemetry.measure(key, 3, ALL));
    expect(all).toHaveLength(dimensions.length);
    all.forEach(({ _aws, ...values }, index) => {
      const own = dimensions[index] ?? [];
      expect(_aws.CloudWatchMetrics).toEqual([
        { Namespace: METRIC_NAMESPACE, Dimensions: [own], Metrics: [{ Name: name, Unit: unit }] },
      ]);
      const given: Record<string, string> = { ...ALL, [Dimension.SCANNER]: SCANNER };
      expect(values).toEqual({ ...Object.fromEntries(own.map((each) => [each, given[each]])), [name]: 3 });
    });
  });

  it('with the same dimensions are in one line', () => {
    const all = written({}, (telemetry) => {
      telemetry.measure('polls', 2);
      telemetry.measure('results', 1, ALL);
      telemetry.measure('appFabricCalls', 3);
    });
    expect(all).toHaveLength(2);
    expect(all[0]).toMatchObject({ Polls: 2, AppFabricCalls: 3 });
    expect(all[1]).toMatchObject({ Access: 'OPEN', Results: 1 });
    expect(all[1]).not.toHaveProperty('Polls');
  });

  it('are written at every level', () => {
    expect(written({ POWERTOOLS_LOG_LEVEL: 'CRITICAL' }, (telemetry) => telemetry.measure('polls', 1))).toHaveLength(1);
  });

  it('are not written if there are none', () => {
    expect(written({}, () => undefined)).toEqual([]);
  });
});
