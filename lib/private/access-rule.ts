import { Annotations } from 'aws-cdk-lib';
import { TaskErrorMeaning } from '../access-rules';
import type * as contract from '../contract/access/rules';
import { wordsOf } from '../contract/access/words';
import type { Field } from './field';

/** AppFabric's limit, from its API reference. */
const MAX_APP_LENGTH = 255;

/** Our own limits. AppFabric's API reference has none for these texts. */
const MAX_CODE_LENGTH = 128;
const MAX_MESSAGE_LENGTH = 1024;
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
  return { field, rule: { app, errorCode, errorMessage, meaning }, texts: [app, errorCode, errorMessage] };
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
