import { Annotations, Token } from 'aws-cdk-lib';
import { Access, Verdict } from '../access';
import { type OnResultOptions, ResultStatus } from '../on-result-options';
import type { OnScanCompletedOptions } from '../on-scan-completed-options';
import type { IUserAccessScanner } from '../user-access-scanner-interface';
import { invalid } from './errors';
import { inWords } from './prop-types';

/** The values of each field of an event's detail that a rule matches. */
export type DetailPattern = Record<string, (string | boolean)[]>;

export function resultDetail(scanner: IUserAccessScanner, options: OnResultOptions): DetailPattern | undefined {
  const { app, accountFound } = options;
  const access = oneOrSeveral(scanner, 'access', options.access, Access);
  const status = oneOrSeveral(scanner, 'status', options.status, ResultStatus);
  checkApp(scanner, app);
  checkAccountFound(scanner, accountFound, access);
  return patternOf({
    access,
    status,
    app: app === undefined ? undefined : [app],
    accountFound: accountFound === undefined ? undefined : [accountFound],
  });
}

export function scanCompletedDetail(
  scanner: IUserAccessScanner,
  options: OnScanCompletedOptions,
): DetailPattern | undefined {
  return patternOf({ verdict: oneOrSeveral(scanner, 'verdict', options.verdict, Verdict) });
}

/** The fields that are set, or undefined if none is, because EventBridge rejects an empty pattern. */
function patternOf(fields: Record<string, DetailPattern[string] | undefined>): DetailPattern | undefined {
  const pattern: DetailPattern = {};
  for (const [field, values] of Object.entries(fields)) if (values) pattern[field] = values;
  return Object.keys(pattern).length > 0 ? pattern : undefined;
}

/** The values of an option, each once. From untyped code, a single value is accepted too. */
function oneOrSeveral(
  scanner: IUserAccessScanner,
  option: string,
  given: string | string[] | undefined,
  allowed: Record<string, string>,
): string[] | undefined {
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

function checkApp(scanner: IUserAccessScanner, app: string | undefined): void {
  if (app === undefined) return;
  if (typeof app !== 'string' || app === '') {
    throw invalid(scanner, "app must be the name of an app as AppFabric spells it, for example 'SLACK'.");
  }
  if (!Token.isUnresolved(app) && app !== app.toUpperCase()) {
    Annotations.of(scanner).addWarningV2(
      'cdk-appfabric-user-access:app-name',
      `AppFabric's app names are in upper case. Did you mean '${app.toUpperCase()}'? The rule matches only '${app}'.`,
    );
  }
}

/** The accesses of results with an account, and of those without one. */
const ACCESS_BY_ACCOUNT_FOUND = new Map<unknown, string[]>([
  [true, [Access.OPEN, Access.BLOCKED]],
  [false, [Access.NONE]],
]);

function checkAccountFound(scanner: IUserAccessScanner, accountFound: unknown, access: string[] | undefined): void {
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
