import { Lazy, Token } from 'aws-cdk-lib';
import { newStack, scannerIn } from '../support/scanner-stack';

const code = { errorCode: '1001', meaning: 'NO_ACCOUNT' };
const members = 'taskErrors, userStatuses, appsWithoutUserAccess';
const ofTaskError = 'app, errorCode, errorMessage, meaning';
const meanings = 'NO_ACCOUNT, RECONNECT, PERMISSION, APP_UNAVAILABLE, OTHER';
const atSynthesis = 'must be known at synthesis. Use a literal value.';

/** What is passed as accessRules, and the error after the prop's name. */
const MISTAKES: [unknown, string][] = [
  [null, ` must be an object with ${members}, got null.`],
  ['SLACK', ` must be an object with ${members}, got 'SLACK'.`],
  [[], ` must be an object with ${members}, got a list.`],
  [() => ({}), ` must be an object with ${members}, got a function.`],
  [Lazy.any({ produce: () => ({}) }), ` ${atSynthesis}`],
  [{ taskError: [code] }, ` has no field 'taskError'. Use one of ${members}.`],

  [{ taskErrors: code }, '.taskErrors must be a list, even for one item, got an object.'],
  [{ taskErrors: null }, '.taskErrors must be a list, even for one item, got null.'],
  [{ taskErrors: Lazy.any({ produce: () => [] }) }, `.taskErrors ${atSynthesis}`],
  [{ taskErrors: [code, null] }, `.taskErrors[1] must be an object with ${ofTaskError}, got null.`],
  [{ taskErrors: ['1001'] }, `.taskErrors[0] must be an object with ${ofTaskError}, got '1001'.`],
  [{ taskErrors: [undefined, code] }, `.taskErrors[0] must be an object with ${ofTaskError}, got undefined.`],
  [{ taskErrors: [{ ...code, code: '1' }] }, `.taskErrors[0] has no field 'code'. Use one of ${ofTaskError}.`],
  [{ taskErrors: [{ ...code, app: ['SLACK'] }] }, '.taskErrors[0].app must be a string, got a list.'],
  [{ taskErrors: [{ ...code, app: null }] }, '.taskErrors[0].app must be a string, got null.'],
  [{ taskErrors: [{ ...code, app: '' }] }, '.taskErrors[0].app must have a letter or a digit,'],
  [
    { taskErrors: [{ ...code, app: 'A'.repeat(256) }] },
    '.taskErrors[0].app must have at most 255 characters, got 256.',
  ],
  [{ taskErrors: [{ ...code, app: Token.asString({ Ref: 'App' }) }] }, `.taskErrors[0].app ${atSynthesis}`],
  [{ taskErrors: [{ ...code, errorCode: 1001 }] }, '.taskErrors[0].errorCode must be a string, got 1001.'],
  [{ taskErrors: [{ ...code, errorCode: ' ' }] }, '.taskErrors[0].errorCode must have a letter or a digit,'],
  [
    { taskErrors: [{ ...code, errorCode: 'c'.repeat(121) }] },
    '.taskErrors[0].errorCode must have at most 120 characters, got 121.',
  ],
  [{ taskErrors: [{ ...code, errorMessage: '…!' }] }, '.taskErrors[0].errorMessage must have a letter or a digit,'],
  [
    { taskErrors: [{ ...code, errorMessage: 'm'.repeat(1001) }] },
    '.taskErrors[0].errorMessage must have at most 1000 characters, got 1001.',
  ],
  [
    { taskErrors: [{ meaning: 'OTHER' }] },
    '.taskErrors[0] must have an errorCode or an errorMessage. Without both, it would match every error.',
  ],
  [
    { taskErrors: [code, { errorCode: 'token-revoked', meaning: 'NO_ACCOUNT' }] },
    '.taskErrors[1] says NO_ACCOUNT of an error that the scanner knows as RECONNECT.',
  ],
  [
    { taskErrors: [{ errorMessage: 'The app authorization is not valid', meaning: 'NO_ACCOUNT' }] },
    '.taskErrors[0] says NO_ACCOUNT of an error that the scanner knows as RECONNECT.',
  ],
  [
    { taskErrors: [{ app: 'ZOOM', errorCode: '7', errorMessage: 'bad gateway', meaning: 'NO_ACCOUNT' }] },
    '.taskErrors[0] says NO_ACCOUNT of an error that the scanner knows as APP_UNAVAILABLE.',
  ],
  [{ taskErrors: [{ errorCode: '1001' }] }, `.taskErrors[0].meaning must be one of ${meanings}, got undefined.`],
  [
    { taskErrors: [{ ...code, meaning: 'NOT_ASKED' }] },
    `.taskErrors[0].meaning must be one of ${meanings}, got 'NOT_ASKED'.`,
  ],
  [
    {
      taskErrors: [
        { errorCode: 'other', meaning: 'OTHER' },
        code,
        { ...code, errorCode: '10-01', meaning: 'PERMISSION' },
      ],
    },
    '.taskErrors[2] is for the same error as accessRules.taskErrors[1], and says PERMISSION instead of NO_ACCOUNT. Remove one of them.',
  ],

  [{ userStatuses: 'on leave' }, ".userStatuses must be a list, even for one item, got 'on leave'."],
  [{ userStatuses: ['on leave'] }, ".userStatuses[0] must be an object with app, userStatus, got 'on leave'."],
  [{ userStatuses: [{ app: 'SLACK' }] }, '.userStatuses[0].userStatus must be a string, got undefined.'],
  [{ userStatuses: [{ userStatus: ['a', 'b'] }] }, '.userStatuses[0].userStatus must be a string, got a list.'],
  [{ userStatuses: [{ userStatus: '--' }] }, '.userStatuses[0].userStatus must have a letter or a digit,'],
  [
    { userStatuses: [{ userStatus: 's'.repeat(257) }] },
    '.userStatuses[0].userStatus must have at most 256 characters, got 257.',
  ],
  [
    { userStatuses: [{ userStatus: 'x', status: 'y' }] },
    ".userStatuses[0] has no field 'status'. Use one of app, userStatus.",
  ],
  [{ userStatuses: [{ userStatus: 'x', app: '*' }] }, '.userStatuses[0].app must have a letter or a digit,'],
  [
    { userStatuses: [{ userStatus: 'x' }, { userStatus: ' Active' }] },
    ".userStatuses[1].userStatus must not be ' Active', which says that the account is in use.",
  ],
  [
    { userStatuses: [{ userStatus: 'ENABLED', app: 'OKTA' }] },
    ".userStatuses[0].userStatus must not be 'ENABLED', which says that the account is in use.",
  ],

  [{ appsWithoutUserAccess: 'LOGSONLY' }, ".appsWithoutUserAccess must be a list, even for one item, got 'LOGSONLY'."],
  [{ appsWithoutUserAccess: Token.asList({ Ref: 'Apps' }) }, `.appsWithoutUserAccess ${atSynthesis}`],
  [{ appsWithoutUserAccess: ['LOGSONLY', true] }, '.appsWithoutUserAccess[1] must be a string, got true.'],
  [{ appsWithoutUserAccess: ['\u3000'] }, '.appsWithoutUserAccess[0] must have a letter or a digit,'],
  [
    { appsWithoutUserAccess: ['A'.repeat(256)] },
    '.appsWithoutUserAccess[0] must have at most 255 characters, got 256.',
  ],
];

test.each(MISTAKES.map(([accessRules, message]) => [message, accessRules]))(
  'a mistake in the rules is named, with the fix: accessRules%s',
  (message, accessRules) => {
    expect(() => scannerIn(newStack(), { accessRules })).toThrow(`Stack/Scanner: accessRules${message}`);
  },
);
