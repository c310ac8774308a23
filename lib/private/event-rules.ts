import { Annotations, Token } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import { type OnResultOptions, ResultStatus } from '../on-result-options';
import type { UserAccessScanner } from '../user-access-scanner';
import { EVENT_SOURCE } from './contract';
import { invalid } from './errors';
import { checkPattern } from './event-pattern';

type Detail = Record<string, (string | boolean)[]>;

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
  const rule = new events.Rule(options.crossStackScope ?? scanner, id, {
    ruleName: options.ruleName,
    description: options.description,
    eventBus: scanner.eventBus,
    eventPattern: { ...eventPattern, source: [EVENT_SOURCE], detailType: [detailType] },
  });
  if (detail) rule.addEventPattern({ detail });
  if (options.target) rule.addTarget(options.target);
  return rule;
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
  const detail: Detail = {
    ...(status !== undefined && { status: [status] }),
    ...(app !== undefined && { app: [app] }),
    ...(accountFound !== undefined && { accountFound: [accountFound] }),
  };
  return Object.keys(detail).length > 0 ? detail : undefined;
}
