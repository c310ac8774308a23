import { isoTime } from '../../../lambda/common/clock';
import { Claims } from '../../../lambda/store/claims';
import { ItemStore } from '../../../lambda/store/item-store';
import { TABLE_NAME, type TableInMemory, tableInMemory } from '../../support/table-in-memory';

let table: TableInMemory;
let claims: Claims;

beforeAll(async () => {
  table = await tableInMemory();
  claims = new Claims(new ItemStore(table.client, TABLE_NAME));
});

afterAll(() => table.stop());

const NINE = Date.parse('2026-11-16T09:00:00.000Z');
const TEN = NINE + 3_600_000;
const ELEVEN = TEN + 3_600_000;
const trigger = { id: 'event-1', source: 'com.example.hr', time: '2026-11-16T08:59:00Z' };

describe('the claim of a trigger', () => {
  const event = (id: string) => ({ ...trigger, id });
  const claim = (id: string, scanId: string, now: number) =>
    claims.claim({ trigger: event(id), subject: 'ana' }, scanId, now);
  const move = (id: string, from: { scanId: string; claimedAt: string }, to: string, now: number) =>
    claims.move({ trigger: event(id), subject: 'ana' }, from, to, now);
  const claimed = (scanId: string, now: number) => ({
    type: 'TRIGGER',
    scanId,
    claimedAt: isoTime(now),
    expiresAt: Math.floor(now / 1000) + 172_800,
  });

  it('is that of the first scan, for two days', async () => {
    expect(await claim('first', 'a', NINE + 999)).toMatchObject(claimed('a', NINE + 999));
    expect(await claim('first', 'b', TEN)).toMatchObject(claimed('a', NINE + 999));
  });

  it('is renewed by its own scan', async () => {
    await claim('renewed', 'a', NINE);
    expect(await claim('renewed', 'a', TEN)).toMatchObject(claimed('a', TEN));
  });

  it('is free when it has expired, even if DynamoDB has not deleted it yet', async () => {
    await claim('expired', 'a', NINE);
    expect(await claim('expired', 'b', NINE + 172_799_999)).toMatchObject({ scanId: 'a' });
    expect(await claim('expired', 'b', NINE + 172_800_000)).toMatchObject(claimed('b', NINE + 172_800_000));
  });

  it('is one for each subject, because an event can ask for several people', async () => {
    await claim('subjects', 'a', NINE);
    expect(await claims.claim({ trigger: event('subjects'), subject: 'bob' }, 'b', NINE)).toMatchObject({
      scanId: 'b',
    });
  });

  it('moves to another scan', async () => {
    const from = await claim('moved', 'a', NINE);
    expect(await move('moved', from, 'b', TEN)).toMatchObject(claimed('b', TEN));
    expect(await claim('moved', 'c', TEN)).toMatchObject({ scanId: 'b' });
  });

  it('does not move if its scan has renewed it since', async () => {
    const from = await claim('kept', 'a', NINE);
    await claim('kept', 'a', TEN);
    expect(await move('kept', from, 'b', ELEVEN)).toMatchObject(claimed('a', TEN));
  });

  it('moves to one of two scans that want it', async () => {
    const from = await claim('wanted', 'a', NINE);
    await move('wanted', from, 'b', NINE);
    expect(await move('wanted', from, 'c', TEN)).toMatchObject(claimed('b', NINE));
  });
});
