import type { Item } from './agreement';
import { notAskedIn } from './not-asked';
import type { RecordedTable } from './recorded-table';

const HOUR = 3600;
const STANDING_EXTRA_SECONDS = 7 * 24 * HOUR;
const CLAIM_SECONDS = 48 * HOUR;

/** A scan is left alone in the last hour before its records expire. An invocation may begin before that hour. */
const LAST_HOUR_MILLISECONDS = HOUR * 1000;
const LONGEST_INVOCATION_MILLISECONDS = 15 * 60 * 1000;

/** Where people stand, which scans update. */
const isView = ({ type }: Item): boolean => type === 'STANDING' || type === 'PERSON';

/** A watch is kept for as long as scans are, from when it ends in any case. */
const isOfWatch = ({ type }: Item): boolean => type === 'WATCH' || type === 'WATCH_ID';

const secondsOf = (time: unknown): number => Math.floor(Date.parse(String(time)) / 1000);

/** When an item must expire, in seconds since the epoch. */
function expiryOf(item: Item, retentionSeconds: number, table: RecordedTable): number {
  if (item.type === 'TRIGGER') return secondsOf(item.claimedAt) + CLAIM_SECONDS;
  if (isOfWatch(item)) return Number(item.expiresAt);
  if (item.type === 'CHANGE') return secondsOf((item.to as Item).scanStartedAt) + retentionSeconds;
  const startedAt = notAskedIn(item, table)?.startedAt ?? item.scanStartedAt ?? item.startedAt;
  const scanExpiry = secondsOf(startedAt) + retentionSeconds;
  return isView(item) ? scanExpiry + STANDING_EXTRA_SECONDS : scanExpiry;
}

/** When a standing with this result can be deleted, in milliseconds since the epoch. */
export const standingExpiry = ({ expiresAt }: Item): number => (Number(expiresAt) + STANDING_EXTRA_SECONDS) * 1000;

/** Whether an item's records expire so soon that nothing is written any more. */
export const isLeftAlone = ({ expiresAt }: Item, now: number): boolean =>
  now >= Number(expiresAt) * 1000 - LAST_HOUR_MILLISECONDS;

/** What is wrong with the expiry of an item that was just written. */
export function wrongExpiry(
  item: Item,
  { now, retentionSeconds, table }: { now: number; retentionSeconds: number; table: RecordedTable },
): string | undefined {
  const expected = expiryOf(item, retentionSeconds, table);
  if (item.expiresAt !== expected) return `the ${item.type} ${item.sk} expires at ${item.expiresAt}, not ${expected}`;
  // Whoever finds a change that is not recorded yet records it, however late.
  if (item.type === 'TRIGGER' || item.type === 'CHANGE' || isOfWatch(item) || isView(item)) return undefined;
  // A failure is recorded as long as there is a record.
  const mayEnd = item.status === 'FAILED' && item.type !== 'TASK' ? LAST_HOUR_MILLISECONDS : 0;
  return isLeftAlone(item, now - LONGEST_INVOCATION_MILLISECONDS - mayEnd)
    ? `the ${item.type} ${item.sk} was written when its records expire`
    : undefined;
}
