import type { Json } from './json';

interface PageRequest<T> {
  /** What the token of a page names its last item by. */
  readonly keyOf: (item: T) => string | number;
  /** @default - all */
  readonly isWanted?: (item: T) => boolean;
  readonly size: number;
  /** @default - from the first item on */
  readonly token?: Json;
}

export interface Page<T> {
  readonly items: T[];
  readonly nextToken?: string;
}

/**
 * One page of those items of a list that are wanted. Items that are added, or that are no longer wanted, do not shift the
 * next page. Undefined if the token is of no item.
 */
export function pageOf<T>(
  all: readonly T[],
  { keyOf, isWanted = () => true, size, token }: PageRequest<T>,
): Page<T> | undefined {
  const tokenOf = (item: T) => Buffer.from(`after ${keyOf(item)}`).toString('base64');
  const last = token === undefined ? -1 : all.findIndex((item) => tokenOf(item) === token);
  if (token !== undefined && last < 0) return undefined;
  const wanted = all.slice(last + 1).filter(isWanted);
  const items = wanted.slice(0, size);
  const end = items.at(-1);
  return { items, ...(end !== undefined && wanted.length > size && { nextToken: tokenOf(end) }) };
}
