import { accessOf, type Said } from '../../../lambda/access/access';
import { Rules } from '../../../lambda/access/rules';

const rules = new Rules();
const decide = (said: Partial<Said>) => accessOf({ app: 'SLACK', status: 'COMPLETED', ...said }, rules);
const notFound = { errorMessage: 'The user not found' };
const unavailable = { errorMessage: 'Application encountered a bad gateway error' };
const unlisted = { errorCode: 'E-17' };

describe('an account', () => {
  it.each([
    [{ userId: 'U1' }],
    [{ userStatus: 'ACTIVE' }],
    [{ userId: 'U1', userStatus: 'a status that nobody has heard of' }],
    [{ userFullName: 'Ana', userStatus: 'invited' }],
  ])('is open: %j', (account) => {
    expect(decide({ account })).toMatchObject({ access: 'OPEN', accountFound: true });
    expect(decide({ account })).not.toHaveProperty('reason');
  });

  it('is blocked if a rule lists its status', () => {
    expect(decide({ account: { userId: 'U1', userStatus: 'Suspended' } })).toEqual({
      access: 'BLOCKED',
      accountFound: true,
      decidedBy: expect.stringMatching(/^user status suspended/i),
    });
  });

  it.each(['FAILED', 'EXPIRED', 'TIMED_OUT'] as const)('counts, although the task is %s', (status) => {
    expect(decide({ status, account: { userId: 'U1' }, error: notFound })).toMatchObject({ access: 'OPEN' });
  });
});

describe('no account', () => {
  it.each([
    [{ status: 'COMPLETED' }],
    [{ status: 'COMPLETED', account: {} }],
    [{ status: 'COMPLETED', error: notFound }],
    [{ status: 'FAILED', error: notFound }],
    [{ status: 'FAILED', error: notFound, notStarted: true }],
  ] as Partial<Said>[][])('is an answer: %j', (said) => {
    expect(decide(said ?? {})).toMatchObject({ access: 'NONE', accountFound: false });
  });
});

describe('nothing is known', () => {
  it.each([
    [{ status: 'EXPIRED' }, 'EXPIRED'],
    [{ status: 'EXPIRED', error: notFound }, 'EXPIRED'],
    [{ status: 'TIMED_OUT', error: notFound }, 'TIMED_OUT'],
    [{ status: 'FAILED' }, 'OTHER'],
    [{ status: 'FAILED', error: unlisted }, 'OTHER'],
    [{ status: 'COMPLETED', error: {} }, 'OTHER'],
    [{ status: 'FAILED', error: unavailable }, 'APP_UNAVAILABLE'],
    [{ status: 'COMPLETED', error: unavailable }, 'APP_UNAVAILABLE'],
    [{ status: 'COMPLETED', error: unlisted }, 'OTHER'],
    [{ status: 'FAILED', error: unlisted, notStarted: true }, 'NOT_STARTED'],
    [{ status: 'FAILED', notStarted: true }, 'NOT_STARTED'],
    [{ status: 'FAILED', error: unavailable, notStarted: true }, 'APP_UNAVAILABLE'],
  ] as [Partial<Said>, string][])('%j: %s', (said, reason) => {
    const decision = decide(said);
    expect(decision).toMatchObject({ access: 'UNKNOWN', reason });
    expect(decision).not.toHaveProperty('accountFound');
    expect(decision.decidedBy).not.toBe('');
  });
});

describe('a decision names what decided', () => {
  it.each([
    [{ account: { userId: 'U1' } }, 'a user, and no user status'],
    [{ account: { userStatus: 'invited' } }, 'a user, and no rule for the user status'],
    [{}, 'status COMPLETED without a user'],
    [{ status: 'TIMED_OUT' }, 'status TIMED_OUT'],
    [{ error: { errorCode: 'USER_NOT_FOUND' } }, 'error code USER_NOT_FOUND'],
    [{ error: notFound }, 'error message "The user not found"'],
    [{ status: 'FAILED', error: unlisted }, 'status FAILED, and no rule for the error'],
    [{ status: 'FAILED', error: unlisted, notStarted: true }, 'not started, and no rule for the error'],
  ] as [Partial<Said>, string][])('%j: %s', (said, decidedBy) => {
    expect(decide(said).decidedBy).toBe(decidedBy);
  });
});
