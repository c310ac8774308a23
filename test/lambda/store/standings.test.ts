import { Rules } from '../../../lambda/access/rules';
import { Changes } from '../../../lambda/store/changes';
import { ItemStore } from '../../../lambda/store/item-store';
import { Standings } from '../../../lambda/store/standings';
import { Tasks } from '../../../lambda/store/tasks';
import { personOf } from '../../../lib/contract/person';
import type { CompletedScan, Result } from '../../../lib/contract/records';
import { TABLE_NAME, type TableInMemory, tableInMemory } from '../../support/table-in-memory';
import { someTelemetry } from '../../support/telemetry';

let table: TableInMemory;
let items: ItemStore;
let standings: Standings;

beforeAll(async () => {
  table = await tableInMemory();
  items = new ItemStore(table.client, TABLE_NAME);
  standings = new Standings(items, new Changes(items, someTelemetry()), 3600);
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
    access: 'NONE',
    accountFound: false,
    decidedBy: 'status COMPLETED without a user',
    recordedAt: scan.startedAt,
    expiresAt: 0,
    ...more,
  };
}

const monday = (email: string, more: Partial<Result>) => result(email, { startedAt: MONDAY }, more);
const tuesday = (email: string, more: Partial<Result>) => result(email, { startedAt: TUESDAY }, more);
const found = { access: 'OPEN', accountFound: true, userId: 'U1', userStatus: 'ACTIVE' } as const;
const failed = { status: 'FAILED', access: 'UNKNOWN', reason: 'RECONNECT', accountFound: undefined } as const;
const standingOf = async (email: string) => (await items.query(`PERSON#${email}`, 'STANDING#'))[0];

describe('where a person stands', () => {
  it('is the result of the newest scan, in whatever order scans end', async () => {
    await standings.file(tuesday('late@x', { accountFound: false }));
    await standings.file(monday('late@x', found));
    expect(await standingOf('late@x')).toMatchObject({ scanStartedAt: TUESDAY, accountFound: false });
    expect((await standingOf('late@x'))?.appPk).toBeUndefined();
  });

  it.each(['the older', 'the newer'])(
    'has the answer of an older scan if the newer one has none: %s ends first',
    async (first) => {
      const email = `gap-${first.slice(4)}@x`;
      const answer = monday(email, { ...found, recordedAt: '2026-11-18T09:00:00.000Z' });
      const both = [answer, tuesday(email, { ...failed, error: { errorCode: '401' } })];
      for (const each of first === 'the older' ? both : both.reverse()) await standings.file(each);
      expect(await standingOf(email)).toMatchObject({
        access: 'OPEN',
        confirmed: false,
        accountFound: true,
        userId: 'U1',
        userStatus: 'ACTIVE',
        status: 'FAILED',
        reason: 'RECONNECT',
        error: { errorCode: '401' },
        scanStartedAt: TUESDAY,
        lastAnswer: { scanStartedAt: MONDAY, access: 'OPEN', accountFound: true, userId: 'U1' },
        appPk: 'APP#SLACK',
      });
    },
  );

  it('is UNKNOWN, and says why, if the app has never answered', async () => {
    await standings.file(monday('never@x', { ...failed, reason: 'PERMISSION' }));
    await standings.file(tuesday('never@x', failed));
    const standing = await standingOf('never@x');
    expect(standing).toMatchObject({ access: 'UNKNOWN', confirmed: false, reason: 'RECONNECT', status: 'FAILED' });
    for (const attribute of ['accountFound', 'decidedBy', 'lastAnswer', 'accountSeenAt', 'appPk']) {
      expect(standing).not.toHaveProperty(attribute);
    }
  });

  it('is confirmed by the next answer, which says nothing of the error before', async () => {
    await standings.file(monday('again@x', { ...failed, error: { errorCode: '401' } }));
    await standings.file(tuesday('again@x', { access: 'BLOCKED', accountFound: true, userStatus: 'suspended' }));
    const standing = await standingOf('again@x');
    expect(standing).toMatchObject({ access: 'BLOCKED', confirmed: true, userStatus: 'suspended', appPk: 'APP#SLACK' });
    expect(standing).not.toHaveProperty('reason');
    expect(standing).not.toHaveProperty('error');
  });

  it('remembers when an account was first seen, even if only an older scan found it', async () => {
    await standings.file(monday('gone@x', found));
    await standings.file(tuesday('gone@x', {}));
    expect(await standingOf('gone@x')).toMatchObject({ access: 'NONE', accountFound: false, accountSeenAt: MONDAY });
    await standings.file(tuesday('seen@x', {}));
    await standings.file(monday('seen@x', found));
    expect(await standingOf('seen@x')).toMatchObject({ access: 'NONE', accountFound: false, accountSeenAt: MONDAY });
    await standings.file(result('seen@x', { startedAt: '2026-11-18T09:00:00.000Z' }, found));
    expect(await standingOf('seen@x')).toMatchObject({ access: 'OPEN', accountSeenAt: MONDAY });
    await standings.file(tuesday('unseen@x', {}));
    await standings.file(monday('unseen@x', {}));
    expect(await standingOf('unseen@x')).not.toHaveProperty('accountSeenAt');
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

  it('has no attributes of an account that the newest answer does not have, and keeps the name of the tenant', async () => {
    await standings.file(monday('forget@x', { ...found, tenantDisplayName: 'Example' }));
    await standings.file(tuesday('forget@x', {}));
    const standing = await standingOf('forget@x');
    for (const attribute of ['userId', 'userStatus', 'appPk', 'appSk']) expect(standing).not.toHaveProperty(attribute);
    expect(standing).toHaveProperty('tenantDisplayName', 'Example');
  });

  it.each(['email', 'app', 'tenantId'])('is not filed if AppFabric returns no %s', async (name) => {
    expect(await standings.file(monday('nobody@x', { ...found, [name]: undefined }))).toBeUndefined();
    expect(await standingOf('nobody@x')).toBeUndefined();
  });

  it('has its type, by which exports and streams of the table tell it from other items', async () => {
    await standings.file(monday('type@x', found));
    expect(await standingOf('type@x')).toMatchObject({ type: 'STANDING' });
  });

  it('expires later than the records that it is made from', async () => {
    await standings.file(monday('ttl@x', found));
    const historyExpires = Date.parse(MONDAY) / 1000 + 3600;
    expect((await standingOf('ttl@x'))?.expiresAt).toBeGreaterThan(historyExpires);
  });
});

describe('a tenant that a newer scan did not ask for', () => {
  const WEDNESDAY = '2026-11-18T09:00:00.000Z';
  const notAsked = (email: string, startedAt: string, more: object = {}) =>
    ({
      scanId: `scan of ${startedAt}`,
      email,
      startedAt,
      tasksStartedAt: startedAt,
      unknown: [{ app: 'SLACK', tenantId: 'T1', reason: 'NOT_ASKED', lastAccess: 'OPEN', ...more }],
    }) as unknown as CompletedScan;

  it('keeps its answer for as long as that scan is kept, and says that it is not confirmed', async () => {
    await standings.file(monday('left@x', found));
    const before = await standingOf('left@x');
    await standings.markNotAsked(notAsked('left@x', WEDNESDAY), []);
    const notAskedOrder = `${WEDNESDAY}#0#scan of ${WEDNESDAY}`;
    const expiresAt = Number(before?.expiresAt) + 2 * 86_400;
    const after = { ...before, confirmed: false, reason: 'NOT_ASKED', notAskedOrder, expiresAt };
    expect(await standingOf('left@x')).toEqual(after);
    await standings.markNotAsked(notAsked('left@x', TUESDAY), []);
    expect(await standingOf('left@x')).toEqual(after);
  });

  it('is confirmed again by the next answer, and gets that of an older scan that ends late', async () => {
    await standings.file(monday('back@x', found));
    await standings.markNotAsked(notAsked('back@x', WEDNESDAY), []);
    await standings.file(tuesday('back@x', { access: 'BLOCKED', accountFound: true, userStatus: 'suspended' }));
    const late = { confirmed: false, reason: 'NOT_ASKED', scanStartedAt: TUESDAY };
    const { expiresAt } = (await standingOf('back@x')) ?? {};
    expect(await standingOf('back@x')).toMatchObject({ ...late, access: 'BLOCKED', status: 'COMPLETED' });
    expect(expiresAt).toBe(Date.parse(WEDNESDAY) / 1000 + 3600 + 7 * 86_400);
    await standings.file(tuesday('back@x', { ...failed, scanId: 'scan of a later one' }));
    await standings.file(result('back@x', { startedAt: '2026-11-19T09:00:00.000Z' }, found));
    expect(await standingOf('back@x')).toMatchObject({ access: 'OPEN', confirmed: true });
    for (const attribute of ['reason', 'notAskedOrder']) {
      expect(await standingOf('back@x')).not.toHaveProperty(attribute);
    }
  });

  it('gets the result of an older scan without an answer that ends late, which confirms nothing', async () => {
    await standings.file(monday('without@x', found));
    await standings.markNotAsked(notAsked('without@x', WEDNESDAY), []);
    await standings.file(tuesday('without@x', failed));
    const late = await standingOf('without@x');
    expect(late).toMatchObject({ access: 'OPEN', confirmed: false, reason: 'NOT_ASKED', status: 'FAILED' });
    expect(late).toMatchObject({ scanStartedAt: TUESDAY, lastAnswer: { scanStartedAt: MONDAY } });
    await standings.file(result('without@x', { startedAt: '2026-11-13T09:00:00.000Z' }, failed));
    expect(await standingOf('without@x')).toEqual(late);
  });

  it('stays as it is after a newer answer, another reason, or if the app has never answered', async () => {
    await standings.file(tuesday('newer@x', found));
    await standings.markNotAsked(notAsked('newer@x', MONDAY), []);
    expect(await standingOf('newer@x')).toMatchObject({ confirmed: true });
    await standings.markNotAsked(notAsked('newer@x', WEDNESDAY, { reason: 'RECONNECT' }), []);
    await standings.markNotAsked(notAsked('newer@x', WEDNESDAY, { lastAccess: undefined }), []);
    expect(await standingOf('newer@x')).toMatchObject({ confirmed: true });
    await standings.file(monday('silent@x', failed));
    await standings.markNotAsked(notAsked('silent@x', WEDNESDAY), []);
    expect(await standingOf('silent@x')).toMatchObject({ access: 'UNKNOWN', reason: 'RECONNECT' });
    await standings.markNotAsked(notAsked('nobody@x', WEDNESDAY), []);
    expect(await standingOf('nobody@x')).toBeUndefined();
  });
});

test('the standings of a person are those of all tenants, and no others', async () => {
  await standings.file(monday('all@x', found));
  await standings.file(monday('all@x', { ...found, app: 'ZOOM' }));
  await standings.file(monday('all@x.y', found));
  expect((await standings.ofPerson(personOf('all@x').key)).map(({ app }) => app)).toEqual(['SLACK', 'ZOOM']);
});

describe('a result', () => {
  const scan = { scanId: 's', startedAt: MONDAY, email: personOf('ana@x').key };

  it('is never overwritten by an answer, a timeout or a repeated start', async () => {
    const tasks = new Tasks(items, 3600, new Rules(), someTelemetry());
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
    const tasks = new Tasks(items, 3600, new Rules(), someTelemetry());
    const answer = (taskId: string, fields: object) =>
      tasks.recordAnswer(scan, taskId, 'COMPLETED', { taskId, ...fields }, 0);
    expect((await answer('u1', { userStatus: 'deprovisioned' })).accountFound).toBe(true);
    expect((await answer('u2', { userId: '', userFullName: '' })).accountFound).toBe(false);
    expect((await answer('u3', { email: 'ana@x' })).accountFound).toBe(false);
  });
});
