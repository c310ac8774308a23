import { ItemStore } from '../../../lambda/store/item-store';
import { People } from '../../../lambda/store/people';
import type { Key } from '../../../lib/contract/keys';
import { personOf } from '../../../lib/contract/person';
import type { CompletedScan } from '../../../lib/contract/records';
import { scanEnd } from '../../support/scan-end';
import { TABLE_NAME, type TableInMemory, tableInMemory } from '../../support/table-in-memory';

let table: TableInMemory;
let items: ItemStore;
let people: People;

beforeAll(async () => {
  table = await tableInMemory();
  items = new ItemStore(table.client, TABLE_NAME);
  people = new People(items, 3600);
});

afterAll(() => table.stop());

const at = (hour: number) => `2026-11-16T${String(hour).padStart(2, '0')}:00:00.000Z`;

/** A scan that started and ended in this hour. */
function scan(email: string, hour: number, more: Partial<CompletedScan> = {}): CompletedScan {
  const { summary, lists } = scanEnd({ COMPLETED: 1 });
  return {
    type: 'SCAN',
    scanId: `scan-${hour}`,
    email: personOf(email).key,
    status: 'COMPLETED',
    startedAt: at(hour),
    tasksStartedAt: at(hour),
    endedAt: at(hour),
    verdict: 'CLEAR',
    confirmed: true,
    coverage: { counted: 1, asked: 1, answered: 1 },
    expiresAt: 0,
    ...summary,
    ...lists,
    ...more,
  };
}
const recordOf = (email: string) => items.get({ pk: `PERSON#${email}`, sk: 'PERSON' });

describe('the record of a person', () => {
  it('is what their newest scan says, with its place among the people of that verdict', async () => {
    await people.file(scan('ana@x', 9, { verdict: 'UNKNOWN', confirmed: false }));
    expect(await recordOf('ana@x')).toEqual({
      pk: 'PERSON#ana@x',
      sk: 'PERSON',
      type: 'PERSON',
      email: 'ana@x',
      verdict: 'UNKNOWN',
      confirmed: false,
      since: at(9),
      scanId: 'scan-9',
      scanStartedAt: at(9),
      tasksStartedAt: at(9),
      recordedAt: at(9),
      coverage: { counted: 1, asked: 1, answered: 1 },
      accessCounts: { OPEN: 0, BLOCKED: 0, NONE: 1, UNKNOWN: 0 },
      order: `${at(9)}#scan-9`,
      expiresAt: Date.parse(at(9)) / 1000 + 3600 + 7 * 86_400,
      statusPk: 'VERDICT#UNKNOWN',
      statusSk: `${at(9)}#ana@x`,
    });
  });

  it('keeps since when, as long as the verdict stays the same', async () => {
    await people.file(scan('since@x', 9));
    await people.file(scan('since@x', 10));
    expect(await recordOf('since@x')).toMatchObject({ verdict: 'CLEAR', since: at(9), scanId: 'scan-10' });
    await people.file(scan('since@x', 11, { verdict: 'OPEN' }));
    expect(await recordOf('since@x')).toMatchObject({ verdict: 'OPEN', since: at(11), statusPk: 'VERDICT#OPEN' });
    await people.file(scan('since@x', 12));
    expect(await recordOf('since@x')).toMatchObject({ verdict: 'CLEAR', since: at(12), statusSk: `${at(12)}#since@x` });
  });

  it('is not replaced by an older scan that ends late', async () => {
    await people.file(scan('late@x', 10));
    const newest = await recordOf('late@x');
    await people.file(scan('late@x', 9, { verdict: 'OPEN', endedAt: at(12) }));
    expect(await recordOf('late@x')).toEqual(newest);
  });

  it('is replaced by a scan that began earlier and asked later, after a redrive', async () => {
    await people.file(scan('redriven@x', 10));
    await people.file(scan('redriven@x', 9, { verdict: 'OPEN', tasksStartedAt: at(11), endedAt: at(12) }));
    expect(await recordOf('redriven@x')).toMatchObject({ verdict: 'OPEN', since: at(12), scanId: 'scan-9' });
  });

  it('does not change if a scan is filed again', async () => {
    await people.file(scan('twice@x', 9));
    const once = await recordOf('twice@x');
    await people.file(scan('twice@x', 9, { verdict: 'OPEN' }));
    expect(await recordOf('twice@x')).toEqual(once);
  });

  it.each([
    ['nobody has a record yet', undefined],
    ['there is an older record', 8],
  ])('is that of the newest scan, even if another one ends in between, and %s', async (_, earlier) => {
    const email = `between-${earlier}@x`;
    if (earlier !== undefined) await people.file(scan(email, earlier));
    class Interrupted extends ItemStore {
      override async get(key: Key) {
        const item = await super.get(key);
        await people.file(scan(email, 9, { verdict: 'UNKNOWN' }));
        return item;
      }
    }
    await new People(new Interrupted(table.client, TABLE_NAME), 3600).file(scan(email, 10, { verdict: 'OPEN' }));
    expect(await recordOf(email)).toMatchObject({ verdict: 'OPEN', scanId: 'scan-10', since: at(10) });
  });

  it('is that of the newest of many scans that end at the same time', async () => {
    const hours = [14, 9, 12, 11, 13, 10];
    await Promise.all(hours.map((hour) => people.file(scan('many@x', hour, hour === 14 ? { verdict: 'OPEN' } : {}))));
    expect(await recordOf('many@x')).toMatchObject({ verdict: 'OPEN', scanId: 'scan-14' });
  });

  it('does not exist for a scan of task ids', async () => {
    await people.file(scan('nobody@x', 9, { email: undefined }));
    await people.file(scan('nobody@x', 9, { verdict: undefined }));
    expect(await recordOf('nobody@x')).toBeUndefined();
  });
});
