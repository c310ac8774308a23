import type { Task } from '../../results';
import type { CsvValue } from './csv';
import type { Column } from './table';

const STATUSES = {
  COMPLETED: { word: '✓ completed', style: 'green' },
  FAILED: { word: '✗ failed', style: 'red' },
  EXPIRED: { word: '✗ expired', style: 'yellow' },
  TIMED_OUT: { word: '✗ timed out', style: 'yellow' },
  IN_PROGRESS: { word: '… in progress', style: 'cyan' },
  RUNNING: { word: '… running', style: 'cyan' },
} as const;

type Status = keyof typeof STATUSES;

export const statusWord = (status: Status): string => STATUSES[status]?.word ?? status;
export const statusStyle = (status: Status) => STATUSES[status]?.style;

export const statusColumn = <T extends { readonly status: Status }>(title: string): Column<T> => ({
  title,
  text: (row) => statusWord(row.status),
  style: (row) => statusStyle(row.status),
});

/** `found` returns whether a row has an account, or undefined if there is no answer. */
export const accountColumn = <T>(found: (row: T) => boolean | undefined): Column<T> => ({
  title: 'ACCOUNT',
  text: (row) => ({ true: '● yes', false: '○ no', undefined: '? unknown' })[`${found(row)}`],
  style: (row) => (found(row) ? 'bold' : undefined),
});

export const errorText = ({ error }: Pick<Task, 'error'>): string | undefined =>
  [error?.errorCode, error?.errorMessage].filter(Boolean).join(': ') || undefined;

/** A tenant's id and display name. */
export const tenant = ({ tenantId, tenantDisplayName }: Pick<Task, 'tenantId' | 'tenantDisplayName'>) =>
  tenantDisplayName ? `${tenantId} (${tenantDisplayName})` : tenantId;

/** In UTC, so that people in different time zones see the same time. */
export const time = (iso: string | undefined) => iso?.replace('T', ' ').replace(/\.\d+Z$/, 'Z');

export const duration = (milliseconds: number): string =>
  milliseconds < 60_000
    ? `${(milliseconds / 1000).toFixed(1)} s`
    : `${Math.floor(milliseconds / 60_000)} min ${Math.round((milliseconds % 60_000) / 1000)} s`;

/** CSV columns with the names of the fields of a part of the row. */
export const csvOf = <T, Part>(part: (row: T) => Part | undefined, names: readonly (keyof Part & string)[]) =>
  Object.fromEntries(names.map((name) => [name, (row: T) => part(row)?.[name] as CsvValue]));
