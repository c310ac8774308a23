import { setTimeout as sleep } from 'node:timers/promises';
import { metricsIn } from './support/telemetry';
import { removeAssembly, runStack, setVariables, synthesize } from './support/whole-scan';

const ANA = 'ana@example.com';
const users = [
  {
    email: ANA,
    access: [{ app: 'SLACK', tenantId: 'T1', seconds: 0.1, result: { resultStatus: 'COMPLETED', userId: 'U1' } }],
  },
];

let assemblyDir: string;
let stack: Awaited<ReturnType<typeof runStack>>;

/** The synthesized stack, with other variables of some functions. */
async function start(...variables: [Record<string, string>, string?][]) {
  assemblyDir = synthesize({ pollWindowSeconds: '1', longestWaitSeconds: '1' });
  for (const [values, prefix] of variables) setVariables(assemblyDir, values, prefix);
  stack = await runStack(assemblyDir);
}

afterEach(async () => {
  await stack?.stop();
  removeAssembly(assemblyDir);
});

/** The lines about a scan, without the metrics. */
const linesOf = (id: string) =>
  stack.logs
    .filter((line) => line.startsWith('{"level"'))
    .map((line) => JSON.parse(line))
    .filter(({ scanId }) => scanId === id);

const names = () => metricsIn(stack.logs).map(({ name }) => name);

test('a state that is retried says which attempt it is', async () => {
  await start();
  const faults = { throttle: { first: 6, operations: ['StartUserAccessTasks'] } };
  stack.play({ users, faults });
  const { scanId, execution } = await stack.scan({ email: ANA });
  expect(execution.status).toBe('SUCCEEDED');
  const about = { scanId, executionArn: execution.executionArn };
  expect(linesOf(scanId)).toMatchObject([
    { level: 'WARN', message: 'The step failed', ...about, attempt: 1, errorName: 'AppFabricUnavailable' },
    { level: 'WARN', message: 'The step failed', ...about, attempt: 2, errorName: 'AppFabricUnavailable' },
    { level: 'INFO', message: 'Started', ...about, attempt: 3, pending: 1 },
    { level: 'INFO', message: 'Polled', ...about, attempt: 3, done: true, pending: 0 },
  ]);
  for (const { durationMs } of linesOf(scanId)) expect(durationMs).toBeGreaterThan(0);
  expect(names()).toContain('AppFabricThrottles');
});

test('events that EventBridge refuses are counted', async () => {
  const eventBus = 'arn:aws:events:us-east-1:111122223333:event-bus/gone';
  await start([{ EVENT_BUS_ARN: eventBus }, 'ScannerStartScan']);
  stack.play({ users });
  await stack.start({ email: ANA });
  while (!names().includes('EventsRefused')) await sleep(50);
});
