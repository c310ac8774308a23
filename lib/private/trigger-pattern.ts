import { Stack, Token, Tokenization } from 'aws-cdk-lib';
import type * as events from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import { matchesEntry, type PatternNode } from '../contract/event-pattern-entry';
import { EVENT_SOURCE } from '../contract/names';
import { invalid } from './errors';
import { checkPattern } from './event-pattern';

/** EventBridge accepts dots and indexes in the path of an input transformer, but no names in brackets or wildcards. */
const PATH_INTO_DETAIL = /^\$\.detail(\.[A-Za-z0-9_-]+|\[\d+\])+$/;

/**
 * Throws if the scanner's own events would start scans or watches in an endless loop, or if EventBridge would reject the
 * rule.
 */
export function checkTrigger(
  scope: Construct,
  eventPattern: events.EventPattern | undefined,
  email: string,
  what: 'scan' | 'watch',
): void {
  const { source } = checkPattern(scope, eventPattern ?? {});
  const mistake = mistakeInSource(source, what);
  if (mistake !== undefined) throw invalid(scope, mistake);
  checkEmailPath(scope, email);
}

/** Adds the same check to the rule, for what `addEventPattern()` adds to it. */
export function checkSourceAtSynthesis(rule: events.Rule, what: 'scan' | 'watch'): void {
  rule.node.addValidation({
    validate: () => {
      const { eventPattern } = rule.node.defaultChild as events.CfnRule;
      const { source }: { source?: PatternNode } = Stack.of(rule).resolve(eventPattern);
      const mistake = mistakeInSource(source, what);
      return mistake === undefined ? [] : [mistake];
    },
  });
}

function mistakeInSource(source: PatternNode | undefined, what: 'scan' | 'watch'): string | undefined {
  if (!Array.isArray(source)) {
    return `eventPattern must name a source, for example { source: ['com.example.hr'] }. Without a source, it would also match the scanner's own events, and every result would start a ${what}.`;
  }
  if (!source.some((entry) => matchesEntry(entry, [EVENT_SOURCE]))) return undefined;
  return `eventPattern.source matches the scanner's own source, ${EVENT_SOURCE}, so every result would start a ${what}. Name the source of the system that requests it.`;
}

/** The value is not quoted unless it is a path, because a literal can be an email address. */
function checkEmailPath(scope: Construct, email: string): void {
  const tokens = typeof email === 'string' && Token.isUnresolved(email) ? Tokenization.reverseString(email) : undefined;
  const field = tokens?.length === 1 ? tokens.firstToken : undefined;
  if (!field || !('path' in field)) {
    throw invalid(scope, "email must be a path into the event: events.EventField.fromPath('$.detail.email').");
  }
  const path = String(Stack.of(scope).resolve(field));
  if (!PATH_INTO_DETAIL.test(path)) {
    throw invalid(
      scope,
      `email must be the path of a field in the event's detail, like $.detail.email or $.detail.people[0].email, got '${path}'. Use only dots and list indexes.`,
    );
  }
}
