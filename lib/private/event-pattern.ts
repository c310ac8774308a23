import { Stack } from 'aws-cdk-lib';
import type * as events from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import { isIntrinsic, isObject, mistakeInEntry, type PatternNode } from '../contract/event-pattern-entry';
import { invalid } from './errors';

/** The fields of an event, as CDK's `EventPattern` spells them. */
const EVENT_FIELDS = ['version', 'id', 'detailType', 'source', 'account', 'time', 'region', 'resources', 'detail'];

/** Throws if EventBridge would reject the pattern at deployment. Returns the pattern with its tokens resolved. */
export function checkPattern(scope: Construct, eventPattern: events.EventPattern): { [field: string]: PatternNode } {
  const pattern: PatternNode = Stack.of(scope).resolve(eventPattern);
  if (!isObject(pattern)) {
    throw invalid(scope, "eventPattern must be an object, for example { detail: { app: ['SLACK'] } }.");
  }
  for (const [field, node] of Object.entries(pattern)) {
    if (!EVENT_FIELDS.includes(field)) {
      throw invalid(scope, `eventPattern has no field '${field}'. Use one of ${EVENT_FIELDS.join(', ')}.`);
    }
    for (const mistake of mistakesIn(`eventPattern.${field}`, node)) throw invalid(scope, mistake);
  }
  return pattern;
}

function* mistakesIn(path: string, node: PatternNode): Generator<string> {
  if (isIntrinsic(node)) return;
  if (isObject(node)) {
    const fields = Object.entries(node);
    if (fields.length === 0) yield `${path} is empty, which EventBridge rejects. Name a field in it, or remove it.`;
    for (const [field, child] of fields) {
      if (field === '$or') yield* mistakesInAlternatives(`${path}.$or`, child);
      else yield* mistakesIn(`${path}.${field}`, child);
    }
  } else if (!Array.isArray(node)) {
    yield `${path} must be a list of values, even for one value: [${JSON.stringify(node)}].`;
  } else if (node.length === 0) {
    yield `${path} is an empty list, which EventBridge rejects. List a value, or remove it.`;
  } else {
    for (const mistake of node.map(mistakeInEntry)) if (mistake) yield `${path} ${mistake}`;
  }
}

function* mistakesInAlternatives(path: string, alternatives: PatternNode): Generator<string> {
  if (isIntrinsic(alternatives)) return;
  if (!Array.isArray(alternatives) || alternatives.length < 2 || !alternatives.every(isObject)) {
    yield `${path} must list at least two patterns, for example [{ a: ['x'] }, { b: ['y'] }]. For one pattern, remove $or.`;
  } else {
    for (const [index, pattern] of alternatives.entries()) yield* mistakesIn(`${path}[${index}]`, pattern);
  }
}
