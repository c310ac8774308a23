import { ItemStore } from '../../../lambda/store/item-store';
import { isCurrent, isSameWatch, Watches } from '../../../lambda/store/watches';
import { personOf } from '../../../lib/contract/person';
import { DEFAULT_WATCH_SETTINGS } from '../../../lib/contract/watch-limits';
import type { WatchIdRecord, WatchRecord } from '../../../lib/contract/watches';
import { TABLE_NAME, type TableInMemory, tableInMemory } from '../../support/table-in-memory';

let table: TableInMemory;
let items: ItemStore;
let watches: Watches;

beforeAll(async () => {
  table = await tableInMemory();
  items = new ItemStore(table.client, TABLE_NAME);
  watches = new Watches(items, 3600);
});

afterAll(() => table.stop());

const at = (hour: number) => `2026-11-16T${String(hour).padStart(2, '0')}:00:00.000Z`;

/** A watch that started in this hour. */
const watch = (email: string, hour: number, more: Partial<WatchRecord> = {}): WatchRecord => ({
  type: 'WATCH',
  watchId: `watch-${hour}`,
  email: personOf(email).key,
  status: 'WATCHING',
  startedAt: at(hour),
  dueAt: at(20),
  giveUpAt: at(23),
  requesters: [],
  settings: DEFAULT_WATCH_SETTINGS,
  scanCount: 0,
  failedScanCount: 0,
  open: [],
  openTruncated: false,
  unknown: [],
  unknownTruncated: false,
  turn: 1,
  step: 0,
  askedAgain: 0,
  askedAgainInAll: 0,
  revision: 0,
  unpublished: [],
  expiresAt: 4_000_000_000,
  ...more,
});
const itemOf = (email: string, sk = 'WATCH') => items.get({ pk: `PERSON#${email}`, sk });

/** Begins a watch, and ends it. */
async function endedWatch(email: string, hour: number, more: Partial<WatchRecord> = {}) {
  const begun = await watches.begin(watch(email, hour));
  if (begun === undefined) throw new Error('Another watch is there.');
  const ended = await watches.write(begun, { ...begun.watch, status: 'CLEARED', endedAt: at(hour + 1), ...more });
  if (ended === undefined) throw new Error('Somebody else has written.');
  return ended;
}

describe('the record of a watch', () => {
  it('is the item of its person, with its place among the watches that go on, by when they are due', async () => {
    await watches.begin(watch('ana@x', 9));
    expect(await itemOf('ana@x')).toEqual({
      ...watch('ana@x', 9, { revision: 1 }),
      pk: 'PERSON#ana@x',
      sk: 'WATCH',
      watchPk: 'WATCH#WATCHING',
      watchSk: `${at(20)}#ana@x#watch-9`,
    });
  });

  it('has a place among those that have ended, by when they did', async () => {
    await endedWatch('bea@x', 9);
    expect(await itemOf('bea@x')).toMatchObject({ watchPk: 'WATCH#CLEARED', watchSk: `${at(10)}#bea@x#watch-9` });
  });

  it('begins once, if two begin at the same time', async () => {
    const begun = await Promise.all([watches.begin(watch('cal@x', 9)), watches.begin(watch('cal@x', 10))]);
    expect(begun.filter((one) => one !== undefined)).toHaveLength(1);
  });

  it('is written once, if two have read the same', async () => {
    const read = await watches.begin(watch('dan@x', 9));
    if (read === undefined) throw new Error('Another watch is there.');
    const written = await Promise.all(
      [1, 2].map((scanCount) => watches.write(read, { ...read.watch, scanCount, nextScanAt: undefined })),
    );
    const [first, ...others] = written.filter((one) => one !== undefined);
    expect(others).toEqual([]);
    expect(first?.watch.revision).toBe(2);
    expect(await watches.find(read.watch.email, read.watch)).toEqual({ key: read.key, watch: stored(first?.watch) });
  });
});

/** Without what is undefined, as it is read. */
const stored = (record: WatchRecord | undefined): WatchRecord => JSON.parse(JSON.stringify(record));

describe('a watch that has made room for another one', () => {
  it('is kept under a key of its own, and found there', async () => {
    const first = await endedWatch('eve@x', 9);
    const second = await watches.begin(watch('eve@x', 12), first);
    expect(second).toMatchObject({ key: { sk: 'WATCH' }, watch: { watchId: 'watch-12', revision: 3 } });
    expect(await itemOf('eve@x', `WATCH#${at(9)}#watch-9`)).toMatchObject({ watchId: 'watch-9', revision: 2 });
    const { email } = first.watch;
    expect((await watches.ofPerson(email)).map((one) => [one.watch.watchId, isCurrent(one)])).toEqual([
      ['watch-12', true],
      ['watch-9', false],
    ]);
    expect(await watches.find(email, first.watch)).toMatchObject({ key: { sk: `WATCH#${at(9)}#watch-9` } });
    expect(await watches.find(email, { ...first.watch, startedAt: at(8) })).toBeUndefined();
  });

  it('can still be written, and does not change the other one', async () => {
    const first = await endedWatch('fay@x', 9);
    await watches.begin(watch('fay@x', 12), first);
    expect(await watches.write(first, { ...first.watch, scanCount: 9 })).toBeUndefined();
    const past = await watches.find(first.watch.email, first.watch);
    expect(past && (await watches.write(past, { ...past.watch, scanCount: 9 }))).toMatchObject({
      watch: { revision: 3 },
    });
    expect((await watches.ofPerson(first.watch.email)).map((one) => one.watch.scanCount)).toEqual([0, 9]);
  });

  it('is kept as it was when it made room, although it was copied before', async () => {
    const event = { detailType: 'A', time: at(9), detail: { id: 'a' } };
    const first = await endedWatch('gus@x', 9, { unpublished: [event] });
    // Its event is published between the copy and the write of the other one.
    const latest = await watches.write(first, { ...first.watch, unpublished: [] });
    expect(await watches.begin(watch('gus@x', 12), first)).toBeUndefined();
    expect(await itemOf('gus@x', `WATCH#${at(9)}#watch-9`)).toMatchObject({ unpublished: [event] });
    await watches.begin(watch('gus@x', 12), latest);
    expect(await itemOf('gus@x', `WATCH#${at(9)}#watch-9`)).toMatchObject({ unpublished: [], revision: 3 });
    // A late copy does not bring the event back.
    await watches.begin(watch('gus@x', 13), first);
    expect(await itemOf('gus@x', `WATCH#${at(9)}#watch-9`)).toMatchObject({ unpublished: [], revision: 3 });
    expect(await itemOf('gus@x')).toMatchObject({ watchId: 'watch-12' });
  });
});

describe('the id of a watch', () => {
  const id = (watchId: string, hour = 9): WatchIdRecord => ({
    type: 'WATCH_ID',
    watchId,
    startedAt: at(hour),
    email: personOf('ana@x').key,
    expiresAt: 4_000_000_000,
  });

  /** With its place in the index, by which everything of a person is found to be deleted. */
  const stored = (watchId: string) => ({
    pk: `WATCH#${watchId}`,
    sk: 'WATCH_ID',
    watchPk: 'WATCH_IDS#ana@x',
    watchSk: `${at(9)}#${watchId}`,
  });

  it('is recorded once', async () => {
    expect(await watches.recordId(id('one'))).toEqual(id('one'));
    expect(await watches.recordId(id('one', 10))).toMatchObject(id('one'));
    expect(await watches.findId('one')).toEqual({ ...stored('one'), ...id('one') });
    expect(await watches.findId('two')).toBeUndefined();
  });

  it('says that nothing was begun with it, whether it was recorded or not', async () => {
    await watches.recordId(id('three'));
    for (const watchId of ['three', 'four']) {
      await watches.markNotBegun(id(watchId));
      expect(await watches.findId(watchId)).toMatchObject({
        ...stored(watchId),
        ...id(watchId),
        notBegun: true,
      });
    }
  });

  it('says nothing about an execution of the same name at another time', async () => {
    await watches.recordId(id('five'));
    await watches.markNotBegun(id('five', 10));
    expect(await watches.findId('five')).toEqual({ ...stored('five'), ...id('five') });
  });
});

it('does not begin in the place of a past one', async () => {
  const first = await endedWatch('hal@x', 9);
  await watches.begin(watch('hal@x', 12), first);
  const past = await watches.find(personOf('hal@x').key, first.watch);
  expect(past).toMatchObject({ key: { sk: `WATCH#${at(9)}#watch-9` }, watch: { status: 'CLEARED' } });
  expect(await watches.begin(watch('hal@x', 13), past)).toBeUndefined();
  expect(await itemOf('hal@x')).toMatchObject({ watchId: 'watch-12' });
  expect(await itemOf('hal@x', `WATCH#${at(9)}#watch-9`)).toMatchObject({ watchId: 'watch-9', status: 'CLEARED' });
});

it('expires a week after the results that were kept when it gave up', () => {
  expect(watches.expiresAt(at(9))).toBe(Date.parse(at(10)) / 1000 + 7 * 24 * 60 * 60);
});

it('is another watch if only the name is the same', () => {
  const one = { watchId: 'a', startedAt: at(9) };
  expect(isSameWatch(one, { ...one })).toBe(true);
  expect(isSameWatch(one, { ...one, startedAt: at(10) })).toBe(false);
  expect(isSameWatch(one, { ...one, watchId: 'b' })).toBe(false);
});
