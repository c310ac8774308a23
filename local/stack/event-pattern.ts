import { matchesEntry, mistakeInEntry } from '../../lib/contract/event-pattern-entry';
import { isObject, type Json, type JsonObject } from './json';

/** Whether an event, in EventBridge's envelope, matches a rule. */
export type EventMatcher = (event: Json | undefined) => boolean;

/**
 * Compiles a rule's event pattern. Throws for a pattern that EventBridge would refuse, so that a mistake is visible when
 * the stack starts, and not as a rule that never fires.
 */
export function compileEventPattern(pattern: JsonObject, path = ''): EventMatcher {
  const fields = Object.entries(pattern);
  if (fields.length === 0) throw new Error(`The event pattern is empty${path && ` at ${path}`}.`);
  const matchers = fields.map(([field, expected]) => compileField(field, expected, path ? `${path}.${field}` : field));
  return (value) =>
    // One object of an array must match the whole pattern below.
    Array.isArray(value)
      ? value.some((item) => matchers.every((matches) => matches(item)))
      : matchers.every((matches) => matches(value));
}

function compileField(field: string, expected: Json, path: string): EventMatcher {
  if (field === '$or') return compileOr(expected, path);
  const fieldOf = (event: Json | undefined) => (isObject(event) ? event[field] : undefined);
  if (isObject(expected)) {
    const matches = compileEventPattern(expected, path);
    return (event) => matches(fieldOf(event));
  }
  if (!Array.isArray(expected) || expected.length === 0) {
    throw new Error(`The event pattern needs a list of values at ${path}.`);
  }
  const mistake = expected.map(mistakeInEntry).find((found) => found !== undefined);
  if (mistake) throw new Error(`The event pattern at ${path} ${mistake}`);
  return (event) => {
    const values = leaves(fieldOf(event));
    return expected.some((entry) => matchesEntry(entry, values));
  };
}

function compileOr(alternatives: Json, path: string): EventMatcher {
  if (!Array.isArray(alternatives) || !alternatives.every(isObject)) {
    throw new Error(`The event pattern needs a list of patterns at ${path}.`);
  }
  const matchers = alternatives.map((alternative) => compileEventPattern(alternative, path));
  return (event) => matchers.some((matches) => matches(event));
}

/** The values to compare. An object has none: EventBridge compares leaves only. */
function leaves(value: Json | undefined): Json[] {
  if (value === undefined || isObject(value)) return [];
  return Array.isArray(value) ? value.flatMap(leaves) : [value];
}
