import { ItemStore } from '../../../lambda/store/item-store';
import { Standings } from '../../../lambda/store/standings';
import { Tasks } from '../../../lambda/store/tasks';
import { personOf } from '../../../lib/contract/person';
import type { Result } from '../../../lib/contract/records';
import { TABLE_NAME, type TableInMemory, tableInMemory } from '../../support/table-in-memory';

let table: TableInMemory;
let items: ItemStore;
let standings: Standings;

beforeAll(async () => {
  table = await tableInMemory();
  items = new ItemStore(table.client, TABLE_NAME);
  standings = new Standings(items, 3600);
});

afterAll(() => table.stop());

const MONDAY = '2026-11-16T09:00:00.000Z';
const TUESDAY = '2026-11-17T09:00:00.000Z';

function result(email: string, scan: { startedAt: string }, more: Partial<Result>): Result {
  return {
    type: 'TASK',
    scanId: `scan of ${scan.startedAt}`,
    scanStartedAt: scan.startedAt,
    taskKey: 't1',
    app: 'SLACK',
    tenantId: 'T1',
    email: personOf(email).key,
    status: 'COMPLETED',
    accountFound: false,
    recordedAt: scan.startedAt,
    expiresAt: 0,
    ...more,
  };
}

const monday = (email: string, more: Partial<Result>) => result(email, { startedAt: MONDAY }, more);
const tuesday = (email: string, more: Partial<Result>) => result(email, { startedAt: TUESDAY }, more);
const found = { accountFound: true, userId: 'U1', userStatus: 'ACTIVE' };
const failed = { status: 'FAILED', accountFound: false } as const;
const standingOf = async (email: string) => (await items.query(`PERSON#${email}`, 'STANDING#'))[0];

describe('where a person stands', () => {
  it('is the result of the newest scan, in whatever order scans end', async () => {
    await standings.file(tuesday('late@x', { accountFound: false }));
    await standings.file(monday('late@x', found));
    expect(await standingOf('late@x')).toMatchObject({ scanStartedAt: TUESDAY, accountFound: false });
    expect((await standingOf('late@x'))?.appPk).toBeUndefined();
  });

  it('has the answer of an older scan if the newer scan has none', async () => {
    await standings.file(tuesday('gap@x', failed));
    await standings.file(monday('gap@x', found));
    expect(await standingOf('gap@x')).toMatchObject({
      status: 'FAILED',
      scanStartedAt: TUESDAY,
      lastAnswer: { scanStartedAt: MONDAY, accountFound: true },
      appPk: 'APP#SLACK',
    });
  });

  it('does not change if a result is filed again', async () => {
    await standings.file(monday('twice@x', found));
    const once = await standingOf('twice@x');
    await standings.file(monday('twice@x', found));
    expect(await standingOf('twice@x')).toEqual(once);
  });

  it('prefers an account if a scan has two tasks for one tenant', async () => {
    for (const order of [0, 1]) {
      const email = `two${order}@x`;
      const both = [monday(email, { ...found, taskKey: 'a' }), monday(email, { taskKey: 'b' })];
      for (const each of order ? both : both.reverse()) await standings.file(each);
      expect(await standingOf(email)).toMatchObject({ accountFound: true, userId: 'U1' });
      expect((await standingOf(email))?.appPk).toBe('APP#SLACK');
    }
  });

  it('has no attributes that the newest result does not have', async () => {
    await standings.file(monday('forget@x', { ...found, tenantDisplayName: 'Example' }));
    await standings.file(tuesday('forget@x', {}));
    const standing = await standingOf('forget@x');
    expect(standing).not.toHaveProperty('userId');
    expect(standing).not.toHaveProperty('tenantDisplayName');
  });

  it('is not filed if AppFabric returns no person, app or tenant', async () => {
    await standings.file(monday('nobody@x', { ...found, tenantId: undefined }));
    expect(await standingOf('nobody@x')).toBeUndefined();
  });

  it('expires later than the records that it is made from', async () => {
    await standings.file(monday('ttl@x', found));
    const historyExpires = Date.parse(MONDAY) / 1000 + 3600;
    expect((await standingOf('ttl@x'))?.expiresAt).toBeGreaterThan(historyExpires);
  });
});

describe('a result', () => {
  const scan = { scanId: 's', startedAt: MONDAY, email: personOf('ana@x').key };

  it('is never overwritten by an answer, a timeout or a repeated start', async () => {
    const tasks = new Tasks(items, 3600);
    await tasks.open(scan, { taskId: 't', app: 'SLACK', tenantId: 'T1' });
    const first = await tasks.recordAnswer(scan, 't', 'COMPLETED', { taskId: 't', userId: 'U1' }, 1000);
    expect(await tasks.recordAnswer(scan, 't', 'EXPIRED', { taskId: 't' }, 2000)).toEqual(first);
    expect(await tasks.recordTimeout(scan, 't', 3000)).toEqual(first);
    await tasks.identify(scan, 't', { taskId: 't', app: 'OTHER', tenantId: 'T2' });
    await tasks.open(scan, { taskId: 't', app: 'OTHER', tenantId: 'T2' });
    expect(await tasks.ofScan('s')).toEqual([first]);
    expect(first).toMatchObject({ status: 'COMPLETED', userId: 'U1', email: 'ana@x', app: 'SLACK' });
  });

  it('has an account if AppFabric returns any field of a user, and has no empty strings', async () => {
    const tasks = new Tasks(items, 3600);
    const answer = (taskId: string, fields: object) =>
      tasks.recordAnswer(scan, taskId, 'COMPLETED', { taskId, ...fields }, 0);
    expect((await answer('u1', { userStatus: 'deprovisioned' })).accountFound).toBe(true);
    expect((await answer('u2', { userId: '', userFullName: '' })).accountFound).toBe(false);
    expect((await answer('u3', { email: 'ana@x' })).accountFound).toBe(false);
  });
});
