/**
 * What errors and statuses mean, as far as the simulation uses them. The model of the verdict has these lists of its own:
 * with the tables of lib/, it would share their mistakes.
 */

/** AppFabric's documented errors for a task. */
export const DOCUMENTED_ERRORS: Readonly<Record<string, string>> = {
  'An authorization token was not found. Connect the app authorization for the application.': 'RECONNECT',
  'The authorization token was revoked. Connect the app authorization for the application.': 'RECONNECT',
  'We were unable to rotate the authorization token. Connect the app authorization for the application.': 'RECONNECT',
  'The app authorization is not valid.': 'RECONNECT',
  'The required permissions were not found. Connect the app authorization for the application.': 'PERMISSION',
  "We couldn't call the application API due to insufficient permissions.": 'PERMISSION',
  'The application request limit was exceeded.': 'APP_UNAVAILABLE',
  'Application encountered an internal server error': 'APP_UNAVAILABLE',
  'Application encountered a bad gateway error': 'APP_UNAVAILABLE',
  'Application is not ready to handle the request': 'APP_UNAVAILABLE',
  'The application encountered a bad request error.': 'APP_UNAVAILABLE',
  'The application encountered a service unavailable error.': 'APP_UNAVAILABLE',
};

export const NO_SUCH_USER = { code: 'USER_NOT_FOUND', text: 'The user not found' } as const;

/** The statuses that keep a user out, in every app. */
export const BLOCKED_EVERYWHERE = ['suspended', 'deactivated', 'deprovisioned', 'disabled'];

/** The statuses that keep a user out of one app. */
export const BLOCKED_IN: Readonly<Record<string, readonly string[]>> = {
  BOX: ['inactive'],
  JIRA: ['inactive', 'closed'],
  SLACK: ['deleted'],
  ZOOM: ['inactive'],
};

/** Apps that give audit logs only. */
export const AUDIT_LOG_APPS = ['CONFLUENCE', 'GOOGLEANALYTICS'];

/** Whether two texts are the same but for case, blanks and punctuation. */
export const saysTheSame = (one: string, other: string): boolean => lettersOf(one) === lettersOf(other);

const lettersOf = (text: string): string => (text.toLowerCase().match(/\p{L}|\p{N}/gu) ?? []).join('');

export const isAmong = (text: unknown, list: readonly string[]): boolean =>
  typeof text === 'string' && list.some((listed) => saysTheSame(listed, text));
