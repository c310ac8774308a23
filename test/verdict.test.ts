import { removeAssembly, runStack, synthesize } from './support/whole-scan';

/** Six ways in which a correct scan was read as an all-clear, each with the whole stack and a local AppFabric. */

let assemblyDir: string;
let stack: Awaited<ReturnType<typeof runStack>>;

beforeAll(async () => {
  assemblyDir = synthesize({ scanTimeoutSeconds: '30', pollWindowSeconds: '10', longestWaitSeconds: '1' });
  stack = await runStack(assemblyDir);
});

afterAll(async () => {
  await stack?.stop();
  removeAssembly(assemblyDir);
});

type Item = Record<string, unknown>;

const SLACK = { app: 'SLACK', tenantId: 'T1' };
const ZOOM = { app: 'ZOOM', tenantId: 'z-1' };
const found = (userStatus?: string) => ({ resultStatus: 'COMPLETED', userId: 'U1', userStatus });
const failed = (errorMessage: string) => ({ resultStatus: 'FAILED', taskError: { errorCode: 'E', errorMessage } });
const REVOKED = 'The authorization token was revoked. Connect the app authorization for the application.';

/** Scans a person, about whom AppFabric returns these results, and reads what everybody sees of it. */
async function scan(email: string, authorizations: object[], results: Record<string, object> = {}) {
  const access = [SLACK, ZOOM].flatMap((tenant) => {
    const result = results[tenant.app];
    return result === undefined ? [] : [{ ...tenant, seconds: 0, result }];
  });
  stack.play({ authorizations, defaultSeconds: 0, users: [{ email, access }] });
  const { scanId, execution } = await stack.scan({ email });
  const record = (await stack.record(scanId)) as Item;
  const event = stack.events(scanId).at(-1)?.detail as Item;
  const standings = (await stack.standing(email)) as Item[];
  const output = JSON.parse(execution.output ?? '{}') as Item;
  const person = (await stack.person(email)) as Item;
  const seen = { record, event, output, person };
  // Everywhere the same.
  for (const each of Object.values(seen)) {
    for (const field of ['verdict', 'confirmed', 'coverage', 'accessCounts'])
      expect(each[field]).toEqual(record[field]);
  }
  for (const field of ['open', 'unknown']) expect(event[field]).toEqual(record[field]);
  return { scanId, standings, results: (await stack.results(scanId)) as Item[], ...seen };
}

it('1. an app that is no longer connected does not disappear', async () => {
  await scan('one@example.com', [SLACK, ZOOM], { SLACK: found('ACTIVE') });
  const { record } = await scan('one@example.com', [ZOOM]);
  expect(record).toMatchObject({
    verdict: 'OPEN',
    confirmed: false,
    coverage: { counted: 2, asked: 1, answered: 1 },
    accessCounts: { OPEN: 0, BLOCKED: 0, NONE: 1, UNKNOWN: 1 },
    open: [{ ...SLACK, userStatus: 'ACTIVE', confirmed: false }],
    unknown: [{ ...SLACK, reason: 'NOT_ASKED', lastAccess: 'OPEN' }],
  });
  const other = await scan('other@example.com', [{ ...SLACK, status: 'TokenAutoRotationFailed' }, ZOOM]);
  expect(other.record).toMatchObject({
    verdict: 'UNKNOWN',
    unknown: [{ ...SLACK, reason: 'NOT_ASKED', authorizationStatus: 'TokenAutoRotationFailed' }],
  });
});

it('2. a suspended account is no access', async () => {
  const { record, standings } = await scan('two@example.com', [SLACK, ZOOM], {
    SLACK: found('deactivated'),
    ZOOM: found('Inactive'),
  });
  expect(record).toMatchObject({ verdict: 'CLEAR', confirmed: true, accountsFound: 2, accessCounts: { BLOCKED: 2 } });
  expect(standings).toMatchObject([{ access: 'BLOCKED' }, { access: 'BLOCKED' }]);
  const invited = await scan('two@example.com', [SLACK], { SLACK: found('invited') });
  expect(invited.record).toMatchObject({ verdict: 'OPEN', open: [{ ...SLACK, userStatus: 'invited' }] });
});

it('3. an absent account is no failure, however AppFabric says it', async () => {
  const email = 'three@example.com';
  const { record, results } = await scan(email, [SLACK, ZOOM], { SLACK: failed('The user not found') });
  expect(record).toMatchObject({ verdict: 'NOT_FOUND', confirmed: true, unknown: [] });
  for (const result of results) expect(result).toMatchObject({ access: 'NONE', accountFound: false });
  stack.play({
    authorizations: [SLACK],
    users: [{ email, access: [{ ...SLACK, startError: { errorCode: 'USER_NOT_FOUND', errorMessage: 'Nobody.' } }] }],
  });
  const { scanId } = await stack.scan({ email });
  expect(await stack.record(scanId)).toMatchObject({ verdict: 'NOT_FOUND', unknown: [], counts: { FAILED: 1 } });
});

it('4. one fact has one answer, and 5. what nobody knows is not false', async () => {
  await scan('four@example.com', [SLACK], { SLACK: found('ACTIVE') });
  const { standings, results, record, scanId } = await scan('four@example.com', [SLACK], { SLACK: failed(REVOKED) });
  expect(standings).toMatchObject([
    {
      access: 'OPEN',
      accountFound: true,
      userStatus: 'ACTIVE',
      confirmed: false,
      reason: 'RECONNECT',
      status: 'FAILED',
    },
  ]);
  expect(record).toMatchObject({ verdict: 'OPEN', confirmed: false, unknown: [{ ...SLACK, reason: 'RECONNECT' }] });
  const event = stack.events(scanId).find(({ detailType }) => detailType === 'User Access Result')?.detail;
  for (const unanswered of [results[0], event]) {
    expect(unanswered).toMatchObject({ access: 'UNKNOWN', reason: 'RECONNECT', status: 'FAILED' });
    expect(unanswered).not.toHaveProperty('accountFound');
  }
});

it('6. a mistyped address gets no clean bill', async () => {
  const { person } = await scan('tpyo@example.com', [SLACK, ZOOM]);
  expect(person).toMatchObject({ verdict: 'NOT_FOUND', accessCounts: { NONE: 2 }, statusPk: 'VERDICT#NOT_FOUND' });
});

it('a scan that asked nothing is UNKNOWN', async () => {
  const nothing = await scan('nothing@example.com', [{ ...SLACK, status: 'PendingConnect' }]);
  expect(nothing.record).toMatchObject({
    status: 'COMPLETED',
    verdict: 'UNKNOWN',
    taskCount: 0,
    coverage: { counted: 1, asked: 0, answered: 0 },
  });
  expect((await scan('nothing@example.com', [])).record).toMatchObject({ verdict: 'UNKNOWN', unknown: [] });
});

it('a list of app authorizations that AppFabric denies makes the verdict UNKNOWN, and ends no scan', async () => {
  const email = 'denied@example.com';
  stack.play({ authorizations: [SLACK], defaultSeconds: 0, faults: { deny: 'ListAppAuthorizations' } });
  const { scanId, execution } = await stack.scan({ email });
  expect(execution.status).toBe('SUCCEEDED');
  expect(await stack.record(scanId)).toMatchObject({
    verdict: 'UNKNOWN',
    confirmed: false,
    unknown: [],
    authorizationsError: expect.stringMatching(/^AccessDeniedException, HTTP 403, request /),
  });
});

it('a scan that is refused for its input keeps its trigger', async () => {
  const trigger = { id: 'event-1', source: 'com.example.hr', time: '2026-11-28T08:00:00Z' };
  const { scanId } = await stack.scan({ email: 'not an address', trigger });
  expect(await stack.record(scanId)).toMatchObject({ status: 'FAILED', trigger });
  expect(stack.events(scanId).at(-1)?.detail).toMatchObject({ trigger, error: { name: 'InvalidScanRequest' } });
});
