import type { Task, TaskError } from '../../results';
import type { Column } from './column';
import type { CsvValue } from './csv';

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

interface WithError {
  readonly error?: TaskError | null;
}

export const errorText = ({ error }: WithError): string | undefined =>
  [error?.errorCode, error?.errorMessage].filter(Boolean).join(': ') || undefined;

/** How AppFabric says that a task ended, with its error. */
export const endText = ({ status, error }: Pick<Task, 'status'> & WithError): string =>
  [statusWord(status), errorText({ error })].filter(Boolean).join(': ');

interface WithTenant {
  readonly app?: string | null;
  readonly tenantId?: string | null;
  readonly tenantDisplayName?: string;
  readonly taskId?: string;
}

/** A tenant's id, and its display name if that says more. */
export const tenant = ({ tenantId, tenantDisplayName }: WithTenant): string | undefined =>
  tenantId && tenantDisplayName && tenantDisplayName !== tenantId
    ? `${tenantId} (${tenantDisplayName})`
    : (tenantId ?? undefined);

/** On a narrow screen, the display name is cut, and never the id. */
export const tenantColumn = <T extends WithTenant>(): Column<T> => ({
  title: 'TENANT',
  text: tenant,
  isElastic: true,
  keep: ({ tenantId }) => tenantId ?? undefined,
});

/** The app and the tenant, or the task if AppFabric has not said which they are. */
export const tenantName = (row: WithTenant): string =>
  [row.app, tenant(row)].filter(Boolean).join(' ') || `task ${row.taskId}`;

/** In UTC, so that people in different time zones see the same time. */
export const time = (iso: string | undefined) => iso?.replace('T', ' ').replace(/\.\d+Z$/, 'Z');

/** The time to the minute, for tables. */
export const minute = (iso: string | undefined) => iso?.replace('T', ' ').replace(/:\d\d\.\d+Z$/, 'Z');

/** The day, for tables. */
export const day = (iso: string) => iso.slice(0, 10);

export const duration = (milliseconds: number): string =>
  milliseconds < 60_000
    ? `${(milliseconds / 1000).toFixed(1)} s`
    : `${Math.floor(milliseconds / 60_000)} min ${Math.round((milliseconds % 60_000) / 1000)} s`;

/** CSV columns with the names of the fields of a part of the row. */
export const csvOf = <T, Part>(part: (row: T) => Part | null | undefined, names: readonly (keyof Part & string)[]) =>
  Object.fromEntries(names.map((name) => [name, (row: T) => part(row)?.[name] as CsvValue]));
