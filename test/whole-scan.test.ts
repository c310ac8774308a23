import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { METRICS } from '../lib/contract/metrics';
import { violations } from '../simulator/checkers/event-schemas';
import { metricsIn } from './support/telemetry';
import { removeAssembly, runStack, setVariables, synthesize } from './support/whole-scan';

let assemblyDir: string;
let stack: Awaited<ReturnType<typeof runStack>>;

beforeAll(async () => {
  // A window of one second and waits of one: a scan here goes through several turns of the state machine.
  assemblyDir = synthesize({
    scanTimeoutSeconds: '4',
    pollWindowSeconds: '1',
    longestWaitSeconds: '1',
  });
  setVariables(assemblyDir, { POWERTOOLS_LOG_LEVEL: 'DEBUG' });
  stack = await runStack(assemblyDir);
});

afterAll(async () => {
  await stack?.stop();
  removeAssembly(assemblyDir);
});

const ANA = 'ana@example.com';
const tenant = (app: string, tenantId: string) => ({ app, tenantId, tenantDisplayName: `${app} of Example` });
const found = (userId: string, userStatus = 'ACTIVE') => ({ resultStatus: 'COMPLETED', userId, userStatus });
const apps = (results: Record<string, unknown>[]) => results.map(({ app }) => app).sort();
const statuses = (results: Record<string, unknown>[]) => Object.fromEntries(results.map((r) => [r.app, r.status]));

describe('a scan of a person', () => {
  it('records one result for every app and publishes each of them', async () => {
    stack.play({
      authorizations: [tenant('SLACK', 'T1'), tenant('ZOOM', 'z-1'), tenant('ASANA', 'a-1'), tenant('JIRA', 'j-1')],
      defaultSeconds: 0.1,
      users: [
        {
          email: ANA,
          access: [
            { app: 'SLACK', tenantId: 'T1', seconds: 0.1, result: found('U1') },
            { app: 'ZOOM', tenantId: 'z-1', startError: { errorCode: 'NOT_CONNECTED', errorMessage: 'Connect it.' } },
            {
              app: 'ASANA',
              tenantId: 'a-1',
              seconds: 0.6,
              result: { resultStatus: 'FAILED', taskError: { errorCode: 'DENIED', errorMessage: 'No.' } },
            },
            { app: 'BOX', tenantId: 'b-1', seconds: 1.5, result: { resultStatus: 'EXPIRED' } },
          ],
        },
      ],
    });

    const { scanId, execution } = await stack.scan({ email: ANA });

    expect(execution.status).toBe('SUCCEEDED');
    const results = await stack.results(scanId);
    expect(statuses(results)).toEqual({
      SLACK: 'COMPLETED',
      ZOOM: 'FAILED',
      ASANA: 'FAILED',
      BOX: 'EXPIRED',
      JIRA: 'COMPLETED',
    });
    expect(results.find(({ app }) => app === 'SLACK')).toMatchObject({ access: 'OPEN', userId: 'U1', email: ANA });
    expect(results.find(({ app }) => app === 'JIRA')).toMatchObject({ access: 'NONE', accountFound: false });
    expect(results.find(({ app }) => app === 'ZOOM')).toMatchObject({
      error: { errorCode: 'NOT_CONNECTED', errorMessage: 'Connect it.' },
    });
    expect(await stack.record(scanId)).toMatchObject({
      status: 'COMPLETED',
      taskCount: 5,
      counts: { COMPLETED: 2, FAILED: 2, EXPIRED: 1, TIMED_OUT: 0 },
      accountsFound: 1,
    });

    const events = stack.events(scanId);
    const ids = events.map(({ detail }) => detail.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(apps(events.filter((e) => e.detailType === 'User Access Result').map((e) => e.detail))).toEqual(
      apps(results),
    );
    const completed = events.at(-1);
    expect(completed?.detailType).toBe('User Access Scan Completed');
    expect(completed?.detail).toMatchObject({ version: '1', id: `completed:${scanId}`, email: ANA, taskCount: 5 });
    expect(apps(completed?.detail.unknown as Record<string, unknown>[])).toEqual(['ASANA', 'BOX', 'ZOOM']);
  });

  it('answers the questions of the table', async () => {
    stack.play({
      defaultSeconds: 0.1,
      users: [
        { email: 'five@example.com', access: [{ app: 'FIVE', tenantId: 'f#1', seconds: 0, result: found('F1') }] },
      ],
    });
    const first = await stack.scan({ email: 'five@example.com' });
    const second = await stack.scan({ email: 'five@example.com' });

    expect(await stack.standing('five@example.com')).toMatchObject([
      { app: 'FIVE', tenantId: 'f#1', scanId: second.scanId },
    ]);
    expect(await stack.results(first.scanId)).toHaveLength(1);
    expect(await stack.accounts('FIVE')).toMatchObject([
      { email: 'five@example.com', appSk: 'TENANT#f%231#five@example.com' },
    ]);
    const history = await stack.personHistory('five@example.com');
    expect(history.map(({ scanId, status }) => [scanId, status])).toEqual([
      [first.scanId, 'COMPLETED'],
      [second.scanId, 'COMPLETED'],
    ]);
    expect(await stack.person('five@example.com')).toMatchObject({ verdict: 'OPEN', scanId: second.scanId });
    const completed = await stack.inState('COMPLETED');
    expect(completed.map(({ scanId }) => scanId)).toEqual(expect.arrayContaining([first.scanId, second.scanId]));
  });

  it('keeps an account in sight when a later scan has no answer, and lets go of it when a later one finds none', async () => {
    const email = 'later@example.com';
    const answering = (result: object) =>
      stack.play({ users: [{ email, access: [{ app: 'LATER', tenantId: 'l', seconds: 0, result }] }] });
    answering(found('L1'));
    const first = await stack.scan({ email });
    answering({ resultStatus: 'FAILED', taskError: { errorCode: 'X', errorMessage: 'Y' } });
    const second = await stack.scan({ email });

    expect(await stack.standing(email)).toMatchObject([
      {
        status: 'FAILED',
        scanId: second.scanId,
        lastAnswer: { accountFound: true, scanId: first.scanId, userId: 'L1' },
      },
    ]);
    expect(await stack.accounts('LATER')).toHaveLength(1);

    answering({ resultStatus: 'COMPLETED' });
    await stack.scan({ email });
    expect(await stack.standing(email)).toMatchObject([{ status: 'COMPLETED', lastAnswer: { accountFound: false } }]);
    expect(await stack.accounts('LATER')).toHaveLength(0);
  });

  it('knows a person by the address in lower case, and asks AppFabric with the address as it was written', async () => {
    stack.play({
      users: [
        { email: 'Mixed.Case@Example.com', access: [{ app: 'CASE', tenantId: 'c', seconds: 0, result: found('C1') }] },
      ],
    });
    const { scanId } = await stack.scan({ email: 'MIXED.case@example.COM' });
    expect(await stack.standing('mixed.case@example.com')).toMatchObject([{ app: 'CASE', accountFound: true, scanId }]);
    expect(stack.events(scanId).map(({ detail }) => detail.email)).toEqual([
      'mixed.case@example.com',
      'mixed.case@example.com',
    ]);
  });

  it('records as TIMED_OUT what is never answered, and completes', async () => {
    const email = 'slow@example.com';
    stack.play({
      faults: { shuffle: true, duplicate: true, extra: true },
      users: [
        {
          email,
          access: [
            { app: 'MISSING', tenantId: '1', missing: true },
            { app: 'UNKNOWN', tenantId: '2', seconds: 0, result: { resultStatus: 'PAUSED' } },
            {
              app: 'BACK',
              tenantId: '3',
              seconds: 0,
              result: found('B1'),
              changes: [{ afterSeconds: 1, result: { resultStatus: 'EXPIRED' } }],
            },
          ],
        },
      ],
    });
    const { scanId, execution } = await stack.scan({ email });
    expect(execution.status).toBe('SUCCEEDED');
    expect(statuses(await stack.results(scanId))).toEqual({
      MISSING: 'TIMED_OUT',
      UNKNOWN: 'TIMED_OUT',
      BACK: 'COMPLETED',
    });
    expect(stack.events(scanId).at(-1)?.detail).toMatchObject({ counts: { COMPLETED: 1, TIMED_OUT: 2 } });
  });

  it('continues through throttling and internal errors', async () => {
    const endpoint = stack.play({
      faults: { throttle: { first: 1, retryAfterSeconds: 1 }, internalError: { every: 2 } },
      users: [{ email: ANA, access: [{ app: 'SLACK', tenantId: 'T1', seconds: 0.2, result: found('U1') }] }],
    });
    const { scanId, execution } = await stack.scan({ email: ANA });
    expect(execution.status).toBe('SUCCEEDED');
    expect(statuses(await stack.results(scanId))).toEqual({ SLACK: 'COMPLETED' });
    expect(endpoint.requests.filter(({ status }) => status === 429)).not.toHaveLength(0);
  });

  it('polls without failing, and carries ids between the states, never results', async () => {
    stack.play({
      users: [{ email: ANA, access: [{ app: 'SLACK', tenantId: 'T1', seconds: 2.5, result: found('U-secret') }] }],
    });
    const { scanId } = await stack.scan({ email: ANA });
    const history = await stack.history(scanId);
    const entered = history.flatMap(({ stateEnteredEventDetails }) => stateEnteredEventDetails?.name ?? []);
    expect(entered.filter((name) => name === 'PollTasks').length).toBeGreaterThan(0);
    expect(history.filter(({ type }) => /Failed|TimedOut|Aborted/.test(type ?? ''))).toEqual([]);
    expect(JSON.stringify(history)).not.toContain('U-secret');
  });
});

describe('a scan of task ids', () => {
  it('files every result under the person that AppFabric names', async () => {
    const endpoint = stack.play({
      users: ['one@example.com', 'Two@example.com'].map((email) => ({
        email,
        access: [{ app: 'IDS', tenantId: 'i', seconds: 0.1, result: found(email) }],
      })),
    });
    const taskIds = [...endpoint.seedTasks('one@example.com'), ...endpoint.seedTasks('two@example.com')];
    const { scanId } = await stack.scan({ taskIds: [...taskIds, taskIds[0]] });

    expect(await stack.results(scanId)).toHaveLength(2);
    for (const email of ['one@example.com', 'two@example.com']) {
      expect(await stack.standing(email)).toMatchObject([{ app: 'IDS', accountFound: true, scanId }]);
      expect(await stack.personHistory(email)).toMatchObject([
        { scanId, status: 'COMPLETED', taskCount: 1, accountsFound: 1 },
      ]);
    }
    expect(endpoint.requests.every(({ operation }) => operation === 'BatchGetUserAccessTasks')).toBe(true);
  });

  it('asks for at most 50 tasks a call', async () => {
    const endpoint = stack.play({
      users: [{ email: ANA, access: [{ app: 'MANY', tenantId: 'm', seconds: 0, result: found('M') }] }],
    });
    const taskIds = Array.from({ length: 120 }, () => endpoint.seedTasks(ANA)).flat();
    const { scanId } = await stack.scan({ taskIds });
    expect(endpoint.requests.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await stack.results(scanId)).toHaveLength(120);
  });

  it('says whose task timed out, where AppFabric told so before', async () => {
    const endpoint = stack.play({
      users: [{ email: ANA, access: [{ app: 'HANGING', tenantId: 'h', seconds: 999, result: found('H') }] }],
    });
    const { scanId } = await stack.scan({ taskIds: endpoint.seedTasks(ANA) });
    expect(await stack.results(scanId)).toMatchObject([
      { status: 'TIMED_OUT', app: 'HANGING', tenantId: 'h', email: ANA },
    ]);
  });
});

describe('a scan that cannot continue', () => {
  it.each([
    [
      'access is denied',
      { deny: 'StartUserAccessTasks' },
      'AppFabricAccessDenied',
      'Allow appfabric:StartUserAccessTasks',
    ],
    [
      'access is denied to the results',
      { deny: 'BatchGetUserAccessTasks' },
      'AppFabricAccessDenied',
      'BatchGetUserAccessTasks',
    ],
    ['the app bundle is gone', { appBundleMissing: true }, 'AppBundleNotFound', 'Check that the app bundle'],
  ])('fails once where %s, and says what to do', async (_, faults, error, advice) => {
    const users = [
      { email: 'fail@example.com', access: [{ app: 'SLACK', tenantId: 'T', seconds: 0, result: found('U') }] },
    ];
    const endpoint = stack.play({ faults, users });
    const { scanId, execution } = await stack.scan({ email: 'fail@example.com' });

    expect(execution).toMatchObject({ status: 'FAILED', error });
    expect(execution.cause).toContain(advice);
    expect(await stack.record(scanId)).toMatchObject({
      status: 'FAILED',
      email: 'fail@example.com',
      error: { name: error },
    });
    expect(stack.events(scanId)).toMatchObject([
      { detailType: 'User Access Scan Failed', detail: { error: { name: error } } },
    ]);
    const failed = endpoint.requests.filter((request) => request.status >= 400);
    expect(failed.filter(({ operation }) => operation !== 'ListAppAuthorizations')).toHaveLength(1);
    expect(JSON.stringify(execution.cause)).not.toContain('fail@example.com');
  });

  it('continues where it stopped when the cause is fixed and the execution is redriven', async () => {
    const email = 'redrive@example.com';
    const users = [{ email, access: [{ app: 'SLACK', tenantId: 'T', seconds: 0, result: found('U') }] }];
    stack.play({ faults: { deny: true }, users });
    const { scanId, execution } = await stack.scan({ email });
    expect(execution.status).toBe('FAILED');

    stack.play({ users });
    expect((await stack.redrive(scanId)).status).toBe('SUCCEEDED');
    expect(await stack.record(scanId)).toMatchObject({ status: 'COMPLETED', counts: { COMPLETED: 1 } });
    expect((await stack.record(scanId))?.error).toBeUndefined();
    expect(await stack.personHistory(email)).toMatchObject([{ status: 'COMPLETED', accountsFound: 1 }]);
  });

  it.each([
    ['a string', 'ana@example.com'],
    ['a list', ['ana@example.com']],
    ['nothing', {}],
    ['both', { email: ANA, taskIds: ['1b2c3d4e-0000-4000-8000-000000000001'] }],
    ['an address without a domain', { email: 'ana' }],
    ['an address that is too long', { email: `${'a'.repeat(320)}@example.com` }],
    ['an address that is no string', { email: 7 }],
    ['no ids', { taskIds: [] }],
    ['an id that is no UUID', { taskIds: ['1b2c3d4e-0000-4000-8000-000000000001', 'x'] }],
    ['too many ids', { taskIds: Array(2001).fill('1b2c3d4e-0000-4000-8000-000000000001') }],
    ['an unknown field', { email: ANA, tenant: 'T1' }],
    ['an unfinished trigger', { email: ANA, trigger: { id: 'e-1' } }],
  ])('refuses %s before anything is started', async (_, input) => {
    const endpoint = stack.play({ authorizations: [tenant('SLACK', 'T1')] });
    const { scanId, execution } = await stack.scan(input);
    expect(execution).toMatchObject({ status: 'FAILED', error: 'InvalidScanRequest' });
    expect(endpoint.requests).toEqual([]);
    expect(await stack.results(scanId)).toEqual([]);
    expect(stack.events(scanId)).toMatchObject([{ detailType: 'User Access Scan Failed' }]);
  });
});

describe('an execution under the name of a scan that is recorded already', () => {
  const users = [{ email: ANA, access: [{ app: 'SLACK', tenantId: 'T', seconds: 0, result: found('U') }] }];
  const [started, other] = ['ana@example.com', 'somebody.else@example.com'];

  it.each([
    ['of another person', { email: other }],
    ['with an input that is not valid', { email: 'nobody' }],
  ])('fails and leaves the scan as it was: %s', async (_, input) => {
    // Names are free again after 90 days, records stay for a year: a second stack on the same table brings that forward.
    const dataDir = mkdtempSync(join(tmpdir(), 'whole-scan-data-'));
    const first = await runStack(assemblyDir, dataDir);
    first.play({ users });
    await first.scan({ email: started }, 'taken');
    const before = [await first.record('taken'), await first.results('taken')];
    await first.stop();

    const second = await runStack(assemblyDir, dataDir);
    const endpoint = second.play({ users });
    const { execution } = await second.scan(input, 'taken');
    const after = [await second.record('taken'), await second.results('taken')];
    await second.stop();
    rmSync(dataDir, { recursive: true });

    expect(execution).toMatchObject({ status: 'FAILED', error: 'InvalidScanRequest' });
    expect(endpoint.requests).toEqual([]);
    expect(after).toEqual(before);
  });
});

describe('a trigger', () => {
  const trigger = (id: string) => ({ id, source: 'com.example.hr', time: '2026-11-22T10:00:00Z' });
  const users = [{ email: ANA, access: [{ app: 'SLACK', tenantId: 'T', seconds: 0, result: found('U') }] }];

  it('that is delivered twice makes one scan', async () => {
    const endpoint = stack.play({ users });
    const first = await stack.scan({ email: ANA, trigger: trigger('event-1') });
    const second = await stack.scan({ email: 'ANA@example.com', trigger: trigger('event-1') });

    expect(second.execution.status).toBe('SUCCEEDED');
    expect(JSON.parse(second.execution.output ?? '')).toEqual({
      scanId: second.scanId,
      status: 'DUPLICATE',
      duplicateOf: first.scanId,
      ownerStatus: 'COMPLETED',
      done: true,
    });
    expect(await stack.record(second.scanId)).toBeUndefined();
    expect(endpoint.requests.filter(({ operation }) => operation === 'StartUserAccessTasks')).toHaveLength(1);
    expect(await stack.record(first.scanId)).toMatchObject({ trigger: trigger('event-1') });
  });

  it('that asks for two people makes two scans', async () => {
    stack.play({ users, authorizations: [tenant('SLACK', 'T')] });
    await stack.scan({ email: ANA, trigger: trigger('event-2') });
    const other = await stack.scan({ email: 'other@example.com', trigger: trigger('event-2') });
    expect(await stack.record(other.scanId)).toMatchObject({ status: 'COMPLETED' });
  });

  it('whose scan failed is free for the next delivery', async () => {
    stack.play({ users, faults: { deny: true } });
    await stack.scan({ email: ANA, trigger: trigger('event-3') });
    stack.play({ users });
    const again = await stack.scan({ email: ANA, trigger: trigger('event-3') });
    expect(await stack.record(again.scanId)).toMatchObject({ status: 'COMPLETED' });
  });
});

it('records what changed since the last scan, and publishes it', async () => {
  const email = 'changing@example.com';
  const play = (slack: object, zoom: object) =>
    stack.play({
      authorizations: [tenant('SLACK', 'T1'), tenant('ZOOM', 'z-1')],
      defaultSeconds: 0.1,
      users: [
        {
          email,
          access: [
            { app: 'SLACK', tenantId: 'T1', seconds: 0.1, result: slack },
            { app: 'ZOOM', tenantId: 'z-1', seconds: 0.1, result: zoom },
          ],
        },
      ],
    });
  play(found('U1'), found('Z1', 'active'));
  const first = await stack.scan({ email });
  expect(await stack.personChanges(email)).toEqual([]);
  play({ resultStatus: 'COMPLETED' }, { resultStatus: 'FAILED', taskError: { errorCode: '503' } });
  const second = await stack.scan({ email });
  const changes = await stack.personChanges(email);
  const from = { scanId: first.scanId, access: 'OPEN' };
  expect(changes).toMatchObject([{ app: 'SLACK', kind: 'REMOVED', from, to: { scanId: second.scanId } }]);
  expect(await stack.appChanges('SLACK', String(changes[0]?.to.recordedAt))).toEqual(changes);
  expect(await stack.appChanges('SLACK', '2999')).toEqual([]);
  const events = stack.events(second.scanId).filter(({ detailType }) => detailType === 'User Access Changed');
  expect(events.map(({ detail }) => detail)).toMatchObject([{ id: changes[0]?.id, kind: 'REMOVED', email, from }]);
  expect(stack.events(first.scanId).map(({ detailType }) => detailType)).not.toContain('User Access Changed');
});

it('says which app authorization has to be connected again, although AppFabric starts no task for it', async () => {
  stack.play({
    authorizations: [tenant('SLACK', 'T1'), { ...tenant('ZOOM', 'z-1'), status: 'TokenAutoRotationFailed' }],
    defaultSeconds: 0.1,
    users: [{ email: ANA, access: [] }],
  });
  const { scanId } = await stack.scan({ email: ANA });
  const zoom = { app: 'ZOOM', reason: 'NOT_ASKED', authorizationStatus: 'TokenAutoRotationFailed' };
  expect((await stack.record(scanId))?.unknown).toEqual(expect.arrayContaining([expect.objectContaining(zoom)]));
});

it('publishes nothing but what the schemas of its events describe', () => {
  const ours = stack.published().filter(({ source }) => source === 'cdk-appfabric-user-access');
  expect(ours.length).toBeGreaterThan(100);
  expect(ours.flatMap(violations)).toEqual([]);
});

it('writes no personal data to the logs, not even where it explains what it does', () => {
  const { logs, personal } = stack;
  expect(logs.filter((line) => line.includes('"level":"DEBUG"')).length).toBeGreaterThan(100);
  expect(personal.size).toBeGreaterThan(20);
  expect(logs.flatMap((line) => personal.in(line))).toEqual([]);
});

describe('the metrics of all these scans', () => {
  // The local bus refuses nothing here, and whole-watch.test.ts has a watch. telemetry.test.ts has the rest.
  const isElsewhere = (name: string) => name.startsWith('Watches') || /^(AppFabricThrottles|EventsRefused)$/.test(name);
  const emitted = () =>
    new Set(metricsIn(stack.logs).map(({ name, dimensions }) => `${name} by ${dimensions.join(', ')}`));

  it.each(
    Object.values(METRICS)
      .filter(({ name }) => !isElsewhere(name))
      .flatMap(({ name, dimensions }) => dimensions.map((own) => `${name} by ${own.join(', ')}`)),
  )('have %s', (metric) => {
    expect([...emitted()]).toContain(metric);
  });
});
