import { Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { Access, Verdict } from '../access';
import { DetailType } from '../contract/names';
import { ChangeKind, type OnChangeOptions } from '../on-change-options';
import { type OnResultOptions, ResultStatus } from '../on-result-options';
import type { OnScanCompletedOptions } from '../on-scan-completed-options';
import { type OnWatchOptions, WatchEvent } from '../on-watch-options';
import { checkApp } from './app-name';
import { invalid } from './errors';
import { inWords } from './prop-types';

/** The values of each field of an event's detail that a rule matches. */
export type DetailPattern = Record<string, (string | boolean)[]>;

export function resultDetail(scanner: IConstruct, options: OnResultOptions): DetailPattern | undefined {
  const { app, accountFound } = options;
  const access = oneOrSeveral(scanner, 'access', options.access, Access);
  const status = oneOrSeveral(scanner, 'status', options.status, ResultStatus);
  checkApp(scanner, app, 'rule');
  checkAccountFound(scanner, accountFound, access);
  return patternOf({
    access,
    status,
    app: app === undefined ? undefined : [app],
    accountFound: accountFound === undefined ? undefined : [accountFound],
  });
}

export function scanCompletedDetail(scanner: IConstruct, options: OnScanCompletedOptions): DetailPattern | undefined {
  return patternOf({ verdict: oneOrSeveral(scanner, 'verdict', options.verdict, Verdict) });
}

export function changeDetail(scanner: IConstruct, { kind, app }: OnChangeOptions): DetailPattern | undefined {
  checkApp(scanner, app, 'rule');
  return patternOf({
    kind: oneOrSeveral(scanner, 'kind', kind, ChangeKind),
    app: app === undefined ? undefined : [app],
  });
}

const WATCH_DETAIL_TYPES: Readonly<Record<WatchEvent, string>> = {
  STARTED: DetailType.WATCH_STARTED,
  OVERDUE: DetailType.WATCH_OVERDUE,
  CLEARED: DetailType.WATCH_CLEARED,
  GIVEN_UP: DetailType.WATCH_GIVEN_UP,
  STOPPED: DetailType.WATCH_STOPPED,
};

/** The detail-types of the events of watches that a rule matches. */
export function watchDetailTypes(scanner: IConstruct, { watchEvent }: OnWatchOptions): string[] {
  const events = oneOrSeveral(scanner, 'watchEvent', watchEvent, WatchEvent) ?? Object.values(WatchEvent);
  return events.map((each) => WATCH_DETAIL_TYPES[each]);
}

/** The fields that are set, or undefined if none is, because EventBridge rejects an empty pattern. */
function patternOf(fields: Record<string, DetailPattern[string] | undefined>): DetailPattern | undefined {
  const pattern: DetailPattern = {};
  for (const [field, values] of Object.entries(fields)) if (values) pattern[field] = values;
  return Object.keys(pattern).length > 0 ? pattern : undefined;
}

/** The values of an option, each once. From untyped code, a single value is accepted too. */
function oneOrSeveral<Value extends string>(
  scanner: IConstruct,
  option: string,
  given: Value | Value[] | undefined,
  allowed: Record<string, Value>,
): Value[] | undefined {
  if (given === undefined) return undefined;
  const values = Array.isArray(given) ? given : [given];
  if (values.length === 0) {
    throw invalid(
      scanner,
      `${option} is an empty list, which EventBridge rejects. List a value, or leave ${option} out.`,
    );
  }
  const names = Object.values(allowed);
  const wrong = values.findIndex((value) => !names.includes(value));
  if (wrong >= 0) {
    const path = Array.isArray(given) ? `${option}[${wrong}]` : option;
    throw invalid(scanner, `${path} must be one of ${names.join(', ')}, got ${inWords(values[wrong])}.`);
  }
  return [...new Set(values)];
}

/** The accesses of results with an account, and of those without one. */
const ACCESS_BY_ACCOUNT_FOUND = new Map<unknown, string[]>([
  [true, [Access.OPEN, Access.BLOCKED]],
  [false, [Access.NONE]],
]);

function checkAccountFound(scanner: IConstruct, accountFound: unknown, access: string[] | undefined): void {
  if (accountFound === undefined) return;
  if (typeof accountFound !== 'boolean' && !Token.isUnresolved(accountFound)) {
    throw invalid(
      scanner,
      'accountFound must be true or false. To match results with and without an account, leave it out.',
    );
  }
  const possible = ACCESS_BY_ACCOUNT_FOUND.get(accountFound);
  if (access && possible && !access.some((each) => possible.includes(each))) {
    throw invalid(
      scanner,
      `No result has access ${access.join(' or ')} and accountFound ${accountFound}, so the rule would match nothing. Remove one of them.`,
    );
  }
}
