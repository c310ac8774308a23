import type { Answer, Task as Result } from '../../results';
import type { View } from '../output';
import type { Column } from '../table';

export type CsvColumns<T> = View<T>['csv'];

const WORDS = {
  COMPLETED: '✓ completed',
  FAILED: '✗ failed',
  EXPIRED: '✗ expired',
  TIMED_OUT: '✗ timed out',
  IN_PROGRESS: '… in progress',
  RUNNING: '… running',
} as const;

const STYLES = {
  COMPLETED: 'green',
  FAILED: 'red',
  EXPIRED: 'yellow',
  TIMED_OUT: 'yellow',
  IN_PROGRESS: 'cyan',
  RUNNING: 'cyan',
} as const;

export const statusWord = (status: keyof typeof WORDS): string => WORDS[status] ?? status;
export const statusStyle = (status: keyof typeof STYLES) => STYLES[status];

export const accountWord = (found: boolean | undefined): string => {
  if (found === undefined) return '? unknown';
  return found ? '● yes' : '○ no';
};
export const accountStyle = (found: boolean | undefined) => (found ? 'bold' : undefined);

export const errorText = ({ error }: Pick<Result, 'error'>): string | undefined =>
  [error?.errorCode, error?.errorMessage].filter(Boolean).join(': ') || undefined;

/** A tenant as people know it, with the id that the table's keys use. */
export const tenant = ({ tenantId, tenantDisplayName }: Pick<Result, 'tenantId' | 'tenantDisplayName'>) =>
  tenantDisplayName ? `${tenantId} (${tenantDisplayName})` : tenantId;

/** Local time would differ between two who compare notes: times are UTC, to the second. */
export const time = (iso: string | undefined) => iso?.replace('T', ' ').replace(/\.\d+Z$/, 'Z');

export const duration = (milliseconds: number): string =>
  milliseconds < 60_000
    ? `${(milliseconds / 1000).toFixed(1)} s`
    : `${Math.floor(milliseconds / 60_000)} min ${Math.round((milliseconds % 60_000) / 1000)} s`;

export const statusColumn = <T extends { readonly status: keyof typeof WORDS }>(title: string): Column<T> => ({
  title,
  text: (row) => statusWord(row.status),
  style: (row) => statusStyle(row.status),
});

/** What an answer says of an account; `of` finds the answer in a row. */
export const accountCsv = <T>(of: (row: T) => Partial<Answer> | undefined): CsvColumns<T> => ({
  accountFound: (row) => of(row)?.accountFound,
  userStatus: (row) => of(row)?.userStatus,
  userId: (row) => of(row)?.userId,
  userFullName: (row) => of(row)?.userFullName,
  userFirstName: (row) => of(row)?.userFirstName,
  userLastName: (row) => of(row)?.userLastName,
});

export const tenantCsv: CsvColumns<Pick<Result, 'email' | 'app' | 'tenantId' | 'tenantDisplayName'>> = {
  email: ({ email }) => email,
  app: ({ app }) => app,
  tenantId: ({ tenantId }) => tenantId,
  tenantDisplayName: ({ tenantDisplayName }) => tenantDisplayName,
};

export const errorCsv: CsvColumns<Pick<Result, 'error'>> = {
  errorCode: ({ error }) => error?.errorCode,
  errorMessage: ({ error }) => error?.errorMessage,
};
