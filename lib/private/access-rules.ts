import type { Construct } from 'constructs';
import type { AccessRules } from '../access-rules';
import type * as contract from '../contract/access/rules';
import { wordsOf } from '../contract/access/words';
import { type Checked, readApp, readTaskError, readUserStatus } from './access-rule';
import { invalid } from './errors';
import { Field } from './field';

/** Lambda allows 4 KB for all environment variables of a function. The others have at most 1,536 bytes. */
const MAX_BYTES = 2560;

/** The rules as the value of an environment variable, or undefined if there are none. */
export function accessRulesVariable(scope: Construct, given: AccessRules | undefined): string | undefined {
  if (given === undefined) return undefined;
  const fields = new Field(scope, 'accessRules', given).members('taskErrors', 'userStatuses', 'appsWithoutUserAccess');
  const taskErrors = distinct(fields.taskErrors.items().map(readTaskError), contradiction);
  const userStatuses = distinct(fields.userStatuses.items().map(readUserStatus));
  const apps = distinct(fields.appsWithoutUserAccess.items().map(readApp));

  const rules: contract.AccessRules = {
    taskErrors: rulesOf(taskErrors),
    userStatuses: rulesOf(userStatuses),
    appsWithoutUserAccess: rulesOf(apps),
  };
  const json = asciiJson(rules);
  if (json === '{}') return undefined;
  if (json.length > MAX_BYTES) {
    const all = [...taskErrors, ...userStatuses, ...apps].map(({ field, rule }) => ({
      path: field.path,
      bytes: asciiJson(rule).length,
    }));
    const longest = all.reduce((one, other) => (other.bytes > one.bytes ? other : one));
    throw invalid(
      scope,
      `accessRules must have at most ${MAX_BYTES} bytes as JSON (Lambda allows 4 KB for all environment variables of a function), got ${json.length}. Use fewer or shorter rules. The longest is ${longest.path} with ${longest.bytes} bytes.`,
    );
  }
  return json;
}

/** Each rule once. Rules that are compared as the same text are the same rule. */
function distinct<Rule>(
  all: Checked<Rule>[],
  check: (earlier: Checked<Rule>, later: Checked<Rule>) => void = () => {},
): Checked<Rule>[] {
  const byKey = new Map<string, Checked<Rule>>();
  for (const each of all) {
    const key = JSON.stringify(each.texts.map((text) => wordsOf(text ?? '')));
    const earlier = byKey.get(key);
    if (earlier) check(earlier, each);
    else byKey.set(key, each);
  }
  return [...byKey.values()];
}

function contradiction(earlier: Checked<contract.TaskErrorRule>, later: Checked<contract.TaskErrorRule>): void {
  if (earlier.rule.meaning === later.rule.meaning) return;
  throw later.field.invalid(
    `is for the same error as ${earlier.field.path}, and says ${later.rule.meaning} instead of ${earlier.rule.meaning}. Remove one of them.`,
  );
}

function rulesOf<Rule>(checked: Checked<Rule>[]): Rule[] | undefined {
  return checked.length > 0 ? checked.map(({ rule }) => rule) : undefined;
}

/** Without other characters, because CloudFormation returns a template with question marks in their place. */
function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[^ -~]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
