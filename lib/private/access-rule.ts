import { Annotations } from 'aws-cdk-lib';
import { TaskErrorMeaning } from '../access-rules';
import type * as contract from '../contract/access/rules';
import { TASK_ERRORS } from '../contract/access/task-errors';
import { wordsOf } from '../contract/access/words';
import type { Field } from './field';

/** AppFabric's limit, from its API reference. */
const MAX_APP_LENGTH = 255;

/**
 * Our own limits. AppFabric's API reference has none for these texts. They are shorter than what is recorded of an error
 * (128 and 1,024 characters), so that a text that was cut matches no rule.
 */
const MAX_CODE_LENGTH = 120;
const MAX_MESSAGE_LENGTH = 1000;
const MAX_STATUS_LENGTH = 256;

const MEANINGS: readonly contract.TaskErrorMeaning[] = Object.values(TaskErrorMeaning) as `${TaskErrorMeaning}`[];

/** Statuses that say that the account is in use. As blocked, they would hide every open account. */
const IN_USE = ['active', 'enabled'];

/** A rule that is valid, with the texts that it compares. */
export interface Checked<Rule> {
  readonly field: Field;
  readonly rule: Rule;
  readonly texts: readonly (string | undefined)[];
}

export function readTaskError(field: Field): Checked<contract.TaskErrorRule> {
  const fields = field.members('app', 'errorCode', 'errorMessage', 'meaning');
  const app = fields.app.optional(appName);
  const errorCode = fields.errorCode.optional((code) => code.text(MAX_CODE_LENGTH));
  const errorMessage = fields.errorMessage.optional((message) => message.text(MAX_MESSAGE_LENGTH));
  const meaning = fields.meaning.oneOf(MEANINGS);
  if (errorCode === undefined && errorMessage === undefined) {
    throw field.invalid('must have an errorCode or an errorMessage. Without both, it would match every error.');
  }
  const rule = { app, errorCode, errorMessage, meaning };
  checkBuiltIn(field, rule);
  return { field, rule, texts: [app, errorCode, errorMessage] };
}

/** In doubt, an error is not "no account", so such a rule would never apply. */
function checkBuiltIn(field: Field, { app, errorCode, errorMessage, meaning }: contract.TaskErrorRule): void {
  if (meaning !== 'NO_ACCOUNT') return;
  const texts = [errorCode, errorMessage].map((text) => wordsOf(text ?? ''));
  const known = TASK_ERRORS.find(
    (row) =>
      row.meaning !== 'NO_ACCOUNT' &&
      (row.app === undefined || wordsOf(row.app) === wordsOf(app ?? '')) &&
      texts.includes(wordsOf(row.errorCode ?? row.errorMessage ?? '')),
  );
  if (known === undefined) return;
  throw field.invalid(
    `says NO_ACCOUNT of an error that the scanner knows as ${known.meaning}. Remove the rule, or name an error that only says that there is no such user.`,
  );
}

export function readUserStatus(field: Field): Checked<contract.UserStatusRule> {
  const fields = field.members('app', 'userStatus');
  const app = fields.app.optional(appName);
  const userStatus = fields.userStatus.text(MAX_STATUS_LENGTH);
  if (IN_USE.includes(wordsOf(userStatus))) {
    throw fields.userStatus.invalid(
      `must not be '${userStatus}', which says that the account is in use. List only statuses that keep a user out.`,
    );
  }
  return { field, rule: { app, userStatus }, texts: [app, userStatus] };
}

export function readApp(field: Field): Checked<string> {
  const app = appName(field);
  return { field, rule: app, texts: [app] };
}

/** Case does not count. But a name that is not in upper case is probably the vendor's, and not AppFabric's. */
function appName(field: Field): string {
  const app = field.text(MAX_APP_LENGTH);
  if (app !== app.toUpperCase()) {
    Annotations.of(field.scope).addWarningV2(
      'cdk-appfabric-user-access:app-name',
      `AppFabric's app names are in upper case. Is ${field.path}, '${app}', the name that AppFabric uses? To see the names, run 'aws appfabric list-app-authorizations'.`,
    );
  }
  return app;
}
