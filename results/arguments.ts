import { VERDICTS, type Verdict } from '../lib/contract/access/access';
import { type PersonKey, personOf } from '../lib/contract/person';
import type { ScanStatus } from '../lib/contract/records';

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

export function checkLimit(value: unknown): number | undefined {
  if (value === undefined || (Number.isInteger(value) && (value as number) > 0)) return value as number | undefined;
  throw new TypeError('limit must be a whole number, 1 or more.');
}
