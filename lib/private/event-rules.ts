import { Stack } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import { checkDetail } from './detail-fields';
import { invalid } from './errors';
import { busNameForRule } from './event-buses';
import type { DetailPattern } from './event-details';
import { checkPattern } from './event-pattern';
import { ownEvents } from './own-events';
import type { ScannerParts } from './scanner-parts';
import { checkId } from './unique-id';

/** What a pattern of the caller would widen to the events of others, or narrow to none. */
const OWN_FIELDS = ['source', 'detailType', 'account', 'resources'] as const;

/** Checks at runtime, because not all languages that CDK supports have static types. */
export function checkRule(scanner: ScannerParts, id: string, options: events.OnEventOptions): void {
  if (typeof options !== 'object' || options === null) {
    throw invalid(
      scanner,
      `The options of '${id}' must be an object, for example { target }. If you have no options, leave the argument out.`,
    );
  }
  const { target, crossStackScope } = options;
  if (target !== undefined && typeof target?.bind !== 'function') {
    throw invalid(
      scanner,
      `target of '${id}' must be a target from aws-events-targets, for example new LambdaFunction(handler).`,
    );
  }
  if (crossStackScope !== undefined && typeof crossStackScope?.node !== 'object') {
    throw invalid(
      scanner,
      `crossStackScope of '${id}' must be a construct, for example the stack to create the rule in.`,
    );
  }
  checkId(scanner, id, crossStackScope);
}

/** A rule that matches some detail-types of the scanner's own events. */
export function eventRule(
  scanner: ScannerParts,
  id: string,
  detailType: string[],
  options: events.OnEventOptions,
  detail?: DetailPattern,
): events.Rule {
  const { eventPattern } = options;
  const given = OWN_FIELDS.find((field) => eventPattern?.[field]);
  if (given) {
    throw invalid(
      scanner,
      `eventPattern of '${id}' must not have ${given}, because the method sets ${OWN_FIELDS.join(', ')}.`,
    );
  }
  if (eventPattern) checkDetail(scanner, detailType, checkPattern(scanner, eventPattern).detail);
  checkFieldsSetOnce(scanner, id, eventPattern, detail);
  const scope = options.crossStackScope ?? scanner;
  const busName = busNameForRule(
    scanner,
    scope,
    scanner.eventBus,
    (place) => `Pass a stack in ${place} as crossStackScope of '${id}'.`,
  );
  const rule = new events.Rule(scope, id, {
    ruleName: options.ruleName,
    description: options.description,
    eventBus: scanner.eventBus,
    eventPattern: {
      ...eventPattern,
      ...ownEvents(scanner, scope),
      detailType,
      // Copied, because a rule changes the pattern that it gets, and the caller can use the same pattern in several
      // rules.
      ...(detail && { detail: { ...eventPattern?.detail, ...detail } }),
    },
  });
  (rule.node.defaultChild as events.CfnRule).eventBusName = busName;
  if (options.target) rule.addTarget(options.target);
  return rule;
}

/** A rule matches any of the values of a field, so setting a field twice would match more than expected. */
function checkFieldsSetOnce(
  scanner: ScannerParts,
  id: string,
  eventPattern: events.EventPattern | undefined,
  options: DetailPattern = {},
): void {
  const detail: object = Stack.of(scanner).resolve(eventPattern?.detail) ?? {};
  const twice = Object.keys(options).find((field) => Object.hasOwn(detail, field));
  if (twice) {
    throw invalid(
      scanner,
      `${twice} of '${id}' is set both as an option and in eventPattern.detail, so the rule would match either value. Remove one of them.`,
    );
  }
}
