import type { QueryCommand } from '@aws-sdk/client-dynamodb';
import { UserAccessResults } from '../../results';
import { TABLE_NAME, type TableInMemory, tableInMemory } from '../support/table-in-memory';
import {
  answer,
  at,
  changeItem,
  personItem,
  personScanItem,
  scanItem,
  standingItem,
  taskItem,
  watchItem,
} from '../support/table-items';

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

describe('the changes of a person', () => {
  test('come newest first, in the order in which the scans asked', async () => {
    const blocked = changeItem('ana@example.com', 'SLACK', 3);
    const removed = { kind: 'REMOVED', to: answer(2, { access: 'NONE', accountFound: false, recordedAt: at(9) }) };
    await table.put(
      blocked,
      changeItem('ana@example.com', 'ZOOM', 2, removed),
      changeItem('anabel@example.com', 'SLACK', 3),
      standingItem('ana@example.com', 'SLACK', 'T0123'),
    );
    const { pk, sk, type, trigger, appPk, appSk, expiresAt, ...facts } = blocked as Record<string, unknown>;
    const found = await all(results.changes('Ana@Example.COM'));
    expect(found.map(({ app }) => app)).toEqual(['SLACK', 'ZOOM']);
    expect(found[0]).toEqual(facts);
    expect(found[0]).toMatchObject({ kind: 'BLOCKED', from: { access: 'OPEN' }, to: { access: 'BLOCKED' } });
    expect(found[1]).toMatchObject({ kind: 'REMOVED', to: { accountFound: false } });
  });

  test('since a time, by when they were recorded, however early their scans asked', async () => {
    const late = answer(1, { recordedAt: at(5) });
    await table.put(
      ...[2, 3, 4].map((day) => changeItem('ana@example.com', 'SLACK', day)),
      changeItem('ana@example.com', 'ZOOM', 1, { to: late }),
    );
    const since = async (time: Date | string, limit?: number) =>
      (await all(results.changes('ana@example.com', { since: time, limit }))).map(({ to }) => to.recordedAt);
    const [fourth, third] = [at(4, '09:00:02.500'), at(3, '09:00:02.500')];
    expect(await since(third)).toEqual([fourth, third, at(5)]);
    expect(await since(new Date(Date.parse(third) + 1))).toEqual([fourth, at(5)]);
    expect(await since('2026-11-05')).toEqual([at(5)]);
    expect(await since('2026-11-04T11:00:02+02:00', 1)).toEqual([fourth]);
    expect(await since('2026-11-05T09:00:00.001Z')).toEqual([]);
  });
});

describe('the changes in an app', () => {
  beforeEach(() =>
    table.put(
      changeItem('ana@example.com', 'SLACK', 2),
      changeItem('ben@example.com', 'SLACK', 3, { tenantId: 'T9' }),
      changeItem('cem@example.com', 'SLACK', 4),
      changeItem('ana@example.com', 'SLACKER', 4),
      standingItem('dee@example.com', 'SLACK', 'T0123'),
    ),
  );
  const emails = async (...args: Parameters<UserAccessResults['changesInApp']>) =>
    (await all(results.changesInApp(...args))).map(({ email }) => email);

  test('are those of everybody, recorded last first', async () => {
    expect(await emails('SLACK')).toEqual(['cem@example.com', 'ben@example.com', 'ana@example.com']);
    const [newest] = await all(results.changesInApp('SLACK', { limit: 1 }));
    expect(newest).toEqual((await all(results.changes('cem@example.com')))[0]);
  });

  test('since a time, which is included', async () => {
    expect(await emails('SLACK', { since: at(3, '09:00:02.500') })).toEqual(['cem@example.com', 'ben@example.com']);
    expect(await emails('SLACK', { since: at(3, '09:00:02.501') })).toEqual(['cem@example.com']);
    expect(await emails('SLACK', { since: new Date(at(5)) })).toEqual([]);
  });

  test('in one tenant, however many others there are', async () => {
    expect(await emails('SLACK', { tenantId: 'T0123' })).toEqual(['cem@example.com', 'ana@example.com']);
    expect(await emails('SLACK', { tenantId: 'T9', limit: 1 })).toEqual(['ben@example.com']);
    expect(await emails('SLACK', { tenantId: 'T0123', limit: 1 })).toEqual(['cem@example.com']);
  });
});

describe('the watch of a person', () => {
  test('is the one that goes on, and not a past one', async () => {
    const watch = watchItem('ana@example.com', 3);
    const past = {
      ...watchItem('ana@example.com', 1, { status: 'CLEARED', endedAt: at(2) }),
      sk: `WATCH#${at(1)}#w-1`,
    };
    await table.put(past, watch, watchItem('anabel@example.com', 4));
    const { pk, sk, type, revision, turn, step, stepAt, askedAgain, askedAgainInAll, ...rest } = watch as Record<
      string,
      unknown
    >;
    const { unpublished, expiresAt, watchPk, watchSk, ...facts } = rest;
    expect(await results.watch('ANA@example.com')).toEqual(facts);
  });

  test('is the last one if none goes on, with its end', async () => {
    const error = { name: 'WatchStopped', message: 'Somebody stopped it.' };
    await table.put(
      watchItem('ana@example.com', 3, {
        status: 'STOPPED',
        endedAt: at(4),
        overdueAt: at(4),
        error,
        verdict: undefined,
      }),
    );
    const watch = await results.watch('ana@example.com');
    expect(watch).toMatchObject({ status: 'STOPPED', endedAt: at(4), overdueAt: at(4), error });
    expect(watch).not.toHaveProperty('verdict');
  });

  test('is undefined for a person who was never watched', async () => {
    await table.put(personScanItem('ana@example.com', 's-1', 1));
    expect(await results.watch('ana@example.com')).toBeUndefined();
  });
});

describe('watches', () => {
  const cleared = (email: string, day: number, endedAt: string) =>
    watchItem(email, day, { status: 'CLEARED', endedAt, nextScanAt: undefined });

  beforeEach(() =>
    table.put(
      watchItem('late@example.com', 2, { dueAt: at(9) }),
      watchItem('soon@example.com', 5),
      watchItem('first@example.com', 4, { dueAt: at(4, '10:00:00.000') }),
      cleared('old@example.com', 1, at(2)),
      cleared('new@example.com', 1, at(6)),
      { ...cleared('late@example.com', 1, at(3)), sk: `WATCH#${at(1)}#w-1` },
    ),
  );
  const emails = async (...args: Parameters<UserAccessResults['watches']>) =>
    (await all(results.watches(...args))).map(({ email }) => email);

  test('that go on come in the order in which they are due', async () => {
    expect(await emails()).toEqual(['first@example.com', 'soon@example.com', 'late@example.com']);
    expect(await emails({ status: 'WATCHING', limit: 2 })).toEqual(['first@example.com', 'soon@example.com']);
    const [first] = await all(results.watches({ limit: 1 }));
    expect(first).toEqual(await results.watch('first@example.com'));
  });

  test('that are overdue are those that are due before now', async () => {
    expect(await emails({ dueBefore: new Date(at(8)) })).toEqual(['first@example.com', 'soon@example.com']);
    expect(await emails({ dueBefore: at(6) })).toEqual(['first@example.com']);
    expect(await emails({ dueBefore: at(6, '09:00:00.001'), status: 'WATCHING' })).toEqual([
      'first@example.com',
      'soon@example.com',
    ]);
    expect(await emails({ dueBefore: at(4) })).toEqual([]);
  });

  test('that ended come with the last one first, past ones of a person too', async () => {
    expect(await emails({ status: 'CLEARED' })).toEqual(['new@example.com', 'late@example.com', 'old@example.com']);
    expect(await emails({ status: 'GIVEN_UP' })).toEqual([]);
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

  test('reads on for those that are wanted, and stops at the limit', async () => {
    const wide = { filler: 'x'.repeat(9_000) };
    await Promise.all(
      Array.from({ length: many }, (_, n) => {
        const to = answer(3, { scanId: `s-${String(n).padStart(4, '0')}` });
        return table.put(changeItem('ana@example.com', 'SLACK', 3, { ...wide, to, tenantId: n % 50 ? 'T1' : 'T2' }));
      }),
    );
    const { queries, counted } = counting();
    const found = await all(counted.changesInApp('SLACK', { tenantId: 'T2' }));
    expect(found.map(({ to }) => to.scanId)).toEqual(['s-0200', 's-0150', 's-0100', 's-0050', 's-0000']);
    const whole = queries.length;
    expect(whole).toBeGreaterThan(2);
    expect(await all(counted.changesInApp('SLACK', { tenantId: 'T2', limit: 2 }))).toEqual(found.slice(0, 2));
    expect(queries.length - whole).toBeLessThan(whole);
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
    [
      'An option does not exist. Use tenantId, limit.',
      () => results.accounts('SLACK', { tenant: 'ana@example.com' } as never),
    ],
    [
      'An option does not exist. Use since, limit.',
      () => results.changes('ana@example.com', { from: '2026' } as never),
    ],
    ['An option does not exist. Use limit.', () => results.people('OPEN', { status: 'OPEN' } as never)],
    ['status must be one of RUNNING, COMPLETED, FAILED.', () => results.scansByStatus('DONE' as never)],
    ['verdict must be one of OPEN, UNKNOWN, CLEAR, NOT_FOUND.', () => results.people('open' as never)],
    ['limit must be a whole number, 1 or more.', () => results.people('OPEN', { limit: 1.5 })],
    ['limit must be a whole number, 1 or more.', () => results.scans('ana@example.com', { limit: 0 })],
    ['email must be an email address, such as person@example.com.', () => results.changes('ana')],
    ['app must be a non-empty string.', () => results.changesInApp('')],
    ['tenantId must be a non-empty string.', () => results.changesInApp('SLACK', { tenantId: '' })],
    ['limit must be a whole number, 1 or more.', () => results.changesInApp('SLACK', { limit: 0 })],
    ...['2026-11-01T09:00', 'yesterday', '2026-13-01', '', new Date(Number.NaN), 7 as never, null as never].map(
      (since): [string, () => unknown] => [
        'since must be a Date, or a time in ISO 8601 such as 2026-01-31T12:00:00Z.',
        () => results.changes('ana@example.com', { since }),
      ],
    ),
    [
      'since must be a Date, or a time in ISO 8601 such as 2026-01-31T12:00:00Z.',
      () => results.changesInApp('SLACK', { since: '24h' }),
    ],
    ['status must be one of WATCHING, CLEARED, GIVEN_UP, STOPPED.', () => results.watches({ status: 'OPEN' as never })],
    [
      'dueBefore must be a Date, or a time in ISO 8601 such as 2026-01-31T12:00:00Z.',
      () => results.watches({ dueBefore: new Date(8.64e15) }),
    ],
    [
      'dueBefore is for watches that go on: leave status out.',
      () => results.watches({ status: 'CLEARED', dueBefore: new Date() }),
    ],
    [
      'tableName must be a non-empty string.',
      () => new UserAccessResults({ client: table.client, tableName: process.env.NOWHERE as never }),
    ],
  ])('%s', (message, call) => {
    expect(call).toThrow(new TypeError(message));
  });

  test('by a promise that is rejected', async () => {
    await expect(results.verdict('ana')).rejects.toThrow(TypeError);
    await expect(results.watch('ana')).rejects.toThrow(TypeError);
    await expect(results.scan('')).rejects.toThrow('scanId must be a non-empty string.');
  });
});

function fail(): never {
  throw new Error('there is no such scan');
}
