import { Stack } from 'aws-cdk-lib';
import type * as events from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import { invalid } from './errors';
import { checkEventField, EVENT_FIELDS } from './event-fields';
import { mistakeInMatcher } from './pattern-matcher';
import { isIntrinsic, isObject, type PatternNode } from './pattern-node';

export function resolvePattern(scope: Construct, pattern: events.EventPattern): { [field: string]: PatternNode } {
  return Stack.of(scope).resolve(pattern ?? {});
}

/** Refuses a pattern that no event can match, and one that EventBridge would refuse at the deployment. */
export function checkPattern(scope: Construct, eventPattern: events.EventPattern): void {
  const pattern = resolvePattern(scope, eventPattern);
  if (!isObject(pattern)) {
    throw invalid(scope, "eventPattern must name fields of the event, for example { detail: { app: ['SLACK'] } }.");
  }
  for (const [field, node] of Object.entries(pattern)) {
    if (!EVENT_FIELDS.includes(field)) {
      throw invalid(scope, `eventPattern has no field '${field}'; events have ${EVENT_FIELDS.join(', ')}.`);
    }
    checkEventField(scope, field, node);
    checkNode(scope, field, node);
  }
}

function checkNode(scope: Construct, path: string, node: PatternNode): void {
  if (isIntrinsic(node)) return;
  if (isObject(node)) {
    checkFields(scope, path, node);
  } else if (!Array.isArray(node)) {
    throw invalid(
      scope,
      `eventPattern.${path} must be a list of values, also when it is one value: [${JSON.stringify(node)}].`,
    );
  } else if (node.length === 0) {
    throw invalid(scope, `eventPattern.${path} is an empty list, which no event matches; list values or leave it out.`);
  } else {
    for (const matcher of node) {
      const mistake = mistakeInMatcher(matcher);
      if (mistake) throw invalid(scope, `eventPattern.${path} ${mistake}`);
    }
  }
}

function checkFields(scope: Construct, path: string, fields: { [field: string]: PatternNode }): void {
  if (Object.keys(fields).length === 0) {
    throw invalid(
      scope,
      `eventPattern.${path} is empty, which EventBridge refuses; name a field in it or leave it out.`,
    );
  }
  for (const [field, node] of Object.entries(fields)) {
    if (field === '$or') checkBranches(scope, `${path}.$or`, node);
    else checkNode(scope, `${path}.${field}`, node);
  }
}

function checkBranches(scope: Construct, path: string, branches: PatternNode): void {
  if (isIntrinsic(branches)) return;
  if (!Array.isArray(branches) || branches.length < 2 || !branches.every(isObject)) {
    throw invalid(
      scope,
      `eventPattern.${path} must list at least two patterns, for example [{ a: ['x'] }, { b: ['y'] }]; with one, leave $or out.`,
    );
  }
  branches.forEach((branch, place) => {
    checkNode(scope, `${path}[${place}]`, branch);
  });
}
