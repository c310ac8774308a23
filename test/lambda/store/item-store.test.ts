import { ItemStore } from '../../../lambda/store/item-store';
import { TABLE_NAME, type TableInMemory, tableInMemory } from '../../support/table-in-memory';

let table: TableInMemory;
let items: ItemStore;
let requests: object[];

beforeAll(async () => {
  table = await tableInMemory();
  items = new ItemStore(table.client, TABLE_NAME);
  table.client.middlewareStack.add(
    (next) => (args) => {
      requests.push(args.input);
      return next(args);
    },
    { step: 'initialize' },
  );
});

beforeEach(() => {
  requests = [];
});

afterAll(() => table.stop());

const keyOf = (pk: string, sk = 'SCAN') => ({ pk, sk });

describe('an item', () => {
  it('is read as it was written, without the attributes that were not set', async () => {
    const key = keyOf('read');
    const item = { status: 'RUNNING', taskCount: 3, tasks: [{ taskId: 't1', error: undefined }], email: undefined };
    expect(await items.putIfAbsent(key, item)).toBe(true);
    expect(await items.get(key)).toStrictEqual({ ...key, status: 'RUNNING', taskCount: 3, tasks: [{ taskId: 't1' }] });
  });

  it('that does not exist is undefined', async () => {
    expect(await items.get(keyOf('nobody'))).toBeUndefined();
  });

  it('that exists is not written again', async () => {
    const key = keyOf('once');
    expect(await items.putIfAbsent(key, { status: 'RUNNING' })).toBe(true);
    expect(await items.putIfAbsent(key, { status: 'COMPLETED' })).toBe(false);
    expect(await items.get(key)).toMatchObject({ status: 'RUNNING' });
  });

  it('is replaced as a whole if the one that is there meets the condition', async () => {
    const key = keyOf('replaced');
    await items.putIfAbsent(key, { revision: 1, error: 'x' });
    const isRead = (revision: number) => ['#revision = :read', { read: revision }] as const;
    expect(await items.putIf(key, { revision: 2, status: undefined }, ...isRead(1))).toBe(true);
    expect(await items.get(key)).toStrictEqual({ ...key, revision: 2 });
    expect(await items.putIf(key, { revision: 3 }, ...isRead(1))).toBe(false);
    expect(await items.putIf(keyOf('absent'), { revision: 3 }, ...isRead(1))).toBe(false);
    expect(await items.get(key)).toMatchObject({ revision: 2 });
  });

  it('is read with strong consistency, because a retry must see what was written before it', async () => {
    await items.get(keyOf('read'));
    await items.query('read', '');
    expect(requests).toMatchObject([{ ConsistentRead: true }, { ConsistentRead: true }]);
  });
});

describe('an update', () => {
  it('creates an item and returns it, in one request', async () => {
    const key = keyOf('created');
    const outcome = await items.update(key, { set: { status: 'RUNNING' }, setIfAbsent: { taskCount: 3 } });
    expect(outcome).toEqual({ written: true, item: { ...key, status: 'RUNNING', taskCount: 3 } });
    expect(requests).toHaveLength(1);
    expect(await items.get(key)).toEqual(outcome.item);
  });

  it('changes and removes what it names, and leaves the rest', async () => {
    const key = keyOf('changed');
    await items.putIfAbsent(key, { status: 'RUNNING', redriveCount: 1, tasks: [], email: 'ana@x', error: {} });
    const { item } = await items.update(key, {
      set: { status: 'FAILED', email: undefined },
      remove: ['tasks', 'error'],
    });
    expect(item).toEqual({ ...key, status: 'FAILED', redriveCount: 1, email: 'ana@x' });
  });

  it('sets an attribute for the first time only, if it is asked to', async () => {
    const key = keyOf('first');
    await items.update(key, { set: { status: 'RUNNING' }, setIfAbsent: { recordedAt: 'Monday', app: undefined } });
    const { item } = await items.update(key, { set: { status: 'FAILED' }, setIfAbsent: { recordedAt: 'Tuesday' } });
    expect(item).toEqual({ ...key, status: 'FAILED', recordedAt: 'Monday' });
  });

  it('can set and remove attributes with the names of words that DynamoDB reserves', async () => {
    const key = keyOf('reserved');
    await items.update(key, { set: { status: 'a', time: 'b' }, setIfAbsent: { name: 'c', ttl: 1 } });
    const { item } = await items.update(key, { set: { counts: 1 }, remove: ['time', 'ttl'] });
    expect(item).toEqual({ ...key, status: 'a', name: 'c', counts: 1 });
  });

  it('writes nested attributes without what is not set in them', async () => {
    const key = keyOf('nested');
    const { item } = await items.update(key, { set: { error: { errorCode: '403', errorMessage: undefined } } });
    expect(item).toStrictEqual({ ...key, error: { errorCode: '403' } });
  });
});

describe('an update with a condition', () => {
  const closing = {
    set: { status: 'COMPLETED' },
    condition: '#status = :running AND #startedAt = :started',
    conditionValues: { running: 'RUNNING', started: 'Monday' },
  };

  it('is written if the item meets it, whether or not the update changes what it names', async () => {
    const key = keyOf('met');
    await items.putIfAbsent(key, { status: 'RUNNING', startedAt: 'Monday' });
    expect(await items.update(key, closing)).toEqual({
      written: true,
      item: { ...key, status: 'COMPLETED', startedAt: 'Monday' },
    });
  });

  it('is not written otherwise, and returns the item that is in the table', async () => {
    const key = keyOf('unmet');
    const item = { ...key, status: 'RUNNING', startedAt: 'Tuesday' };
    await items.putIfAbsent(key, item);
    expect(await items.update(key, closing)).toEqual({ written: false, item });
    expect(await items.get(key)).toEqual(item);
  });

  it('is not written if there is no item', async () => {
    expect(await items.update(keyOf('absent'), closing)).toEqual({ written: false, item: {} });
    expect(await items.get(keyOf('absent'))).toBeUndefined();
  });

  it('can be one without values', async () => {
    const change = { set: { status: 'RUNNING' }, condition: 'attribute_not_exists(#endedAt)' };
    expect(await items.update(keyOf('valueless'), change)).toMatchObject({ written: true });
    await items.update(keyOf('valueless'), { set: { endedAt: 'Monday' } });
    expect(await items.update(keyOf('valueless'), change)).toMatchObject({ written: false });
  });
});

describe('a query', () => {
  it('returns the items of a partition that begin with a prefix, in order', async () => {
    for (const sk of ['TASK#2', 'TASK#1', 'SCAN', 'TASKS']) await items.putIfAbsent(keyOf('query', sk), {});
    await items.putIfAbsent(keyOf('query of another', 'TASK#3'), {});
    expect(await items.query('query', 'TASK#')).toEqual([keyOf('query', 'TASK#1'), keyOf('query', 'TASK#2')]);
    expect(await items.query('query', 'STANDING#')).toEqual([]);
  });

  it('returns every item, even if DynamoDB returns them in several pages', async () => {
    const names = ['TASK#1', 'TASK#2', 'TASK#3', 'TASK#4', 'TASK#5', 'TASK#6', 'TASK#7'];
    for (const sk of names) await items.putIfAbsent(keyOf('pages', sk), { padding: 'x'.repeat(350_000) });
    requests = [];
    expect((await items.query('pages', 'TASK#')).map(({ sk }) => sk)).toEqual(names);
    expect(requests.length).toBeGreaterThan(1);
  });
});

test('an error of DynamoDB is thrown, and not taken for a condition that failed', async () => {
  const elsewhere = new ItemStore(table.client, 'another-table');
  const key = keyOf('error');
  const failure = { name: 'ResourceNotFoundException' };
  await expect(elsewhere.get(key)).rejects.toMatchObject(failure);
  await expect(elsewhere.putIfAbsent(key, {})).rejects.toMatchObject(failure);
  await expect(elsewhere.update(key, { set: { status: 'RUNNING' } })).rejects.toMatchObject(failure);
  await expect(elsewhere.query('error', '')).rejects.toMatchObject(failure);
});
