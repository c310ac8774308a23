import { Annotations, Stack, Token } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import { EVENT_SOURCE } from '../contract/names';
import { type OnResultOptions, ResultStatus } from '../on-result-options';
import type { UserAccessScanner } from '../user-access-scanner';
import { invalid } from './errors';
import { checkPattern } from './event-pattern';

type Detail = Record<string, (string | boolean)[]>;

/** Not every language that CDK is used from has types. */
export function checkRuleOptions(scanner: UserAccessScanner, id: string, options: events.OnEventOptions): void {
  if (typeof options !== 'object' || options === null) {
    throw invalid(scanner, `options of '${id}' must be an object, for example { target }; leave them out for none.`);
  }
  const { target, crossStackScope } = options;
  if (target !== undefined && typeof target?.bind !== 'function') {
    throw invalid(
      scanner,
      `target of '${id}' must be a target of aws-events-targets, like new LambdaFunction(handler).`,
    );
  }
  if (crossStackScope !== undefined && typeof crossStackScope?.node !== 'object') {
    throw invalid(scanner, `crossStackScope of '${id}' must be a construct, like the stack that the rule goes into.`);
  }
}

/** A rule on one of the scanner's own detail-types. */
export function eventRule(
  scanner: UserAccessScanner,
  id: string,
  detailType: string,
  options: events.OnEventOptions,
  detail?: Detail,
): events.Rule {
  const { eventPattern } = options;
  if (eventPattern?.source || eventPattern?.detailType) {
    throw invalid(scanner, `eventPattern of '${id}' must leave out source and detailType: the method sets both.`);
  }
  if (eventPattern) checkPattern(scanner, eventPattern);
  checkFieldsSetOnce(scanner, id, eventPattern, detail);
  const rule = new events.Rule(options.crossStackScope ?? scanner, id, {
    ruleName: options.ruleName,
    description: options.description,
    eventBus: scanner.eventBus,
    eventPattern: {
      ...eventPattern,
      source: [EVENT_SOURCE],
      detailType: [detailType],
      // A copy: a rule writes into the pattern that it is given, and this one may serve several rules.
      ...(detail && { detail: { ...eventPattern?.detail, ...detail } }),
    },
  });
  if (options.target) rule.addTarget(options.target);
  return rule;
}

/** In one field of a pattern, values add up: the rule would match more than either of the two asks for. */
function checkFieldsSetOnce(
  scanner: UserAccessScanner,
  id: string,
  eventPattern: events.EventPattern | undefined,
  options: Detail = {},
): void {
  const detail: object = Stack.of(scanner).resolve(eventPattern?.detail) ?? {};
  const twice = Object.keys(options).find((field) => Object.hasOwn(detail, field));
  if (twice) {
    throw invalid(
      scanner,
      `${twice} of '${id}' is set and eventPattern.detail has ${twice} too: EventBridge would match the values of either; leave one of them out.`,
    );
  }
}

export function resultDetail(
  scanner: UserAccessScanner,
  { status, app, accountFound }: OnResultOptions,
): Detail | undefined {
  const statuses: string[] = Object.values(ResultStatus);
  if (status !== undefined && !statuses.includes(status)) {
    throw invalid(scanner, `status must be one of ${statuses.join(', ')}, got '${status}'.`);
  }
  if (app !== undefined && (typeof app !== 'string' || app === '')) {
    throw invalid(scanner, "app must be the name of an app as AppFabric spells it, for example 'SLACK'.");
  }
  if (app !== undefined && !Token.isUnresolved(app) && app !== app.toUpperCase()) {
    Annotations.of(scanner).addWarningV2(
      'cdk-appfabric-user-access:app-name',
      `AppFabric's app names are in capitals: did you mean '${app.toUpperCase()}'? A rule for '${app}' matches nothing else.`,
    );
  }
  if (accountFound !== undefined && typeof accountFound !== 'boolean' && !Token.isUnresolved(accountFound)) {
    throw invalid(scanner, 'accountFound must be true or false, not a text or number; leave it out for either.');
  }
  const detail: Detail = {
    ...(status !== undefined && { status: [status] }),
    ...(app !== undefined && { app: [app] }),
    ...(accountFound !== undefined && { accountFound: [accountFound] }),
  };
  return Object.keys(detail).length > 0 ? detail : undefined;
}
