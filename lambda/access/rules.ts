import { APPS_WITHOUT_USER_ACCESS } from '../../lib/contract/access/audit-log-apps';
import type { AccessRules, TaskErrorMeaning, TaskErrorRule, UserStatusRule } from '../../lib/contract/access/rules';
import { TASK_ERRORS } from '../../lib/contract/access/task-errors';
import { USER_STATUSES } from '../../lib/contract/access/user-statuses';
import { wordsOf } from '../../lib/contract/access/words';
import type { TaskError } from '../../lib/contract/records';

interface Meaning {
  readonly meaning: TaskErrorMeaning;
  readonly decidedBy: string;
}

/** The tables that decide what an error and a user's status mean, with the rules that a team adds. */
export class Rules {
  private readonly appsWithoutUserAccess: ReadonlySet<string>;

  constructor(private readonly own: AccessRules = {}) {
    const apps = [...APPS_WITHOUT_USER_ACCESS.map(({ app }) => app), ...(own.appsWithoutUserAccess ?? [])];
    this.appsWithoutUserAccess = new Set(apps.map(wordsOf));
  }

  /** What an error means, or undefined if no rule lists it. */
  meaningOf(app: string | undefined, error: TaskError): Meaning | undefined {
    const own = (this.own.taskErrors ?? []).filter((rule) => appliesTo(rule, app) && listsBoth(rule, error));
    const listed = TASK_ERRORS.filter((rule) => appliesTo(rule, app) && listsEither(rule, error));
    const matching = [...own, ...listed];
    // If rules contradict each other, nothing is known: the one that does not say "no account" counts.
    const rule = matching.find(({ meaning }) => meaning !== 'NO_ACCOUNT') ?? matching[0];
    if (rule === undefined) return undefined;
    const origin = own.includes(rule) ? ' (accessRules)' : '';
    return { meaning: rule.meaning, decidedBy: `${textOf(rule)}${inApp(rule)}${origin}` };
  }

  /** The rule that says that a status keeps its user out, in words. Undefined if no rule lists the status. */
  blockedBy(app: string | undefined, userStatus: string): string | undefined {
    const blocks = (rule: UserStatusRule) => appliesTo(rule, app) && isSame(rule.userStatus, userStatus);
    const own = this.own.userStatuses?.find(blocks);
    const rule = own ?? USER_STATUSES.find(blocks);
    return rule && `user status ${rule.userStatus}${inApp(rule)}${own ? ' (accessRules)' : ''}`;
  }

  /** Whether an app gives user access. The others give audit logs only. */
  givesUserAccess(app: string): boolean {
    return !this.appsWithoutUserAccess.has(wordsOf(app));
  }
}

/** What a rule of a team names must match. */
function listsBoth({ errorCode, errorMessage }: TaskErrorRule, error: TaskError): boolean {
  if (errorCode === undefined && errorMessage === undefined) return false;
  return (
    (errorCode === undefined || isSame(errorCode, error.errorCode)) &&
    (errorMessage === undefined || isSame(errorMessage, error.errorMessage))
  );
}

/** AppFabric documents texts, but not whether they are codes or messages. */
const listsEither = ({ errorCode, errorMessage }: TaskErrorRule, error: TaskError): boolean =>
  [errorCode, errorMessage].some(
    (text) => text !== undefined && (isSame(text, error.errorCode) || isSame(text, error.errorMessage)),
  );

const appliesTo = (rule: { readonly app?: string }, app: string | undefined): boolean =>
  rule.app === undefined || isSame(rule.app, app);

/** A text without any letter or digit is the same as no other. */
const isSame = (ruled: string, text: string | undefined): boolean =>
  text !== undefined && wordsOf(ruled) !== '' && wordsOf(ruled) === wordsOf(text);

const textOf = ({ errorCode, errorMessage }: TaskErrorRule): string =>
  [errorCode && `error code ${errorCode}`, errorMessage && `error message "${errorMessage}"`]
    .filter(Boolean)
    .join(' and ');

const inApp = ({ app }: { readonly app?: string }): string => (app === undefined ? '' : ` in ${app}`);
