import type { TaskErrorMeaning } from '../../../../lib/contract/access/rules';
import { TASK_ERRORS } from '../../../../lib/contract/access/task-errors';
import { wordsOf } from '../../../../lib/contract/access/words';

const meanings = (field: 'errorCode' | 'errorMessage', text: string, app = 'ANY'): TaskErrorMeaning[] =>
  TASK_ERRORS.filter((row) => !row.app || row.app === app)
    .filter((row) => row[field] && wordsOf(row[field]) === wordsOf(text))
    .map(({ meaning }) => meaning);

/** "Use the user access tool" in AppFabric's guide, read in November 2026. */
const DOCUMENTED: [string, TaskErrorMeaning][] = [
  ['The user not found', 'NO_ACCOUNT'],
  ['An authorization token was not found. Connect the app authorization for the application.', 'RECONNECT'],
  ['The authorization token was revoked. Connect the app authorization for the application.', 'RECONNECT'],
  ['We were unable to rotate the authorization token. Connect the app authorization for the application.', 'RECONNECT'],
  ['The required permissions were not found. Connect the app authorization for the application.', 'PERMISSION'],
  ['The app authorization is not valid.', 'RECONNECT'],
  ["We couldn't call the application API due to insufficient permissions.", 'PERMISSION'],
  ['The application request limit was exceeded.', 'APP_UNAVAILABLE'],
  ['Application encountered an internal server error', 'APP_UNAVAILABLE'],
  ['Application encountered a bad gateway error', 'APP_UNAVAILABLE'],
  ['Application is not ready to handle the request', 'APP_UNAVAILABLE'],
  ['The application encountered a bad request error.', 'APP_UNAVAILABLE'],
  ['The application encountered a service unavailable error.', 'APP_UNAVAILABLE'],
];

describe('the table of task errors', () => {
  it.each(DOCUMENTED)('knows AppFabric’s text: %s', (text, meaning) => {
    expect(meanings('errorMessage', text)).toEqual([meaning]);
    expect(meanings('errorMessage', text.toUpperCase().replaceAll(' ', '  '))).toEqual([meaning]);
    expect(meanings('errorMessage', text.replace(/ Connect the app .*/, ''))).toEqual([meaning]);
  });

  it('does not know the advice without the error', () => {
    expect(meanings('errorMessage', 'Connect the app authorization for the application.')).toEqual([]);
  });

  it.each([
    'USER_NOT_FOUND',
    'UserNotFound',
    'user-not-found',
    'UserNotFoundException',
    'NoSuchUser',
    'USER DOES NOT EXIST',
  ])('takes the code %s as no account', (code) => expect(meanings('errorCode', code)).toEqual(['NO_ACCOUNT']));

  it('takes Slack’s own code as no account, in Slack only', () => {
    expect(meanings('errorCode', 'users_not_found', 'SLACK')).toEqual(['NO_ACCOUNT']);
    expect(meanings('errorCode', 'users_not_found', 'ZOOM')).toEqual([]);
  });

  it.each([
    'NOT_FOUND',
    '404',
    'ResourceNotFound',
    'ResourceNotFoundException',
    'ACCOUNT_NOT_FOUND',
    'TENANT_NOT_FOUND',
  ])('takes the code %s, which can mean the tenant, as nothing', (code) =>
    expect(meanings('errorCode', code)).toEqual([]),
  );

  it('takes only what names a user as no account', () => {
    const noAccount = TASK_ERRORS.filter(({ meaning }) => meaning === 'NO_ACCOUNT');
    expect(noAccount.filter((row) => !wordsOf(row.errorCode ?? row.errorMessage ?? '').includes('user'))).toEqual([]);
  });

  it('gives no code or text two meanings', () => {
    const twice = TASK_ERRORS.filter((row) => {
      const field = row.errorCode ? 'errorCode' : 'errorMessage';
      return new Set(meanings(field, row[field] ?? '', row.app)).size !== 1;
    });
    expect(twice).toEqual([]);
  });
});
