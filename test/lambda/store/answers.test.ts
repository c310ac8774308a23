import { namesAccount } from '../../../lambda/access/access';
import type { ResultStatus, UserAccessResultItem } from '../../../lambda/appfabric';
import { accountOf, finalStatusOf, identityOf, stringOf, taskErrorOf } from '../../../lambda/store/answers';

describe('a string in an answer', () => {
  it.each([[undefined], [null], [''], [7], [true], [['x']], [{}]])('is not there if it is %j', (value) => {
    expect(stringOf(value)).toBeUndefined();
  });

  it('has at most the length that AppFabric allows, and can be written to DynamoDB', () => {
    expect(stringOf('x')).toBe('x');
    expect(stringOf('x'.repeat(2048))).toBe('x'.repeat(2048));
    expect(stringOf(`${'x'.repeat(2048)}y`)).toBe('x'.repeat(2048));
    expect(stringOf(`${'x'.repeat(2047)}😀y`)).toBe(`${'x'.repeat(2047)}😀`);
    expect(stringOf('😀'.repeat(2049))).toBe('😀'.repeat(2048));
    expect(stringOf('\ud83d')).toBe('\ufffd');
  });
});

describe('the status of a task', () => {
  const statusOf = (status: unknown) => finalStatusOf({ resultStatus: status as ResultStatus });

  it.each(['COMPLETED', 'FAILED', 'EXPIRED'])('is final if it is %s', (status) => {
    expect(statusOf(status)).toBe(status);
  });

  it.each([['IN_PROGRESS'], ['PAUSED'], ['TIMED_OUT'], ['completed'], [''], [null], [undefined]])(
    'leaves the task open if it is %j',
    (status) => {
      expect(statusOf(status)).toBeUndefined();
    },
  );
});

describe('an account', () => {
  const user = { userId: 'U1', userFullName: 'Ana Díaz', userFirstName: 'Ana', userLastName: 'Díaz', userStatus: 'ok' };

  it('has what AppFabric returned of the user, and nothing else of the answer', () => {
    expect(accountOf({ ...user, email: 'ana@example.com', app: 'SLACK', resultStatus: 'COMPLETED' })).toEqual(user);
  });

  it.each(Object.entries(user))('is named by %s alone', (field, value) => {
    expect(namesAccount(accountOf({ [field]: value }))).toBe(true);
  });

  it.each([
    [7, '7'],
    [0, '0'],
    [false, 'false'],
    [['ACTIVE'], '["ACTIVE"]'],
    [{}, '{}'],
  ])('is named by %j, too, although AppFabric only knows strings', (value, text) => {
    expect(accountOf({ userId: value as never })).toEqual({ userId: text });
  });

  it.each([[undefined], [null], ['']])('is not named by %j', (value) => {
    expect(namesAccount(accountOf({ userId: value as never, userStatus: value as never }))).toBe(false);
  });

  it('is not named by an address, an app or an empty string', () => {
    expect(namesAccount(accountOf({ email: 'ana@example.com', app: 'SLACK', userId: '', userStatus: '' }))).toBe(false);
  });
});

describe('the error of a task', () => {
  it('is not there if AppFabric returned none', () => {
    expect(taskErrorOf(undefined)).toBeUndefined();
    expect(taskErrorOf(null)).toBeUndefined();
  });

  it('has a code and a message, of which either may be missing', () => {
    expect(taskErrorOf({ errorCode: '403', errorMessage: 'token revoked' })).toEqual({
      errorCode: '403',
      errorMessage: 'token revoked',
    });
    expect(taskErrorOf({ errorCode: '', errorMessage: 'token revoked' })).toEqual({ errorMessage: 'token revoked' });
    expect(taskErrorOf({})).toEqual({});
  });

  it('is cut, so that the errors of 50 tasks fit in one item', () => {
    const long = taskErrorOf({ errorCode: 'c'.repeat(5000), errorMessage: 'm'.repeat(5000) });
    expect(long).toEqual({ errorCode: 'c'.repeat(128), errorMessage: 'm'.repeat(1024) });
  });
});

describe('the task that an answer is about', () => {
  it('has the app, the tenant and the person, whose address is in lower case', () => {
    const answer: UserAccessResultItem = { app: 'SLACK', tenantId: 'T1', email: 'Ana@Example.com', userId: 'U1' };
    expect(identityOf(answer)).toEqual({ app: 'SLACK', tenantId: 'T1', email: 'ana@example.com' });
  });

  it('has only what AppFabric returned', () => {
    expect(identityOf({ app: '', email: '' })).toEqual({});
    expect(identityOf({ tenantId: 'T1' })).toEqual({ tenantId: 'T1' });
  });
});
