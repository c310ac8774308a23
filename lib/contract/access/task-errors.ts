import type { Sourced, TaskErrorMeaning, TaskErrorRule } from './rules';

/** "Step 4: Use the user access tool" lists the texts that AppFabric shows instead of "User found". */
const USER_ACCESS_TOOL = 'https://docs.aws.amazon.com/appfabric/latest/adminguide/getting-started-security.html';

const SLACK_LOOKUP = 'https://docs.slack.dev/reference/methods/users.lookupByEmail/';

const messages = (meaning: TaskErrorMeaning, ...texts: string[]): Sourced<TaskErrorRule>[] =>
  texts.map((errorMessage) => ({ errorMessage, meaning, source: USER_ACCESS_TOOL }));

/** AppFabric documents no codes. These say the same as one of its texts, and nothing else. */
const codes = (meaning: TaskErrorMeaning, ...names: string[]): Sourced<TaskErrorRule>[] =>
  names.map((errorCode) => ({ errorCode, meaning, source: USER_ACCESS_TOOL }));

/**
 * What AppFabric's errors for a task mean. A text of two sentences is also listed by its first sentence.
 *
 * A code is `NO_ACCOUNT` only if it names the user. `NOT_FOUND`, `ResourceNotFound` or `ACCOUNT_NOT_FOUND` can also
 * mean the tenant, and must not be listed: a missing tenant would look like a person without an account.
 */
export const TASK_ERRORS: readonly Sourced<TaskErrorRule>[] = [
  ...messages('NO_ACCOUNT', 'The user not found'),
  ...codes(
    'NO_ACCOUNT',
    'USER_NOT_FOUND',
    'USER_NOT_FOUND_ERROR',
    'USER_NOT_FOUND_EXCEPTION',
    'NO_SUCH_USER',
    'NO_SUCH_USER_EXCEPTION',
    'USER_DOES_NOT_EXIST',
    'USER_DOES_NOT_EXIST_EXCEPTION',
  ),
  // Slack also answers this for a deactivated user. In both cases, nobody can sign in with the address.
  { app: 'SLACK', errorCode: 'users_not_found', meaning: 'NO_ACCOUNT', source: SLACK_LOOKUP },

  ...messages(
    'RECONNECT',
    'An authorization token was not found. Connect the app authorization for the application.',
    'An authorization token was not found.',
    'The authorization token was revoked. Connect the app authorization for the application.',
    'The authorization token was revoked.',
    'We were unable to rotate the authorization token. Connect the app authorization for the application.',
    'We were unable to rotate the authorization token.',
    'The app authorization is not valid.',
  ),
  ...codes(
    'RECONNECT',
    'TOKEN_NOT_FOUND',
    'TOKEN_REVOKED',
    'TOKEN_ROTATION_FAILED',
    'APP_AUTHORIZATION_NOT_CONNECTED',
    'APP_AUTHORIZATION_NOT_VALID',
  ),

  ...messages(
    'PERMISSION',
    'The required permissions were not found. Connect the app authorization for the application.',
    'The required permissions were not found.',
    "We couldn't call the application API due to insufficient permissions.",
  ),
  ...codes('PERMISSION', 'INSUFFICIENT_PERMISSIONS', 'APP_ACCESS_DENIED'),

  ...messages(
    'APP_UNAVAILABLE',
    'The application request limit was exceeded.',
    'Application encountered an internal server error',
    'Application encountered a bad gateway error',
    'Application is not ready to handle the request',
    'The application encountered a bad request error.',
    'The application encountered a service unavailable error.',
  ),
  ...codes('APP_UNAVAILABLE', 'REQUEST_LIMIT_EXCEEDED', 'BAD_GATEWAY', 'SERVICE_UNAVAILABLE'),
];
