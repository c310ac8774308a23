import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { triggerKey } from '../../lib/contract/keys';
import { ANA, type Execution, forgettingByHand, JUST_NOW } from '../support/forgetting-by-hand';
import { ServiceError } from '../support/services-by-hand';
import { personItem, scanItem, taskItem } from '../support/table-items';

/** How `forget` finds executions that the table does not know, by their input. */
let by: Awaited<ReturnType<typeof forgettingByHand>>;

beforeEach(async () => {
  by = await forgettingByHand();
});
afterEach(() => by.stop());

const MINUTE = 60;
const DAY = 86_400;
const BO = 'bo@example.com';
const startedAt = new Date(JUST_NOW).toISOString();
const running = (input: object): Execution => ({ status: 'RUNNING', input });
/** An execution that ended without success, so long ago that whatever records that is late. */
const failed = (input: object, ago = 20 * MINUTE): Execution => ({
  ...{ status: 'FAILED', startDate: JUST_NOW / 1000 - ago, stopDate: JUST_NOW / 1000 - ago, input },
});
const asked = (operation: string) =>
  by.state.requests.filter((request) => request.operation === operation).map(({ input }) => input);

test('executions on every page are found, watches and scans, and stopped in this order', async () => {
  by.state.pageSize = 2;
  for (const n of [1, 2, 3, 4]) by.state.executions[`Scans other-${n}`] = running({ email: BO });
  by.state.executions['Scans own'] = running({ email: 'Ana@Example.com' });
  by.state.executions['Watches own'] = running({ email: 'ANA@example.com', dueInSeconds: 60 });
  by.state.executions['Watches other'] = running({ email: BO });
  const { code, stdout } = await by.forget(undefined, '--json');
  expect([code, by.state.stopped]).toEqual([0, ['Watches own', 'Scans own']]);
  expect(JSON.parse(stdout)).toMatchObject({ stoppedScans: ['own'], stoppedWatches: ['own'] });
});

test('each input is read once, and not those of scans whose person the table says', async () => {
  await by.put(personItem(ANA, 1), scanItem('recorded', 1, { email: BO, status: 'RUNNING', startedAt }));
  by.state.executions['Scans recorded'] = running({ email: BO });
  by.state.executions['Watches other'] = running({ email: BO });
  expect((await by.forget()).code).toBe(0);
  expect(asked('DescribeExecution')).toHaveLength(1);
});

test('an execution that has the name of an earlier scan of somebody else is read, and stopped', async () => {
  await by.put(scanItem('own', 1, { email: BO }));
  by.state.executions['Scans own'] = running({ email: ANA });
  expect([(await by.forget()).code, by.state.stopped]).toEqual([0, ['Scans own']]);
  expect(await by.items()).toEqual([scanItem('own', 1, { email: BO })]);
});

test('executions are read although Step Functions throttles', async () => {
  await by.put(personItem(ANA, 1));
  for (const n of [1, 2, 3]) by.state.executions[`Scans other-${n}`] = running({ email: BO });
  let refusals = 0;
  by.state.onRequest = ({ operation, input }) => {
    const isRefused = operation === 'DescribeExecution' && /:other-1$/.test(String(input.executionArn));
    return isRefused && refusals++ < 3 ? new ServiceError('ThrottlingException', 'Rate exceeded') : undefined;
  };
  expect([(await by.forget()).code, refusals]).toEqual([0, 4]);
});

test('a scan of task ids that has not recorded anything yet is waited for, and can be about somebody else', async () => {
  await by.put(personItem(ANA, 1));
  by.state.executions['Scans shared'] = running({ taskIds: ['t-1'] });
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 1000);
  const { code, stderr } = await by.forget({ signal: controller.signal, terminal: { columns: 200 } });
  expect([code, by.state.stopped, (await by.items()).length]).toEqual([130, [], 1]);
  expect(stderr).toContain('Waiting for a scan of task ids, which can be about other people, too');
  by.state.executions['Scans shared'] = { status: 'SUCCEEDED' };
  by.state.executions['Scans failed'] = failed({ taskIds: ['t-1'] }, MINUTE);
  expect([(await by.forget()).code, await by.items()]).toEqual([0, []]);
});

test('if there is nothing but such a scan, that is said', async () => {
  by.state.executions['Scans shared'] = running({ taskIds: ['t-1'] });
  by.state.executions['Scans failed'] = failed({ taskIds: ['t-1'] });
  const { code, stderr } = await by.forget();
  expect(code).toBe(1);
  expect(stderr).toContain('These scans of task ids run, and may still find this person: shared. Run');
});

test('a stopped execution whose end does not come into the table is reported: it can be the wrong table', async () => {
  by.state.executions['Scans own'] = running({ email: ANA });
  by.state.stopDate = JUST_NOW / 1000 - 20 * MINUTE;
  const { code, stderr } = await by.forget();
  expect([code, by.state.stopped]).toEqual([1, ['Scans own']]);
  expect(stderr).toContain('Stopped, but this table does not have the end: own. Check --table or --outputs, and');
});

test('an input that names nobody is about nobody', async () => {
  await by.put(personItem(ANA, 1));
  const inputs = [[], null, ANA, [ANA], { email: BO, taskIds: ['t-1'] }, { email: [ANA] }, { email: ` ${ANA}` }, {}];
  for (const [n, input] of inputs.entries()) {
    for (const machine of ['Scans', 'Watches']) by.state.executions[`${machine} odd-${n}`] = running(input as object);
  }
  expect([(await by.forget()).code, by.state.stopped]).toEqual([0, []]);
});

describe('an execution that ended without success', () => {
  test.each([
    ['waited for if it is a scan', 'Scans own', 0],
    ['not waited for if it is a watch, whose functions are short', 'Watches own', 1],
  ])('five minutes ago is %s', async (_, name, kept) => {
    by.state.executions[name] = failed({ email: ANA }, 5 * MINUTE);
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 1000);
    const { code } = await by.forget({ signal: controller.signal });
    expect([code, (await by.items()).length]).toEqual([130, kept]);
  });

  test('and has recorded nothing leaves its id for 30 days, so that its end names nobody', async () => {
    by.state.executions['Scans own'] = failed({ email: ANA });
    by.state.executions['Watches own-watch'] = failed({ email: ANA });
    by.state.executions['Scans other'] = failed({ email: BO });
    const { code, stdout } = await by.forget();
    expect(code).toBe(0);
    expect(stdout).toContain('so that nothing records their end again: own, own-watch.');
    const kept = (await by.items()).sort((a, b) => String(a.pk).localeCompare(String(b.pk)));
    expect(kept).toEqual([
      expect.objectContaining({ pk: 'SCAN#own', sk: 'SCAN', scanId: 'own', failurePublishedAt: expect.any(String) }),
      expect.objectContaining({ pk: 'WATCH#own-watch', sk: 'WATCH_ID', watchId: 'own-watch', notBegun: true }),
    ]);
    expect(JSON.stringify(kept)).not.toContain('ana');
    for (const { expiresAt } of kept) expect(Number(expiresAt) - JUST_NOW / 1000).toBeGreaterThan(29.9 * DAY);

    const again = await by.forget();
    expect([again.code, (await by.items()).length]).toEqual([1, 2]);
  });

  test('more than 30 days ago is not looked at', async () => {
    by.state.pageSize = 1;
    await by.put(personItem(ANA, 1));
    by.state.executions['Scans old'] = failed({ email: ANA }, 31 * DAY);
    by.state.executions['Scans older'] = failed({ email: ANA }, 32 * DAY);
    expect([(await by.forget()).code, await by.items()]).toEqual([0, []]);
    expect(asked('DescribeExecution')).toEqual([]);
    expect(asked('ListExecutions').filter(({ nextToken }) => nextToken !== undefined)).toEqual([]);
  });

  test('does not replace the record of an earlier one with its name', async () => {
    const items = [scanItem('own', 1, { email: BO }), taskItem('own', 't-1', 'SLACK', { email: BO })];
    await by.put(...items, personItem(ANA, 1));
    by.state.executions['Scans own'] = failed({ email: ANA });
    expect([(await by.forget()).code, await by.items()]).toEqual([0, items]);
  });

  test('and did not begin a watch is not waited for, and its id names nobody any more', async () => {
    const began = new Date((JUST_NOW / 1000 - MINUTE) * 1000).toISOString();
    const id = { pk: 'WATCH#own', sk: 'WATCH_ID', type: 'WATCH_ID', watchId: 'own', email: ANA, startedAt: began };
    await by.put({ ...id, notBegun: true, watchPk: `WATCH_IDS#${ANA}`, watchSk: `${began}#own`, expiresAt: 4e9 });
    by.state.executions['Watches own'] = failed({ email: ANA }, MINUTE);
    const { code, stdout } = await by.forget(undefined, '--json');
    expect([code, JSON.parse(stdout).deleted.watchIds]).toEqual([0, 1]);
    const { email: _, ...kept } = id;
    expect(await by.items()).toEqual([{ ...kept, notBegun: true, expiresAt: expect.any(Number) }]);
  });

  test('is not waited for if what records its end does not know the person', async () => {
    const record = { status: 'FAILED', email: undefined, endedAt: startedAt };
    const startDate = JUST_NOW / 1000 - MINUTE;
    const scan = scanItem('own', 1, { ...record, startedAt: new Date(startDate * 1000).toISOString() });
    await by.put(scan, personItem(ANA, 1));
    by.state.executions['Scans own'] = failed({ email: ANA }, MINUTE);
    const { code } = await by.forget();
    expect([code, (await by.items()).map(({ pk }) => pk)]).toEqual([0, ['SCAN#own']]);
  });
});

test('the claim of a scan that was never recorded is deleted', async () => {
  const trigger = { id: 'left', source: 'hr', time: startedAt };
  await by.put({ ...triggerKey('left', `email ${ANA}`), type: 'TRIGGER', scanId: 'own' });
  by.state.executions['Scans own'] = running({ email: ANA, trigger });
  const { code, stdout } = await by.forget(undefined, '--json');
  expect([code, await by.items()]).toEqual([0, []]);
  expect(JSON.parse(stdout).deleted).toMatchObject({ claims: 1 });
});

test.each([
  ['does not exist', 'There is no such table in this account and Region: check --table,'],
  ['is not that of a scanner', 'The table does not have the index for this: deploy the stack again'],
])('a table that %s is refused, and nothing is stopped', async (name, message) => {
  const KeySchema = ['pk', 'sk'].map((key, n) => ({ AttributeName: key, KeyType: n ? 'RANGE' : 'HASH' }) as const);
  const AttributeDefinitions = ['pk', 'sk'].map((key) => ({ AttributeName: key, AttributeType: 'S' }) as const);
  const other = { TableName: 'other', KeySchema, AttributeDefinitions, BillingMode: 'PAY_PER_REQUEST' as const };
  if (!name.includes('exist')) await by.client.send(new CreateTableCommand(other));
  by.state.executions['Scans own'] = running({ email: ANA });
  const { code, stdout, stderr } = await by.command(['forget', ANA, '--yes'], 'other');
  expect([code, stdout, by.state.stopped]).toEqual([1, '', []]);
  expect(stderr).toContain(message);
});

test('a state machine that does not exist is refused', async () => {
  by.state.onRequest = ({ operation }) =>
    operation === 'ListExecutions' ? new ServiceError('StateMachineDoesNotExist') : undefined;
  await by.put(personItem(ANA, 1));
  const { code, stderr } = await by.forget();
  expect([code, (await by.items()).length]).toEqual([1, 1]);
  expect(stderr).toContain('There is no such state machine in this account and Region');
});
