import { VERDICTS, type Verdict } from '../lib/contract/access/access';
import { type PersonKey, personOf } from '../lib/contract/person';
import type { ScanStatus } from '../lib/contract/records';
import { WATCH_STATUSES, type WatchStatus } from '../lib/contract/watches';

const STATUSES: readonly ScanStatus[] = ['RUNNING', 'COMPLETED', 'FAILED'];

/** The messages do not contain the value, because it can be an email address. */
export function checkString(name: string, value: unknown): string {
  if (typeof value === 'string' && value !== '') return value;
  throw new TypeError(`${name} must be a non-empty string.`);
}

/** Less strict than a scan, because results are filed under the address that AppFabric returns. */
export function checkEmail(value: unknown): PersonKey {
  if (typeof value === 'string' && /^[^\s@]+@[^\s@]+$/.test(value)) return personOf(value).key;
  throw new TypeError('email must be an email address, such as person@example.com.');
}

export function checkStatus(value: unknown): ScanStatus {
  const status = STATUSES.find((known) => known === value);
  if (status !== undefined) return status;
  throw new TypeError(`status must be one of ${STATUSES.join(', ')}.`);
}

export function checkVerdict(value: unknown): Verdict {
  const verdict = VERDICTS.find((known) => known === value);
  if (verdict !== undefined) return verdict;
  throw new TypeError(`verdict must be one of ${VERDICTS.join(', ')}.`);
}

export function checkWatchStatus(value: unknown): WatchStatus {
  const status = WATCH_STATUSES.find((known) => known === value);
  if (status !== undefined) return status;
  throw new TypeError(`status must be one of ${WATCH_STATUSES.join(', ')}.`);
}

/** A day, or a time with its time zone. Without one, it would depend on where the code runs. */
const ISO_TIME = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/;

/** Returns the time as the table has it. */
export function checkTime(name: string, value: unknown): string | undefined {
  if (value === undefined) return undefined;
  const isTime = value instanceof Date || (typeof value === 'string' && ISO_TIME.test(value));
  const date = new Date(isTime ? value : Number.NaN);
  // Times of other centuries have another length, so that they would not sort.
  if (date.getTime() >= 0 && date.getUTCFullYear() <= 9999) return date.toISOString();
  throw new TypeError(`${name} must be a Date, or a time in ISO 8601 such as 2026-01-31T12:00:00Z.`);
}

export function checkLimit(value: unknown): number | undefined {
  if (value === undefined || (Number.isInteger(value) && (value as number) > 0)) return value as number | undefined;
  throw new TypeError('limit must be a whole number, 1 or more.');
}

/** A misspelled option would list more than was asked for. TypeScript finds it, and JavaScript does not. */
export function checkOptions(options: object, names: readonly string[]): void {
  if (Object.keys(options).every((name) => names.includes(name))) return;
  throw new TypeError(`An option does not exist. Use ${names.join(', ')}.`);
}
