import { Stack } from 'aws-cdk-lib';
import type * as events from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import { invalid } from './errors';

/** A pattern as it will stand in the template: tokens are resolved, except those that only the deployment knows. */
export type PatternNode = string | number | boolean | null | PatternNode[] | { [field: string]: PatternNode };

const FIELDS = ['version', 'id', 'detailType', 'source', 'account', 'time', 'region', 'resources', 'detail'];

/** What every event has in these fields; a list of other values matches nothing. */
const ALWAYS: Record<string, { readonly values: RegExp; readonly hint: string }> = {
  version: { values: /^0$/, hint: "every event has version '0'; the version of an event's content is in its detail" },
  account: { values: /^\d{12}$/, hint: 'an account is 12 digits' },
  region: { values: /^[a-z]{2,}(-[a-z]+)+-\d+$/, hint: 'a Region looks like us-east-1' },
  source: { values: /./, hint: 'no event has an empty source' },
  detailType: { values: /./, hint: 'no event has an empty detail-type' },
};

export function resolvePattern(scope: Construct, pattern: events.EventPattern): { [field: string]: PatternNode } {
  return Stack.of(scope).resolve(pattern ?? {});
}

/** Refuses a pattern that no event can match. */
export function checkPattern(scope: Construct, eventPattern: events.EventPattern): void {
  const pattern = resolvePattern(scope, eventPattern);
  if (!isObject(pattern) || Object.keys(pattern).length === 0) {
    throw invalid(scope, "eventPattern is empty; name at least a source: { source: ['com.example.hr'] }.");
  }
  for (const [field, node] of Object.entries(pattern)) {
    if (!FIELDS.includes(field)) {
      throw invalid(scope, `eventPattern has no field '${field}'; events have ${FIELDS.join(', ')}.`);
    }
    checkNode(scope, field, node);
    const always = ALWAYS[field];
    if (
      always &&
      Array.isArray(node) &&
      node.every((value) => typeof value === 'string' && !always.values.test(value))
    ) {
      throw invalid(scope, `eventPattern.${field} matches no event: ${always.hint}.`);
    }
  }
}

function checkNode(scope: Construct, path: string, node: PatternNode): void {
  if (isIntrinsic(node)) return;
  if (Array.isArray(node)) {
    if (node.length === 0) {
      throw invalid(
        scope,
        `eventPattern.${path} is an empty list, which no event matches; list values or leave it out.`,
      );
    }
    const inside = path.endsWith('$or') ? checkNode : checkMatcher;
    for (const value of node) inside(scope, path, value);
  } else if (isObject(node)) {
    const fields = Object.entries(node);
    if (fields.length === 0) {
      throw invalid(
        scope,
        `eventPattern.${path} is empty, which EventBridge refuses; name a field in it or leave it out.`,
      );
    }
    for (const [field, value] of fields) checkNode(scope, `${path}.${field}`, value);
  } else {
    throw invalid(
      scope,
      `eventPattern.${path} must be a list of values, also when it is one value: [${JSON.stringify(node)}].`,
    );
  }
}

/** One entry of a list: a plain value, or a comparison like { prefix: 'a' }. */
function checkMatcher(scope: Construct, path: string, matcher: PatternNode): void {
  if (!isObject(matcher) || isIntrinsic(matcher)) return;
  const { numeric, 'anything-but': anythingBut } = matcher;
  if (Object.keys(matcher).length !== 1) {
    throw invalid(scope, `eventPattern.${path} must hold one comparison an entry, as events.Match gives it.`);
  }
  if (Array.isArray(anythingBut) && anythingBut.length === 0) {
    throw invalid(scope, `eventPattern.${path} excludes an empty list; say what to exclude or leave it out.`);
  }
  if (Array.isArray(numeric) && isEmptyRange(numeric)) {
    throw invalid(scope, `eventPattern.${path} asks for a number that cannot be: ${numeric.join(' ')}.`);
  }
}

/** numeric is a list like ['>', 0, '<=', 5]. */
function isEmptyRange(numeric: PatternNode[]): boolean {
  let low = Number.NEGATIVE_INFINITY;
  let high = Number.POSITIVE_INFINITY;
  let open = false;
  for (let i = 0; i + 1 < numeric.length; i += 2) {
    const [operator, value] = [String(numeric[i]), Number(numeric[i + 1])];
    if (operator === '=') return numeric.length > 2;
    if (operator.startsWith('>')) low = Math.max(low, value);
    if (operator.startsWith('<')) high = Math.min(high, value);
    open ||= operator.length === 1;
  }
  return low > high || (low === high && open);
}

export function isObject(node: PatternNode | undefined): node is { [field: string]: PatternNode } {
  return typeof node === 'object' && node !== null && !Array.isArray(node);
}

/** `{ Ref: … }` or `{ 'Fn::…': … }`: a value that only the deployment knows. */
export function isIntrinsic(node: PatternNode | undefined): boolean {
  if (!isObject(node)) return false;
  const names = Object.keys(node);
  return names.length === 1 && (names[0] === 'Ref' || names[0]?.startsWith('Fn::') === true);
}
