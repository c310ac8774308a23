import { AwsError, constraintError } from './aws-error';
import type { Json, JsonObject } from './json';

const MAX_RESULTS = 1000;

export function maxResults({ maxResults: value = 0 }: JsonObject): number {
  if (typeof value !== 'number' || value < 0 || value > MAX_RESULTS) {
    throw constraintError('maxResults', `have value less than or equal to ${MAX_RESULTS}`);
  }
  return value === 0 ? 100 : value;
}

/** Returns one page of a list. The token names the page's last item, so that new items do not shift the next page. */
export function page<T extends { key: number }>(
  items: T[],
  size: number,
  token: Json | undefined,
): { items: T[]; nextToken?: string } {
  const rest = token === undefined ? items : items.slice(indexAfter(items, String(token)));
  const last = rest[size - 1];
  return {
    items: rest.slice(0, size),
    nextToken: last && rest.length > size ? Buffer.from(`after ${last.key}`).toString('base64') : undefined,
  };
}

function indexAfter(items: { key: number }[], token: string): number {
  const [, key] =
    Buffer.from(token, 'base64')
      .toString()
      .match(/^after (\d+)$/) ?? [];
  const index = items.findIndex((item) => item.key === Number(key));
  if (index < 0) throw new AwsError('InvalidToken', `Invalid Token: '${token}'`);
  return index + 1;
}
