import type { QueryCommand } from '@aws-sdk/client-dynamodb';
import { UserAccessResults } from '../results';
import { TABLE_NAME, type TableInMemory, tableInMemory } from './support/table-in-memory';

let table: TableInMemory;
let results: UserAccessResults;

beforeEach(async () => {
  table = await tableInMemory();
  results = new UserAccessResults({ client: table.client, tableName: TABLE_NAME });
});
afterEach(() => table.stop());

async function all<T>(list: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of list) items.push(item);
  return items;
}

/** Items as docs/table.md writes them. */
const scanRecord = (scanId: string, startedAt: string, status = 'COMPLETED') => ({
  pk: `SCAN#${scanId}`,
  sk: 'SCAN',
  type: 'SCAN',
  statusPk: `STATUS#${status}`,
  statusSk: `${startedAt}#${scanId}`,
  scanId,
  email: 'ana@example.com',
  status,
  startedAt,
  taskCount: 2,
  withoutAnswer: [{ app: 'ASANA', tenantId: 'a-9', status: 'FAILED' }],
  tasks: [{ app: 'ASANA' }],
  redriveCount: 1,
  expiresAt: 4_000_000_000,
});

const taskRecord = (scanId: string, taskId: string, rest: object = {}) => ({
  pk: `SCAN#${scanId}`,
  sk: `TASK#${taskId}`,
  type: 'TASK',
  taskKey: taskId,
  scanId,
  scanStartedAt: '2026-11-01T09:00:00.000Z',
  taskId,
  email: 'ana@example.com',
  app: 'SLACK',
  tenantId: 'T0123',
  status: 'IN_PROGRESS',
  expiresAt: 4_000_000_000,
  ...rest,
});

const standing = (email: string, app: string, tenantId: string, accountFound = true) => ({
  pk: `PERSON#${email}`,
  sk: `STANDING#${app}#${tenantId}`,
  type: 'STANDING',
  ...(accountFound && { appPk: `APP#${app}`, appSk: `TENANT#${tenantId}#${email}` }),
  email,
  app,
  tenantId,
  status: 'TIMED_OUT',
  accountFound: false,
  scanId: 's-2',
  scanStartedAt: '2026-11-02T09:00:00.000Z',
  recordedAt: '2026-11-02T09:30:00.000Z',
  lastAnswer: {
    scanId: 's-1',
    scanStartedAt: '2026-11-01T09:00:00.000Z',
    recordedAt: '2026-11-01T09:00:02.000Z',
    accountFound,
    ...(accountFound && { userStatus: 'ACTIVE', userFullName: 'Ana Díaz' }),
  },
  expiresAt: 4_000_000_000,
});

const personScan = (email: string, scanId: string, startedAt: string) => ({
  pk: `PERSON#${email}`,
  sk: `SCAN#${startedAt}#${scanId}`,
  type: 'PERSON_SCAN',
  scanId,
  email,
  status: 'COMPLETED',
  startedAt,
  counts: { COMPLETED: 12, FAILED: 0, EXPIRED: 0, TIMED_OUT: 0 },
});

describe('where a person stands now', () => {
  test('is the latest result for every app and tenant, with the last answer beside it', async () => {
    const slack = standing('ana@example.com', 'SLACK', 'T0123');
    await table.put(
      slack,
      standing('ana@example.com', 'ZOOM', 'z-1', false),
      standing('anabel@example.com', 'ZOOM', 'z-1'),
      personScan('ana@example.com', 's-1', '2026-11-01T09:00:00.000Z'),
    );
    const { pk, sk, type, appPk, appSk, expiresAt, ...facts } = slack as Record<string, unknown>;
    const found = await all(results.standing('Ana@Example.COM'));
    expect(found.map(({ app }) => app)).toEqual(['SLACK', 'ZOOM']);
    expect(found[0]).toEqual(facts);
    expect(found[1]?.lastAnswer?.accountFound).toBe(false);
  });

  test('of a person whom nobody scanned is nothing', async () => {
    expect(await all(results.standing('nobody@example.com'))).toEqual([]);
  });
});

describe('one scan', () => {
  test('is its record and all its results, also while it runs', async () => {
    await table.put(
      taskRecord('s-1', 'b', { status: 'COMPLETED', accountFound: true, userStatus: 'ACTIVE' }),
      taskRecord('s-1', 'a'),
      scanRecord('s-1', '2026-11-01T09:00:00.000Z', 'RUNNING'),
      scanRecord('s-10', '2026-11-01T09:00:00.000Z'),
    );
    const report = await results.scan('s-1');
    expect(report?.scan).toEqual({
      scanId: 's-1',
      email: 'ana@example.com',
      status: 'RUNNING',
      startedAt: '2026-11-01T09:00:00.000Z',
      taskCount: 2,
      withoutAnswer: [{ app: 'ASANA', tenantId: 'a-9', status: 'FAILED' }],
    });
    const tasks = await all(report?.results ?? fail());
    expect(tasks.map(({ taskId, status }) => [taskId, status])).toEqual([
      ['a', 'IN_PROGRESS'],
      ['b', 'COMPLETED'],
    ]);
    expect(tasks[0]).not.toHaveProperty('taskKey');
  });

  test('that does not exist is undefined', async () => {
    expect(await results.scan('s-404')).toBeUndefined();
  });

  test('keeps a # in its id apart from the keys', async () => {
    await table.put({ ...scanRecord('s%231', '2026-11-01T09:00:00.000Z'), scanId: 's#1' });
    expect((await results.scan('s#1'))?.scan.scanId).toBe('s#1');
  });
});

describe('who has an account', () => {
  beforeEach(() =>
    table.put(
      standing('ana@example.com', 'SLACK', 'T0123'),
      standing('ben@example.com', 'SLACK', 'T01'),
      standing('cem@example.com', 'SLACK', 'T0123', false),
      standing('ana@example.com', 'ZOOM', 'z-1'),
    ),
  );

  test('in an app, by the last answer about each person', async () => {
    const found = await all(results.accounts('SLACK'));
    expect(found.map(({ email, tenantId }) => [email, tenantId])).toEqual([
      ['ben@example.com', 'T01'],
      ['ana@example.com', 'T0123'],
    ]);
  });

  test('in one tenant of it, and not in a tenant whose name only begins so', async () => {
    const found = await all(results.accounts('SLACK', { tenantId: 'T01' }));
    expect(found.map(({ email }) => email)).toEqual(['ben@example.com']);
  });
});

describe('scans, newest first', () => {
  test('of a person', async () => {
    await table.put(
      personScan('ana@example.com', 's-1', '2026-11-01T09:00:00.000Z'),
      personScan('ana@example.com', 's-2', '2026-11-02T09:00:00.000Z'),
      standing('ana@example.com', 'SLACK', 'T0123'),
    );
    const found = await all(results.scans('ANA@example.com'));
    expect(found.map(({ scanId }) => scanId)).toEqual(['s-2', 's-1']);
    expect(found[0]?.counts).toEqual({ COMPLETED: 12, FAILED: 0, EXPIRED: 0, TIMED_OUT: 0 });
  });

  test('in a given state', async () => {
    await table.put(
      scanRecord('s-1', '2026-11-01T09:00:00.000Z', 'FAILED'),
      scanRecord('s-2', '2026-11-02T09:00:00.000Z', 'RUNNING'),
      scanRecord('s-3', '2026-11-03T09:00:00.000Z', 'FAILED'),
    );
    const found = await all(results.scansByStatus('FAILED'));
    expect(found.map(({ scanId }) => scanId)).toEqual(['s-3', 's-1']);
  });
});

describe('paging', () => {
  const many = 250;

  beforeEach(async () => {
    const wide = { filler: 'x'.repeat(9_000) };
    await table.put(scanRecord('s-1', '2026-11-01T09:00:00.000Z'));
    await Promise.all(
      Array.from({ length: many }, (_, n) => table.put(taskRecord('s-1', String(n).padStart(4, '0'), wide))),
    );
  });

  function counting() {
    const queries: QueryCommand[] = [];
    const client = {
      send: (command: QueryCommand) => {
        queries.push(command);
        return table.client.send(command);
      },
    };
    return { queries, counted: new UserAccessResults({ client, tableName: TABLE_NAME }) };
  }

  test('gives every item once, and asks for a page only when it is needed', async () => {
    const { queries, counted } = counting();
    const report = await counted.scan('s-1');
    expect(queries).toHaveLength(1);
    const ids = (await all(report?.results ?? fail())).map(({ taskId }) => taskId);
    expect(new Set(ids).size).toBe(many);
    expect(ids).toHaveLength(many);
    expect(queries.length).toBeGreaterThan(2);
  });

  test('stops at a limit, and reads no more than that', async () => {
    await Promise.all([1, 2, 3, 4].map((n) => table.put(personScan('ana@example.com', `s-${n}`, `2026-11-0${n}`))));
    const { queries, counted } = counting();
    expect((await all(counted.scans('ana@example.com', { limit: 3 }))).map(({ scanId }) => scanId)).toEqual([
      's-4',
      's-3',
      's-2',
    ]);
    expect(queries.map(({ input }) => input.Limit)).toEqual([3]);
  });
});

describe('a mistake in the call is refused at once, and no value is repeated', () => {
  test.each<[string, () => unknown]>([
    ['email must be an address, such as person@example.com.', () => results.standing('')],
    ['email must be an address, such as person@example.com.', () => results.scans('ana')],
    ['email must be an address, such as person@example.com.', () => results.standing(undefined as never)],
    ['app must be a string that is not empty.', () => results.accounts('')],
    ['tenantId must be a string that is not empty.', () => results.accounts('SLACK', { tenantId: '' })],
    ['status must be one of RUNNING, COMPLETED, FAILED.', () => results.scansByStatus('DONE' as never)],
    ['limit must be a whole number from 1.', () => results.scans('ana@example.com', { limit: 0 })],
    [
      'tableName must be a string that is not empty.',
      () => new UserAccessResults({ client: table.client, tableName: process.env.NOWHERE as never }),
    ],
  ])('%s', (message, call) => {
    expect(call).toThrow(new TypeError(message));
  });

  test('scan id', async () => {
    await expect(results.scan('')).rejects.toThrow('scanId must be a string that is not empty.');
  });
});

function fail(): never {
  throw new Error('there is no such scan');
}
