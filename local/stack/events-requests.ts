import { constraintError, validationError } from './aws-error';
import type { JsonObject } from './json';
import { type Page, pageOf } from './pages';

const MAX_LIMIT = 100;

/** Returns one page of a list of Amazon EventBridge. */
export function eventsPage<T>(
  all: readonly T[],
  { Limit = MAX_LIMIT, NextToken: token }: JsonObject,
  keyOf: (item: T) => string,
): { readonly items: T[]; readonly NextToken?: string } {
  if (!(Number(Limit) >= 1)) throw constraintError('limit', 'have value greater than or equal to 1');
  if (Number(Limit) > MAX_LIMIT) throw constraintError('limit', `have value less than or equal to ${MAX_LIMIT}`);
  const found: Page<T> | undefined = pageOf(all, { keyOf, size: Number(Limit), token });
  if (!found) throw validationError('Parameter NextToken is not valid.');
  const { items, nextToken } = found;
  return { items, ...(nextToken !== undefined && { NextToken: nextToken }) };
}
