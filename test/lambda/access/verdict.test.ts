import { type Evidence, judge, tenantsOf } from '../../../lambda/access/verdict';
import type { Access } from '../../../lib/contract/access/access';
import type { NotAsked, Result, Standing } from '../../../lib/contract/records';

const TODAY = '2026-11-28T09:00:00.000Z';
const LAST_WEEK = '2026-11-21T09:00:00.000Z';

const result = (app: string, access: Access, more: Partial<Result> = {}) =>
  ({ app, tenantId: 't', taskId: `task of ${app}`, access, status: 'COMPLETED', recordedAt: TODAY, ...more }) as Result;
const failed = (app: string) => result(app, 'UNKNOWN', { status: 'FAILED', reason: 'RECONNECT' });

function standing(app: string, access: Access, more: Partial<Standing> = {}): Standing {
  const accountFound = access === 'UNKNOWN' ? undefined : access !== 'NONE';
  const lastAnswer = access === 'UNKNOWN' ? undefined : { recordedAt: LAST_WEEK, access };
  const seen = accountFound ? { accountSeenAt: LAST_WEEK } : {};
  return { app, tenantId: 't', access, accountFound, lastAnswer, recordedAt: TODAY, ...seen, ...more } as Standing;
}
const authorization = (app: string, more: Partial<NotAsked> = {}): NotAsked => ({
  app,
  tenantId: 't',
  authorizationStatus: 'PendingConnect',
  ...more,
});
const verdict = (evidence: Partial<Evidence>) => judge({ results: [], standings: [], notAsked: [], ...evidence });

describe('OPEN', () => {
  it('is a person with an open account, whatever else is not known', () => {
    const results = [result('SLACK', 'OPEN', { userStatus: 'ACTIVE' }), failed('ZOOM'), result('ASANA', 'BLOCKED')];
    expect(verdict({ results, notAsked: [authorization('JIRA')], authorizationsError: 'HTTP 500' })).toEqual({
      verdict: 'OPEN',
      confirmed: true,
      coverage: { counted: 4, asked: 3, answered: 2 },
      accessCounts: { OPEN: 1, BLOCKED: 1, NONE: 0, UNKNOWN: 2 },
      open: [
        {
          app: 'SLACK',
          tenantId: 't',
          taskId: 'task of SLACK',
          userStatus: 'ACTIVE',
          confirmed: true,
          recordedAt: TODAY,
        },
      ],
      unknown: [
        { app: 'JIRA', tenantId: 't', reason: 'NOT_ASKED', authorizationStatus: 'PendingConnect' },
        { app: 'ZOOM', tenantId: 't', taskId: 'task of ZOOM', status: 'FAILED', reason: 'RECONNECT' },
      ],
      withoutUserAccess: [],
    });
  });

  it('is not confirmed if only an earlier answer says so, in an app that failed or was not asked', () => {
    const results = [failed('ZOOM'), result('ASANA', 'NONE')];
    const standings = [standing('ZOOM', 'OPEN', { userStatus: 'ACTIVE' }), standing('SLACK', 'OPEN')];
    expect(verdict({ results, standings })).toMatchObject({
      verdict: 'OPEN',
      confirmed: false,
      coverage: { counted: 3, asked: 2, answered: 1 },
      accessCounts: { OPEN: 0, BLOCKED: 0, NONE: 1, UNKNOWN: 2 },
      open: [
        { app: 'SLACK', confirmed: false, recordedAt: LAST_WEEK },
        { app: 'ZOOM', userStatus: 'ACTIVE', confirmed: false, recordedAt: LAST_WEEK },
      ],
      unknown: [
        { app: 'SLACK', reason: 'NOT_ASKED', lastAccess: 'OPEN' },
        { app: 'ZOOM', reason: 'RECONNECT', lastAccess: 'OPEN' },
      ],
    });
  });

  it('is confirmed if one of the accounts is', () => {
    const results = [failed('ZOOM'), result('ASANA', 'OPEN')];
    expect(verdict({ results, standings: [standing('ZOOM', 'OPEN')] })).toMatchObject({ confirmed: true });
  });

  it('is by an earlier answer if nothing was asked', () => {
    expect(verdict({ standings: [standing('ZOOM', 'OPEN')] })).toMatchObject({ verdict: 'OPEN', confirmed: false });
  });

  it('is not by what was known of an app that has answered since', () => {
    const results = [result('ZOOM', 'NONE')];
    expect(verdict({ results, standings: [standing('ZOOM', 'OPEN')] })).toMatchObject({ verdict: 'CLEAR', open: [] });
  });

  it('names a tenant once that has two tasks, of which one failed', () => {
    const results = [result('ZOOM', 'OPEN'), failed('ZOOM')];
    expect(verdict({ results, standings: [standing('ZOOM', 'OPEN')] }).open).toHaveLength(1);
  });
});

describe('UNKNOWN', () => {
  const blocked = result('SLACK', 'BLOCKED');

  it('does not say what an app last answered if it never has', () => {
    const { unknown } = verdict({ results: [failed('ZOOM')], standings: [standing('ZOOM', 'UNKNOWN')] });
    expect(unknown).toEqual([
      { app: 'ZOOM', tenantId: 't', taskId: 'task of ZOOM', status: 'FAILED', reason: 'RECONNECT' },
    ]);
  });

  it.each<[string, Partial<Evidence>]>([
    ['an app gave no answer', { results: [blocked, failed('ZOOM')] }],
    ['an app authorization was not asked', { results: [blocked], notAsked: [authorization('ZOOM')] }],
    [
      'a connected one was not asked',
      { results: [blocked], notAsked: [authorization('Z', { authorizationStatus: 'Connected' })] },
    ],
    [
      'another tenant of the app was not asked',
      { results: [blocked], notAsked: [authorization('SLACK', { tenantId: '2' })] },
    ],
    ['a blocked account was not asked for', { results: [blocked], standings: [standing('ZOOM', 'BLOCKED')] }],
    ['the app authorizations are not known', { results: [blocked], authorizationsError: 'HTTP 500' }],
    ['nothing was asked', {}],
    [
      'nothing was asked, and an account is gone',
      { standings: [standing('ZOOM', 'NONE', { accountSeenAt: LAST_WEEK })] },
    ],
    ['an app without user access was asked, and gave no answer', { results: [blocked, failed('CONFLUENCE')] }],
  ])('if %s', (_, evidence) => {
    expect(verdict(evidence)).toMatchObject({ verdict: 'UNKNOWN', confirmed: false, open: [] });
  });

  it('says what the app answered before, and which authorization it has now', () => {
    const standings = [standing('ZOOM', 'BLOCKED', { tenantDisplayName: 'Example' })];
    const { unknown } = verdict({ results: [blocked], standings, notAsked: [authorization('ZOOM')] });
    expect(unknown).toMatchObject([
      { app: 'ZOOM', reason: 'NOT_ASKED', authorizationStatus: 'PendingConnect', lastAccess: 'BLOCKED' },
    ]);
  });
});

describe('CLEAR', () => {
  it.each<[string, Partial<Evidence>]>([
    ['blocked', { results: [result('SLACK', 'BLOCKED'), result('ZOOM', 'NONE')] }],
    [
      'gone',
      { results: [result('ZOOM', 'NONE')], standings: [standing('ZOOM', 'NONE', { accountSeenAt: LAST_WEEK })] },
    ],
    [
      'gone from an app that is no longer connected',
      { results: [result('ZOOM', 'NONE')], standings: [standing('MIRO', 'NONE', { accountSeenAt: LAST_WEEK })] },
    ],
  ])('is everything that counts answered, and an account that is %s', (_, evidence) => {
    expect(verdict(evidence)).toMatchObject({ verdict: 'CLEAR', confirmed: true, unknown: [] });
  });

  it('does not ask for more than what counts', () => {
    const notAsked = [authorization('CONFLUENCE', { withoutUserAccess: true })];
    const standings = [standing('MIRO', 'UNKNOWN'), standing('ASANA', 'NONE')];
    expect(verdict({ results: [result('SLACK', 'BLOCKED')], notAsked, standings })).toMatchObject({
      verdict: 'CLEAR',
      coverage: { counted: 1, asked: 1, answered: 1 },
      withoutUserAccess: [{ app: 'CONFLUENCE', tenantId: 't' }],
    });
  });

  it('counts an app without user access if the person has an account in it', () => {
    const notAsked = [authorization('CONFLUENCE', { withoutUserAccess: true })];
    const standings = [standing('CONFLUENCE', 'BLOCKED')];
    expect(verdict({ results: [result('SLACK', 'BLOCKED')], notAsked, standings })).toMatchObject({
      verdict: 'UNKNOWN',
      unknown: [{ app: 'CONFLUENCE', authorizationStatus: 'PendingConnect' }],
      withoutUserAccess: [],
    });
  });
});

test('NOT_FOUND: everything that counts answered, and there never was an account', () => {
  const results = [result('SLACK', 'NONE'), result('ZOOM', 'NONE')];
  const standings = [standing('SLACK', 'NONE'), standing('MIRO', 'UNKNOWN')];
  expect(verdict({ results, standings })).toMatchObject({
    verdict: 'NOT_FOUND',
    confirmed: true,
    coverage: { counted: 2, asked: 2, answered: 2 },
    accessCounts: { OPEN: 0, BLOCKED: 0, NONE: 2, UNKNOWN: 0 },
  });
});

test('the tenants of a scan of task ids have the person, and no verdict', () => {
  const email = 'ana@example.com' as Result['email'];
  const results = [result('SLACK', 'OPEN', { email }), failed('ZOOM'), result('ASANA', 'NONE')];
  expect(tenantsOf(results)).toMatchObject({
    accessCounts: { OPEN: 1, BLOCKED: 0, NONE: 1, UNKNOWN: 1 },
    open: [{ app: 'SLACK', email, confirmed: true }],
    unknown: [{ app: 'ZOOM', reason: 'RECONNECT' }],
  });
  expect(tenantsOf(results)).not.toHaveProperty('verdict');
});
