import type { QueryCommand } from '@aws-sdk/client-dynamodb';
import { UserAccessResults } from '../../results';
import { TABLE_NAME, type TableInMemory, tableInMemory } from '../support/table-in-memory';
import { personItem, personScanItem, scanItem, standingItem, taskItem } from '../support/table-items';

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

describe('where a person stands now', () => {
  test('is the latest answer for each app and tenant, even if the latest result is none', async () => {
    const slack = standingItem('ana@example.com', 'SLACK', 'T0123');
    await table.put(
      slack,
      standingItem('ana@example.com', 'ZOOM', 'z-1', false),
      standingItem('anabel@example.com', 'ZOOM', 'z-1'),
      personScanItem('ana@example.com', 's-1', 1),
    );
    const { pk, sk, type, appPk, appSk, expiresAt, order, answerOrder, ...facts } = slack as Record<string, unknown>;
    const found = await all(results.standing('Ana@Example.COM'));
    expect(found.map(({ app }) => app)).toEqual(['SLACK', 'ZOOM']);
    expect(found[0]).toEqual(facts);
    expect(found[0]).toMatchObject({ access: 'OPEN', confirmed: false, reason: 'TIMED_OUT', status: 'TIMED_OUT' });
    expect(found[1]).toMatchObject({ access: 'NONE', accountFound: false });
  });

  test('is empty for a person who was never scanned', async () => {
    expect(await all(results.standing('nobody@example.com'))).toEqual([]);
  });
});

describe('the verdict about a person', () => {
  test('is that of the newest completed scan, with its numbers', async () => {
    const ana = personItem('ana@example.com', 3, {}, 1);
    await table.put(ana, personItem('anabel@example.com', 2), standingItem('ana@example.com', 'SLACK', 'T0123'));
    const { pk, sk, type, order, expiresAt, statusPk, statusSk, ...facts } = ana as Record<string, unknown>;
    expect(await results.verdict('ANA@example.com')).toEqual(facts);
  });

  test('is undefined for a person whose scans have not completed', async () => {
    await table.put(standingItem('ana@example.com', 'SLACK', 'T0123'), personScanItem('ana@example.com', 's-1', 1));
    expect(await results.verdict('ana@example.com')).toBeUndefined();
  });
});

describe('people with a verdict', () => {
  test('come in the order of how long they have had it, however new their scans are', async () => {
    await table.put(
      personItem('new@example.com', 4, {}, 3),
      personItem('old@example.com', 9, {}, 1),
      personItem('mid@example.com', 2, {}, 2),
      personItem('gone@example.com', 1, { verdict: 'CLEAR' }),
      scanItem('s-1', 1),
    );
    const found = await all(results.people('OPEN'));
    expect(found.map(({ email }) => email)).toEqual(['old@example.com', 'mid@example.com', 'new@example.com']);
    expect(found[0]).toEqual(await results.verdict('old@example.com'));
    expect((await all(results.people('OPEN', { limit: 2 }))).map(({ email }) => email)).toHaveLength(2);
    expect((await all(results.people('CLEAR'))).map(({ email }) => email)).toEqual(['gone@example.com']);
    expect(await all(results.people('NOT_FOUND'))).toEqual([]);
  });
});

describe('one scan', () => {
  test('is its record and all its results, even while it runs', async () => {
    const record = scanItem('s-1', 1, { status: 'RUNNING', tasks: [{ app: 'ASANA' }] });
    await table.put(
      record,
      taskItem('s-1', 'b', 'SLACK', { status: 'COMPLETED', accountFound: true, userStatus: 'ACTIVE' }),
      taskItem('s-1', 'a', 'SLACK', { status: 'IN_PROGRESS' }),
      scanItem('s-10', 1),
    );
    const report = await results.scan('s-1');
    const { pk, sk, type, statusPk, statusSk, expiresAt, tasks: started, ...facts } = record as Record<string, unknown>;
    expect(report?.scan).toEqual(facts);
    expect(report?.scan).toMatchObject({ verdict: 'OPEN', unknown: [{ app: 'ASANA', reason: 'RECONNECT' }] });
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

  test('can have a # in its id', async () => {
    await table.put({ ...scanItem('s%231', 1), scanId: 's#1' });
    expect((await results.scan('s#1'))?.scan.scanId).toBe('s#1');
  });
});

describe('who has an account', () => {
  beforeEach(() =>
    table.put(
      standingItem('ana@example.com', 'SLACK', 'T0123'),
      standingItem('ben@example.com', 'SLACK', 'T01'),
      standingItem('cem@example.com', 'SLACK', 'T0123', false),
      standingItem('ana@example.com', 'ZOOM', 'z-1'),
    ),
  );

  test('in an app, according to the latest answer about each person', async () => {
    const found = await all(results.accounts('SLACK'));
    expect(found.map(({ email, tenantId }) => [email, tenantId])).toEqual([
      ['ben@example.com', 'T01'],
      ['ana@example.com', 'T0123'],
    ]);
  });

  test('in one tenant, and not in a tenant whose id begins with the same characters', async () => {
    const found = await all(results.accounts('SLACK', { tenantId: 'T01' }));
    expect(found.map(({ email }) => email)).toEqual(['ben@example.com']);
  });
});

describe('scans, newest first', () => {
  test('of a person', async () => {
    await table.put(
      personScanItem('ana@example.com', 's-1', 1),
      personScanItem('ana@example.com', 's-2', 2),
      standingItem('ana@example.com', 'SLACK', 'T0123'),
    );
    const found = await all(results.scans('ANA@example.com'));
    expect(found.map(({ scanId }) => scanId)).toEqual(['s-2', 's-1']);
    expect(found[0]?.counts).toEqual({ COMPLETED: 2, FAILED: 1, EXPIRED: 0, TIMED_OUT: 0 });
  });

  test('in a given state', async () => {
    await table.put(
      scanItem('s-1', 1, { status: 'FAILED' }),
      scanItem('s-2', 2, { status: 'RUNNING' }),
      scanItem('s-3', 3, { status: 'FAILED' }),
    );
    const found = await all(results.scansByStatus('FAILED'));
    expect(found.map(({ scanId }) => scanId)).toEqual(['s-3', 's-1']);
  });
});

describe('paging', () => {
  const many = 250;

  beforeEach(async () => {
    const wide = { filler: 'x'.repeat(9_000) };
    await table.put(scanItem('s-1', 1));
    await Promise.all(
      Array.from({ length: many }, (_, n) => table.put(taskItem('s-1', String(n).padStart(4, '0'), 'SLACK', wide))),
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

  test('returns each item once, and reads a page only when it is needed', async () => {
    const { queries, counted } = counting();
    const report = await counted.scan('s-1');
    expect(queries).toHaveLength(1);
    const ids = (await all(report?.results ?? fail())).map(({ taskId }) => taskId);
    expect(new Set(ids).size).toBe(many);
    expect(ids).toHaveLength(many);
    expect(queries.length).toBeGreaterThan(2);
  });

  test('stops at the limit, and does not read more items', async () => {
    await Promise.all([1, 2, 3, 4].map((n) => table.put(personScanItem('ana@example.com', `s-${n}`, n))));
    const { queries, counted } = counting();
    expect((await all(counted.scans('ana@example.com', { limit: 3 }))).map(({ scanId }) => scanId)).toEqual([
      's-4',
      's-3',
      's-2',
    ]);
    expect(queries.map(({ input }) => input.Limit)).toEqual([3]);
    expect(await all(counted.scans('ana@example.com', { limit: 2 ** 40 }))).toHaveLength(4);
  });
});

describe('an argument that is not valid is rejected at once, and the error does not contain it', () => {
  test.each<[string, () => unknown]>([
    ['email must be an email address, such as person@example.com.', () => results.standing('')],
    ['email must be an email address, such as person@example.com.', () => results.scans('ana')],
    ['email must be an email address, such as person@example.com.', () => results.standing(undefined as never)],
    ['app must be a non-empty string.', () => results.accounts('')],
    ['tenantId must be a non-empty string.', () => results.accounts('SLACK', { tenantId: '' })],
    ['status must be one of RUNNING, COMPLETED, FAILED.', () => results.scansByStatus('DONE' as never)],
    ['verdict must be one of OPEN, UNKNOWN, CLEAR, NOT_FOUND.', () => results.people('open' as never)],
    ['limit must be a whole number, 1 or more.', () => results.people('OPEN', { limit: 1.5 })],
    ['limit must be a whole number, 1 or more.', () => results.scans('ana@example.com', { limit: 0 })],
    [
      'tableName must be a non-empty string.',
      () => new UserAccessResults({ client: table.client, tableName: process.env.NOWHERE as never }),
    ],
  ])('%s', (message, call) => {
    expect(call).toThrow(new TypeError(message));
  });

  test('by a promise that is rejected', async () => {
    await expect(results.verdict('ana')).rejects.toThrow(TypeError);
    await expect(results.scan('')).rejects.toThrow('scanId must be a non-empty string.');
  });
});

function fail(): never {
  throw new Error('there is no such scan');
}
