import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { removeAssembly, runStack, synthesize } from './support/whole-scan';

const SCANS = 4;
const PEOPLE = Array.from({ length: SCANS }, (_, index) => `person-${index}@example.com`);
const LEAVER = 'leaver@example.com';
const TENANTS = ['SLACK', 'ZOOM', 'ASANA'];

let assemblyDir: string;
let stack: Awaited<ReturnType<typeof runStack>>;
let scans: Awaited<ReturnType<typeof stack.scan>>[];
let failing: Awaited<ReturnType<typeof stack.scan>>[];
let watch: Awaited<ReturnType<typeof stack.watch>>;

/** Scans, scans that fail, and a watch at once, with apps that are slow, where each function runs once at a time. */
beforeAll(async () => {
  assemblyDir = synthesize({
    scanTimeoutSeconds: '30',
    pollWindowSeconds: '1',
    longestWaitSeconds: '1',
    reservedConcurrentExecutions: '1',
  });
  stack = await runStack(assemblyDir);
  const access = (userStatus: string) =>
    TENANTS.map((app, index) => ({
      ...{ app, tenantId: 'T1', seconds: 0.5 + index },
      result: { resultStatus: 'COMPLETED', userId: 'U1', userStatus },
    }));
  stack.play({
    authorizations: TENANTS.map((app) => ({ app, tenantId: 'T1', tenantDisplayName: app })),
    users: [
      ...PEOPLE.map((email) => ({ email, access: access('active') })),
      { email: LEAVER, access: access('deactivated') },
    ],
  });
  [scans, failing, watch] = await Promise.all([
    Promise.all(PEOPLE.map((email) => stack.scan({ email }))),
    Promise.all([{}, { email: 'nobody' }].map((input) => stack.scan(input))),
    stack.watch({ email: LEAVER }),
  ]);
});

afterAll(async () => {
  await stack?.stop();
  removeAssembly(assemblyDir);
});

const detailTypes = (scanId: string) => stack.events(scanId).map(({ detailType }) => detailType);

it('refuses what is beyond the concurrency', async () => {
  const histories = await Promise.all(scans.map(({ scanId }) => stack.history(scanId)));
  const errors = histories.flat().map((event: HistoryEvent) => event.lambdaFunctionFailedEventDetails?.error);
  expect(errors).toContain('Lambda.TooManyRequestsException');
});

it('records and publishes every result, once', async () => {
  for (const { scanId, execution } of scans) {
    expect(execution.status).toBe('SUCCEEDED');
    expect(await stack.record(scanId)).toMatchObject({ status: 'COMPLETED', taskCount: TENANTS.length });
    const results = await stack.results(scanId);
    expect(results.map(({ status, access }) => [status, access])).toEqual(TENANTS.map(() => ['COMPLETED', 'OPEN']));
    expect(detailTypes(scanId)).toEqual([...TENANTS.map(() => 'User Access Result'), 'User Access Scan Completed']);
  }
});

it('records and publishes every failure, once', async () => {
  for (const { scanId, execution } of failing) {
    expect(execution).toMatchObject({ status: 'FAILED', error: 'InvalidScanRequest' });
    expect(await stack.record(scanId)).toMatchObject({ status: 'FAILED' });
    expect(detailTypes(scanId)).toEqual(['User Access Scan Failed']);
  }
});

it('ends the watch with what its scan found', async () => {
  expect(watch.execution.status).toBe('SUCCEEDED');
  const events = stack.published().filter(({ detail }) => detail.watchId === watch.watchId);
  expect(events.map(({ detailType }) => detailType)).toEqual([
    'User Access Watch Started',
    'User Access Watch Cleared',
  ]);
});
