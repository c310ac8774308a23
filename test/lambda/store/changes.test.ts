import { changeKindOf } from '../../../lib/contract/changes';
import { personOf } from '../../../lib/contract/person';
import type { CompletedScan, Result } from '../../../lib/contract/records';
import { BLOCKED, FAILED, NONE, OPEN, on, resultOf } from '../../support/results-of-days';
import { storesOf } from '../../support/stored';
import { type TableInMemory, tableInMemory } from '../../support/table-in-memory';

let table: TableInMemory;
let stores: ReturnType<typeof storesOf>;

beforeAll(async () => {
  table = await tableInMemory();
  stores = storesOf(table);
});

afterAll(() => table.stop());

const changesOf = (email: string, since = '') => stores.changes.ofPersonSince(personOf(email).key, since);
const standingOf = async (email: string) => (await stores.items.query(`PERSON#${email}`, 'STANDING#'))[0];
const moves = async (email: string) =>
  (await changesOf(email)).map(({ kind, from, to }) => `${from.scanId} ${kind} ${to.scanId}`);

/** Files what the scans of several days found, one day after another. */
async function file(...results: Result[]) {
  const made = [];
  for (const result of results) made.push(await stores.standings.file(result));
  return made;
}

describe('from one answer to the next', () => {
  it.each([
    ['there is no account', 'there is one', NONE, OPEN, 'APPEARED'],
    ['there is no account', 'there is a blocked one', NONE, BLOCKED, 'APPEARED'],
    ['the account is open', 'it is blocked', OPEN, BLOCKED, 'BLOCKED'],
    ['the account is blocked', 'it is open', BLOCKED, OPEN, 'REOPENED'],
    ['the account is open', 'it is gone', OPEN, NONE, 'REMOVED'],
    ['the account is blocked', 'it is gone', BLOCKED, NONE, 'REMOVED'],
    ['the status is one', 'it is another', OPEN, { ...OPEN, userStatus: 'invited' }, 'STATUS_CHANGED'],
    ['there is a status', 'there is none', OPEN, { ...OPEN, userStatus: undefined }, 'STATUS_CHANGED'],
    ['there is no status', 'there is one', { ...OPEN, userStatus: undefined }, OPEN, 'STATUS_CHANGED'],
  ])('%s, and then %s', async (before, after, from, to, kind) => {
    const email = `${before}${after}@x`.replaceAll(' ', '-');
    const [, change] = await file(resultOf(email, 1, from), resultOf(email, 2, to));
    expect(change).toMatchObject({ kind, from: { scanId: 'scan-1' }, to: { scanId: 'scan-2' } });
    expect(await moves(email)).toEqual([`scan-1 ${kind} scan-2`]);
  });

  it.each([
    ['an open account', OPEN],
    ['a blocked account', BLOCKED],
    ['no account', NONE],
    ['an account without a status', { ...OPEN, userStatus: undefined }],
  ])('nothing changes if both say: %s', async (what, answer) => {
    const email = `same-${what}@x`.replaceAll(' ', '-');
    const renamed = answer === NONE ? NONE : { ...answer, userId: 'U2', userFullName: 'Ana Díaz' };
    expect(await file(resultOf(email, 1, answer), resultOf(email, 2, renamed))).toEqual([undefined, undefined]);
    expect(await changesOf(email)).toEqual([]);
    expect(await standingOf(email)).toMatchObject({ lastAnswer: { scanId: 'scan-2' } });
  });

  it('records the whole of both answers, and what requested the second scan', async () => {
    const trigger = { id: 'e-1', source: 'com.example.hr', time: on(2) };
    const user = { userId: 'U1', userFullName: 'Ana Díaz', userFirstName: 'Ana', userLastName: 'Díaz' };
    const email = 'whole@x';
    const more = { tasksStartedAt: '2026-11-02T09:00:01.000Z', recordedAt: '2026-11-02T09:00:07.000Z', trigger };
    const [, made] = await file(
      resultOf(email, 1, { ...OPEN, ...user, tenantDisplayName: 'Example' }),
      resultOf(email, 2, { ...BLOCKED, ...more, decidedBy: 'another rule' }),
    );
    const change = {
      type: 'CHANGE',
      id: 'changed:scan-2:t1',
      email,
      app: 'SLACK',
      tenantId: 'T1',
      tenantDisplayName: 'Example',
      kind: 'BLOCKED',
      from: {
        scanId: 'scan-1',
        scanStartedAt: on(1),
        recordedAt: on(1),
        access: 'OPEN',
        accountFound: true,
        decidedBy: 'a rule',
        userStatus: 'ACTIVE',
        ...user,
      },
      to: {
        scanId: 'scan-2',
        scanStartedAt: on(2),
        tasksStartedAt: more.tasksStartedAt,
        recordedAt: more.recordedAt,
        access: 'BLOCKED',
        accountFound: true,
        decidedBy: 'another rule',
        userId: 'U1',
        userStatus: 'suspended',
      },
      trigger,
      expiresAt: Date.parse(on(2)) / 1000 + 3600,
    };
    expect(made).toEqual(change);
    expect(await changesOf(email)).toEqual([
      {
        ...change,
        pk: `PERSON#${email}`,
        sk: 'CHANGE#2026-11-02T09:00:01.000Z#2#scan-2#t1',
        appPk: 'CHANGES#SLACK',
        appSk: '2026-11-02T09:00:07.000Z#changed:scan-2:t1',
      },
    ]);
    expect(await standingOf(email)).not.toHaveProperty('pendingChange');
  });

  it('has the name of the tenant that the second answer has', async () => {
    const named = (day: number, name: string) => resultOf('named@x', day, { tenantDisplayName: name });
    const [, change] = await file(named(1, 'Old'), { ...named(2, 'New'), ...OPEN });
    expect(change).toHaveProperty('tenantDisplayName', 'New');
  });

  it('has tenants and apps with any characters, however long', async () => {
    const tenants = [
      { tenantId: 'T#1%', app: 'A#B' },
      { tenantId: 'T'.repeat(1024), app: 'A'.repeat(255) },
      { tenantId: `${'#'.repeat(500)}1`, app: 'SLACK' },
      { tenantId: `${'#'.repeat(500)}2`, app: 'SLACK' },
    ];
    for (const [index, tenant] of tenants.entries()) {
      const of = { ...tenant, taskKey: `t${index}` };
      await file(resultOf('any@x', 1, of), resultOf('any@x', 2, { ...of, ...OPEN }));
    }
    expect(await changesOf('any@x')).toMatchObject(tenants);
  });
});

describe('an answer makes no change', () => {
  it('if it is the first one in its tenant', async () => {
    expect(await file(resultOf('first@x', 1, FAILED), resultOf('first@x', 2, OPEN))).toEqual([undefined, undefined]);
    await file(resultOf('first@x', 3, { ...OPEN, tenantId: 'T2' }));
    expect(await changesOf('first@x')).toEqual([]);
  });

  it('if it is another one of the first scan, which later scans are compared with', async () => {
    await file(resultOf('asked-twice@x', 1, NONE), resultOf('asked-twice@x', 1, { ...OPEN, taskKey: 't2' }));
    expect(await moves('asked-twice@x')).toEqual([]);
    await file(resultOf('two-accounts@x', 1, OPEN), resultOf('two-accounts@x', 1, { ...BLOCKED, taskKey: 't2' }));
    expect(await moves('two-accounts@x')).toEqual([]);
    await file(resultOf('asked-twice@x', 2, BLOCKED), resultOf('asked-twice@x', 2, { ...OPEN, taskKey: 't2' }));
    expect(await moves('asked-twice@x')).toEqual(['scan-1 BLOCKED scan-2', 'scan-2 REOPENED scan-2']);
  });

  it('if there is none: what was known before stays known', async () => {
    const [, failed, , removed] = await file(
      resultOf('gap@x', 1, OPEN),
      resultOf('gap@x', 2, FAILED),
      resultOf('gap@x', 3, { ...FAILED, reason: 'APP_UNAVAILABLE' }),
      resultOf('gap@x', 4, NONE),
    );
    expect(failed).toBeUndefined();
    expect(removed).toMatchObject({ kind: 'REMOVED', from: { scanId: 'scan-1', userId: 'U1' } });
    expect(await moves('gap@x')).toEqual(['scan-1 REMOVED scan-4']);
  });

  it('if it was not asked for', async () => {
    const unknown = [{ app: 'SLACK', tenantId: 'T1', reason: 'NOT_ASKED', lastAccess: 'OPEN' }];
    const scan = { scanId: 'scan-2', email: 'unasked@x', startedAt: on(2), unknown } as unknown as CompletedScan;
    await file(resultOf('unasked@x', 1, OPEN));
    await stores.standings.markNotAsked(scan, []);
    expect(await changesOf('unasked@x')).toEqual([]);
    await file(resultOf('unasked@x', 3, BLOCKED));
    expect(await moves('unasked@x')).toEqual(['scan-1 BLOCKED scan-3']);
  });

  it('if AppFabric returns no person, app or tenant', async () => {
    const nobody = { ...resultOf('nobody@x', 2, OPEN), email: undefined };
    await file(resultOf('nobody@x', 1, NONE));
    expect(await file(nobody)).toEqual([undefined]);
    expect(await stores.changes.find(nobody)).toBeUndefined();
  });
});

describe('an older scan that ends late', () => {
  it('changes nothing after a newer answer', async () => {
    await file(resultOf('late@x', 1, OPEN), resultOf('late@x', 3, NONE));
    expect(await file(resultOf('late@x', 2, BLOCKED))).toEqual([undefined]);
    expect(await moves('late@x')).toEqual(['scan-1 REMOVED scan-3']);
    await file(resultOf('late@x', 4, BLOCKED));
    expect(await moves('late@x')).toEqual(['scan-1 REMOVED scan-3', 'scan-3 APPEARED scan-4']);
  });

  it('changes what is known if the newer scan has no answer, or did not ask', async () => {
    await file(resultOf('late-gap@x', 1, OPEN), resultOf('late-gap@x', 3, FAILED));
    const [change] = await file(resultOf('late-gap@x', 2, BLOCKED));
    expect(change).toMatchObject({ kind: 'BLOCKED', from: { scanId: 'scan-1' }, to: { scanId: 'scan-2' } });
    expect(await standingOf('late-gap@x')).toMatchObject({ access: 'BLOCKED', confirmed: false, scanId: 'scan-3' });

    const unknown = [{ app: 'SLACK', tenantId: 'T1', reason: 'NOT_ASKED', lastAccess: 'OPEN' }];
    const scan = { scanId: 'scan-3', email: 'late-left@x', startedAt: on(3), unknown } as unknown as CompletedScan;
    await file(resultOf('late-left@x', 1, OPEN));
    await stores.standings.markNotAsked(scan, []);
    await file(resultOf('late-left@x', 2, NONE));
    expect(await moves('late-left@x')).toEqual(['scan-1 REMOVED scan-2']);
    expect(await standingOf('late-left@x')).toMatchObject({ access: 'NONE', confirmed: false, reason: 'NOT_ASKED' });
  });

  it('is not older if it was redriven, and asked after the other one', async () => {
    await file(resultOf('redriven@x', 1, OPEN), resultOf('redriven@x', 3, BLOCKED));
    await file(resultOf('redriven@x', 2, { ...OPEN, tasksStartedAt: on(4) }));
    expect(await moves('redriven@x')).toEqual(['scan-1 BLOCKED scan-3', 'scan-3 REOPENED scan-2']);
  });
});

it('changes are in the order of the answers, even of scans that asked in the same millisecond', async () => {
  const at = (scanId: string, more: Partial<Result>) => ({ ...resultOf('tie@x', 2, more), scanId });
  await file(resultOf('tie@x', 1, OPEN), at('b', NONE), at('d', OPEN), at('e', BLOCKED), resultOf('tie@x', 3, NONE));
  expect(await moves('tie@x')).toEqual(['scan-1 REMOVED b', 'b APPEARED d', 'd BLOCKED e', 'e REMOVED scan-3']);
});

describe('a result that is filed again', () => {
  it('returns the change that it made, whatever was filed since', async () => {
    const tuesday = resultOf('again@x', 2, BLOCKED);
    const [, made] = await file(resultOf('again@x', 1, OPEN), tuesday);
    const [recorded] = await changesOf('again@x');
    expect(await file(tuesday)).toEqual([recorded]);
    await file(resultOf('again@x', 3, NONE));
    expect(await file(tuesday)).toEqual([recorded]);
    expect(recorded).toMatchObject(JSON.parse(JSON.stringify(made)));
    expect(await moves('again@x')).toEqual(['scan-1 BLOCKED scan-2', 'scan-2 REMOVED scan-3']);
  });

  it('makes none if it made none', async () => {
    const first = resultOf('none-again@x', 1, OPEN);
    await file(first, resultOf('none-again@x', 2, OPEN));
    expect(await file(first)).toEqual([undefined]);
  });
});

describe('the calls to DynamoDB', () => {
  const callsOf = async (result: Result) => {
    const { standings, calls } = storesOf(table);
    await standings.file(result);
    return calls;
  };

  it('are one for a first answer, for one that changes nothing, and for a result without an answer', async () => {
    expect(await callsOf(resultOf('cost@x', 1, OPEN))).toEqual(['UpdateItem']);
    expect(await callsOf(resultOf('cost@x', 2, OPEN))).toEqual(['UpdateItem']);
    expect(await callsOf(resultOf('cost@x', 3, FAILED))).toEqual(['UpdateItem']);
    expect(await callsOf(resultOf('cost@x', 4, OPEN))).toEqual(['UpdateItem']);
  });

  it('are five for a change, and three for a result that is filed again', async () => {
    await callsOf(resultOf('cost-of-change@x', 1, OPEN));
    const calls = ['UpdateItem', 'GetItem', 'UpdateItem', 'PutItem', 'UpdateItem'];
    expect(await callsOf(resultOf('cost-of-change@x', 2, BLOCKED))).toEqual(calls);
    expect(await callsOf(resultOf('cost-of-change@x', 2, BLOCKED))).toEqual(['UpdateItem', 'GetItem', 'GetItem']);
    expect(await callsOf(resultOf('cost-of-change@x', 3, BLOCKED))).toEqual(['UpdateItem']);
  });
});

/** Of the five calls of a change, the third puts it into the standing, and the last takes it out. */
const CALLS = [1, 2, 3, 4, 5];

describe('a function that is killed while it files a change', () => {
  async function killed(email: string, call: number) {
    await file(resultOf(email, 1, OPEN));
    const { standings, paused } = storesOf(table, { pausedBefore: call });
    void standings.file(resultOf(email, 2, BLOCKED));
    await paused;
  }

  it.each(CALLS)('before call %d: the retry records it once', async (call) => {
    const email = `killed-${call}@x`;
    await killed(email, call);
    const [change] = await file(resultOf(email, 2, BLOCKED));
    expect(change).toMatchObject({ kind: 'BLOCKED', from: { scanId: 'scan-1' }, to: { scanId: 'scan-2' } });
    await file(resultOf(email, 3, NONE));
    expect(await moves(email)).toEqual(['scan-1 BLOCKED scan-2', 'scan-2 REMOVED scan-3']);
    expect(await standingOf(email)).not.toHaveProperty('pendingChange');
  });

  it.each(CALLS)('before call %d: a newer answer records it first, and the retry finds it', async (call) => {
    const email = `killed-first-${call}@x`;
    await killed(email, call);
    const [removed] = await file(resultOf(email, 3, NONE));
    const [change] = await file(resultOf(email, 2, BLOCKED));
    // Before the write of the standing, the newer answer has overtaken this one.
    const isFiled = call > 3;
    expect(removed).toMatchObject({ kind: 'REMOVED', from: { scanId: isFiled ? 'scan-2' : 'scan-1' } });
    expect(change?.id).toBe(isFiled ? 'changed:scan-2:t1' : undefined);
    expect(await moves(email)).toEqual(
      isFiled ? ['scan-1 BLOCKED scan-2', 'scan-2 REMOVED scan-3'] : ['scan-1 REMOVED scan-3'],
    );
    expect(await standingOf(email)).not.toHaveProperty('pendingChange');
  });

  it.each(CALLS)('before call %d: a newer scan that finds the same, or no answer, does not lose it', async (call) => {
    const email = `killed-same-${call}@x`;
    await killed(email, call);
    await file(resultOf(email, 3, FAILED), resultOf(email, 4, BLOCKED));
    const recorded = [`scan-1 BLOCKED scan-${call > 3 ? 2 : 4}`];
    expect(await moves(email)).toEqual(recorded);
    await file(resultOf(email, 2, BLOCKED));
    expect(await moves(email)).toEqual(recorded);
    expect(await standingOf(email)).not.toHaveProperty('pendingChange');
    expect(await standingOf(email)).toMatchObject({ access: 'BLOCKED', lastAnswer: { scanId: 'scan-4' } });
  });
});

it.each(CALLS)('a function that stops before call %d for a while does not disturb the next change', async (call) => {
  const email = `late-function-${call}@x`;
  await file(resultOf(email, 1, OPEN));
  const tuesday = storesOf(table, { pausedBefore: call });
  const filed = tuesday.standings.file(resultOf(email, 2, BLOCKED));
  await tuesday.paused;
  // It is killed when its own change is in the standing.
  const wednesday = storesOf(table, { pausedBefore: call > 3 ? 6 : 4 });
  void wednesday.standings.file(resultOf(email, 3, NONE));
  await wednesday.paused;
  expect(await standingOf(email)).toMatchObject({ pendingChange: { id: 'changed:scan-3:t1' } });
  tuesday.resume();
  expect((await filed)?.id).toBe(call > 3 ? 'changed:scan-2:t1' : undefined);
  await file(resultOf(email, 4, OPEN));
  expect(await moves(email)).toEqual([
    ...(call > 3 ? ['scan-1 BLOCKED scan-2', 'scan-2 REMOVED scan-3'] : ['scan-1 REMOVED scan-3']),
    'scan-3 APPEARED scan-4',
  ]);
});

describe('what is filed between the read and the write of a change is not overwritten', () => {
  /** Files an answer of the second day, and does something else before its write. */
  async function meanwhile(email: string, work: () => Promise<unknown>) {
    const { standings, paused, resume } = storesOf(table, { pausedBefore: 3 });
    const filed = standings.file(resultOf(email, 2, BLOCKED));
    await paused;
    await work();
    resume();
    return filed;
  }

  it('an answer that is newer, but not the newest result', async () => {
    await file(resultOf('between@x', 1, OPEN), resultOf('between@x', 9, FAILED));
    expect(await meanwhile('between@x', () => file(resultOf('between@x', 3, NONE)))).toBeUndefined();
    expect(await moves('between@x')).toEqual(['scan-1 REMOVED scan-3']);
    expect(await standingOf('between@x')).toMatchObject({ access: 'NONE', lastAnswer: { scanId: 'scan-3' } });
  });

  it('a newer result without an answer', async () => {
    await file(resultOf('between-failed@x', 1, OPEN));
    await meanwhile('between-failed@x', () => file(resultOf('between-failed@x', 3, FAILED)));
    expect(await moves('between-failed@x')).toEqual(['scan-1 BLOCKED scan-2']);
    const standing = { access: 'BLOCKED', confirmed: false, reason: 'RECONNECT', scanId: 'scan-3' };
    expect(await standingOf('between-failed@x')).toMatchObject(standing);
  });

  it('the mark of a newer scan that did not ask', async () => {
    const unknown = [{ app: 'SLACK', tenantId: 'T1', reason: 'NOT_ASKED', lastAccess: 'OPEN' }];
    const scan = { scanId: 'scan-3', email: 'between-left@x', startedAt: on(3), unknown } as unknown as CompletedScan;
    await file(resultOf('between-left@x', 1, OPEN));
    await meanwhile('between-left@x', () => stores.standings.markNotAsked(scan, []));
    expect(await moves('between-left@x')).toEqual(['scan-1 BLOCKED scan-2']);
    expect(await standingOf('between-left@x')).toMatchObject({
      access: 'BLOCKED',
      confirmed: false,
      reason: 'NOT_ASKED',
    });
  });
});

it.each(CALLS)('a change is recorded once, and returned, if the answer of call %d is lost', async (call) => {
  const email = `lost-${call}@x`;
  await file(resultOf(email, 1, OPEN));
  const { standings } = storesOf(table, { answerLost: call });
  expect(await standings.file(resultOf(email, 2, BLOCKED))).toMatchObject({ id: 'changed:scan-2:t1', kind: 'BLOCKED' });
  expect(await moves(email)).toEqual(['scan-1 BLOCKED scan-2']);
  expect(await standingOf(email)).not.toHaveProperty('pendingChange');
});

it('the answer of a scan that changes nothing is filed once if the answer of its call is lost', async () => {
  await file(resultOf('lost-same@x', 1, OPEN));
  const { standings, calls } = storesOf(table, { answerLost: 1 });
  expect(await standings.file(resultOf('lost-same@x', 2, OPEN))).toBeUndefined();
  expect(calls).toEqual(['UpdateItem', 'GetItem', 'GetItem']);
  expect(await standingOf('lost-same@x')).toMatchObject({ lastAnswer: { scanId: 'scan-2' } });
});

describe('scans that file their answers at the same time', () => {
  const ANSWERS = [NONE, OPEN, BLOCKED, { ...OPEN, userStatus: 'invited' }, FAILED];

  it.each(Array.from({ length: 12 }, (_, seed) => seed))('make one chain of changes (%d)', async (seed) => {
    const email = `race-${seed}@x`;
    await file(resultOf(email, 1, OPEN));
    const results = Array.from({ length: 8 }, (_, index) =>
      resultOf(email, index + 2, ANSWERS[(seed + index * (seed + 2)) % ANSWERS.length]),
    );
    // Each is filed twice.
    const filed = await Promise.all(
      [...results, ...results].map(async (result) => {
        const change = await stores.standings.file(result);
        return change === undefined ? [] : [change.id];
      }),
    );
    const changes = await changesOf(email);
    expect([...new Set(filed.flat())].toSorted()).toEqual(changes.map(({ id }) => id).toSorted());
    let before = (await changesOf(email))[0]?.from;
    for (const { from, to, kind } of changes) {
      expect(before && changeKindOf(before, from)).toBeUndefined();
      expect(changeKindOf(from, to)).toBe(kind);
      before = to;
    }
    const last = results.findLast(({ access }) => access !== 'UNKNOWN');
    expect(await standingOf(email)).toMatchObject({ lastAnswer: { scanId: last?.scanId } });
    if (before !== undefined) expect(changeKindOf(before, last as never)).toBeUndefined();
    expect(await standingOf(email)).not.toHaveProperty('pendingChange');
  });
});

describe('the changes of a person', () => {
  it('are those of the scans that asked since a time, and of nobody else', async () => {
    for (const email of ['list@x', 'list@x.y']) {
      await file(
        resultOf(email, 1, OPEN),
        resultOf(email, 2, NONE),
        resultOf(email, 3, OPEN),
        resultOf(email, 4, NONE),
      );
    }
    const idsSince = async (since: string) => (await changesOf('list@x', since)).map(({ to }) => to.scanId);
    expect(await idsSince('')).toEqual(['scan-2', 'scan-3', 'scan-4']);
    expect(await idsSince(on(3))).toEqual(['scan-3', 'scan-4']);
    expect(await idsSince('2026-11-03T09:00:00.001Z')).toEqual(['scan-4']);
    expect(await idsSince(on(5))).toEqual([]);
  });

  it('are recorded once: the first record stays', async () => {
    await file(resultOf('once@x', 1, OPEN), resultOf('once@x', 2, NONE));
    const [change] = await changesOf('once@x');
    if (change) await stores.changes.record({ ...change, kind: 'BLOCKED' });
    expect(await changesOf('once@x')).toEqual([change]);
  });
});
