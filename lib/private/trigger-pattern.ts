import { Stack, Token, Tokenization } from 'aws-cdk-lib';
import type * as events from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import { EVENT_SOURCE } from '../contract/names';
import { invalid } from './errors';
import { checkPattern, resolvePattern } from './event-pattern';
import { matches } from './pattern-matches';
import { isIntrinsic, isObject, type PatternNode } from './pattern-node';

/** EventBridge takes dots and list places, no names in brackets and no wildcards. */
const PATH_INTO_DETAIL = /^\$\.detail(\.[A-Za-z0-9_-]+|\[\d+\])+$/;

/** Refuses a trigger that can never start a scan, and one that the scanner's own events would start for ever. */
export function checkTriggerPattern(scope: Construct, eventPattern: events.EventPattern, email: string): void {
  const pattern = resolvePattern(scope, eventPattern);
  if (!isObject(pattern) || Object.keys(pattern).length === 0) {
    throw invalid(scope, "eventPattern is empty; name at least a source: { source: ['com.example.hr'] }.");
  }
  checkPattern(scope, eventPattern);
  checkSource(scope, pattern.source);
  checkAddress(scope, pattern.detail, emailPath(scope, email));
}

function checkSource(scope: Construct, source: PatternNode | undefined): void {
  if (!Array.isArray(source)) {
    throw invalid(
      scope,
      "eventPattern must name a source, for example source: ['com.example.hr']: without one it would also match the scanner's own events, and every result would start a scan.",
    );
  }
  if (source.some((matcher) => matches(matcher, EVENT_SOURCE))) {
    throw invalid(
      scope,
      `eventPattern.source matches the scanner's own source, ${EVENT_SOURCE}: every result would start a scan. Name the source of the system that asks for scans.`,
    );
  }
}

/** The path that the token stands for. The value is not quoted back: a mistaken literal may be an address. */
function emailPath(scope: Construct, email: string): string {
  const tokens = typeof email === 'string' && Token.isUnresolved(email) ? Tokenization.reverseString(email) : undefined;
  const field = tokens?.length === 1 ? tokens.firstToken : undefined;
  if (!field || !('path' in field)) {
    throw invalid(scope, "email must be a path into the event: events.EventField.fromPath('$.detail.email').");
  }
  const path = String(Stack.of(scope).resolve(field));
  if (!PATH_INTO_DETAIL.test(path)) {
    throw invalid(
      scope,
      `email must be a path to a field of the event's detail, like $.detail.email or $.detail.people[0].email (dots, and places of lists), got '${path}'.`,
    );
  }
  return path;
}

/** Refuses what the pattern itself rules out: that there is a text with an @ at the path. */
function checkAddress(scope: Construct, detail: PatternNode | undefined, path: string): void {
  const names = path.split(/[.[\]]/).filter((name) => name !== '' && !/^\d+$/.test(name));
  let node = detail;
  let at = 'detail';
  for (const name of names.slice(2)) {
    if (Array.isArray(node)) break;
    if (!isObject(node) || isIntrinsic(node)) return;
    node = Object.hasOwn(node, name) ? node[name] : undefined;
    at = `${at}.${name}`;
  }
  if (node === undefined || isIntrinsic(node)) return;
  const isWholePath = at.split('.').length === names.length - 1;
  if (!Array.isArray(node) || !isWholePath || !node.some(mayBeAddress)) {
    throw invalid(
      scope,
      `no event that eventPattern matches has an address at ${path}: the pattern rules it out at ${at}.`,
    );
  }
}

function mayBeAddress(matcher: PatternNode): boolean {
  if (typeof matcher === 'string') return matcher.includes('@');
  if (!isObject(matcher) || isIntrinsic(matcher)) return isIntrinsic(matcher);
  return !('numeric' in matcher) && !('cidr' in matcher) && matcher.exists !== false;
}
