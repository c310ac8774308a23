import { Rules } from '../../../lambda/access/rules';

const rules = new Rules();
const NOT_FOUND = 'The user not found';
const REVOKED = 'The authorization token was revoked. Connect the app authorization for the application.';

describe('the meaning of an error', () => {
  it.each([
    [{ errorMessage: NOT_FOUND }],
    [{ errorMessage: 'the USER  not-found.' }],
    [{ errorCode: 'USER_NOT_FOUND' }],
    [{ errorCode: 'UserNotFound' }],
    [{ errorCode: 'user not found', errorMessage: 'Anything.' }],
    [{ errorMessage: 'USER_NOT_FOUND' }],
    [{ errorMessage: 'User not found' }],
    [{ errorCode: 'The user not found' }],
    [{ errorCode: '404', errorMessage: NOT_FOUND }],
  ])('is that there is no account: %j', (error) => {
    expect(rules.meaningOf('SLACK', error)?.meaning).toBe('NO_ACCOUNT');
  });

  it.each([
    [{ errorMessage: `${NOT_FOUND} by this token` }],
    [{ errorMessage: 'user' }],
    [{ errorCode: 'NOT_FOUND' }],
    [{ errorCode: 'ResourceNotFoundException' }],
    [{ errorCode: '' }],
    [{ errorCode: '…', errorMessage: '***' }],
    [{}],
  ])('is not known: %j', (error) => {
    expect(rules.meaningOf('SLACK', error)).toBeUndefined();
  });

  it('is in doubt if its code and its message contradict each other', () => {
    const both = rules.meaningOf('SLACK', { errorCode: 'USER_NOT_FOUND', errorMessage: REVOKED });
    expect(both?.meaning).toBe('RECONNECT');
    expect(both?.decidedBy).toContain('error message "The authorization token was revoked');
  });

  it('is also what the team says, in the app that it says it for', () => {
    const own = new Rules({
      taskErrors: [
        { app: 'ZOOM', errorCode: 'E-17', errorMessage: 'Nobody', meaning: 'NO_ACCOUNT' },
        { errorMessage: NOT_FOUND, meaning: 'OTHER' },
      ],
    });
    expect(own.meaningOf('zoom', { errorCode: 'e17', errorMessage: 'nobody!' })).toEqual({
      meaning: 'NO_ACCOUNT',
      decidedBy: 'error code E-17 and error message "Nobody" in ZOOM (accessRules)',
    });
    expect(own.meaningOf('SLACK', { errorCode: 'e17', errorMessage: 'nobody!' })).toBeUndefined();
    expect(own.meaningOf(undefined, { errorCode: 'e17', errorMessage: 'nobody!' })).toBeUndefined();
    expect(own.meaningOf('ZOOM', { errorCode: 'e17' })).toBeUndefined();
    expect(own.meaningOf('ZOOM', { errorMessage: NOT_FOUND })?.meaning).toBe('OTHER');
  });

  it('is in doubt if the team and the table contradict each other', () => {
    const own = new Rules({ taskErrors: [{ errorCode: 'NOT_FOUND', meaning: 'NO_ACCOUNT' }] });
    expect(own.meaningOf('ZOOM', { errorCode: 'NOT_FOUND', errorMessage: REVOKED })?.meaning).toBe('RECONNECT');
    expect(own.meaningOf('ZOOM', { errorCode: 'not-found' })?.meaning).toBe('NO_ACCOUNT');
  });

  it('is never that of a rule without words', () => {
    const own = new Rules({ taskErrors: [{ meaning: 'NO_ACCOUNT' }, { errorCode: '-', meaning: 'NO_ACCOUNT' }] });
    expect(own.meaningOf('ZOOM', { errorCode: '-' })).toBeUndefined();
    expect(own.meaningOf('ZOOM', {})).toBeUndefined();
  });
});

describe('a status that keeps its user out', () => {
  it.each(['SUSPENDED', 'suspended', 'Suspended ', 'de-activated', 'DEPROVISIONED'])('is listed: %s', (status) => {
    expect(rules.blockedBy('ANY', status)).toMatch(/^user status \w+$/i);
  });

  it.each([
    '≠suspended',
    'ACTIVE',
    'invited',
    'pending',
    'LOCKED_OUT',
    'PASSWORD_EXPIRED',
    'not suspended',
    'suspended?no',
    '',
    '-',
  ])('is not: %s', (status) => {
    expect(rules.blockedBy('SLACK', status)).toBeUndefined();
  });

  it('can be one of an app only', () => {
    const own = new Rules({ userStatuses: [{ app: 'MIRO', userStatus: 'on-leave' }] });
    expect(own.blockedBy('miro', 'On Leave')).toBe('user status on-leave in MIRO (accessRules)');
    expect(own.blockedBy('SLACK', 'on-leave')).toBeUndefined();
    expect(own.blockedBy(undefined, 'on-leave')).toBeUndefined();
  });
});

test('an app without user access is one of the table, or one that the team names', () => {
  expect(rules.givesUserAccess('SLACK')).toBe(true);
  expect(rules.givesUserAccess('CONFLUENCE')).toBe(false);
  const own = new Rules({ appsWithoutUserAccess: ['AUDIT_ONLY'] });
  expect(own.givesUserAccess('auditonly')).toBe(false);
  expect(own.givesUserAccess('CONFLUENCE')).toBe(false);
  expect(own.givesUserAccess('SLACK')).toBe(true);
});
