import { type PersonKey, personOf } from '../lib/contract/person';
import type { ScanStatus } from '../lib/contract/records';

const STATUSES: readonly ScanStatus[] = ['RUNNING', 'COMPLETED', 'FAILED'];

/** No message repeats a value: it may be an address. */
export function checkString(name: string, value: unknown): string {
  if (typeof value === 'string' && value !== '') return value;
  throw new TypeError(`${name} must be a string that is not empty.`);
}

/** Lenient on purpose: results are filed under the address that AppFabric gave, which a scan might not accept. */
export function checkEmail(value: unknown): PersonKey {
  if (typeof value === 'string' && /^[^\s@]+@[^\s@]+$/.test(value)) return personOf(value).key;
  throw new TypeError('email must be an address, such as person@example.com.');
}

export function checkStatus(value: unknown): ScanStatus {
  const status = STATUSES.find((known) => known === value);
  if (status !== undefined) return status;
  throw new TypeError(`status must be one of ${STATUSES.join(', ')}.`);
}

export function checkLimit(value: unknown): number | undefined {
  if (value === undefined || (Number.isInteger(value) && (value as number) > 0)) return value as number | undefined;
  throw new TypeError('limit must be a whole number from 1.');
}
