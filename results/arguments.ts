import type { ScanStatus } from './types';

const STATUSES: readonly ScanStatus[] = ['RUNNING', 'COMPLETED', 'FAILED'];

/** None of the messages repeats a value: it may be somebody's address. */
export function checkText(name: string, value: unknown): string {
  if (typeof value === 'string' && value !== '') return value;
  throw new TypeError(`${name} must be a string that is not empty.`);
}

/** Lenient on purpose: an address is filed as AppFabric wrote it, which may be none that we would take. */
export function checkEmail(value: unknown): string {
  if (typeof value === 'string' && /^[^\s@]+@[^\s@]+$/.test(value)) return value;
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
