import type { TaskError } from '../../../results';
import { accessColumn } from '../access';
import type { Column } from '../column';
import { csvOf, endText, statusStyle, tenantColumn } from '../columns';
import type { View } from '../list';
import type { ResultRow } from '../result-row';
import type { ScanJson } from '../scan-json';

const email: Column<ResultRow> = { title: 'EMAIL', text: (row) => row.email ?? undefined };

const columns: readonly Column<ResultRow>[] = [
  accessColumn(),
  { title: 'APP', text: ({ app }) => app ?? undefined },
  tenantColumn(),
  { title: 'USER STATUS', text: ({ userStatus }) => userStatus ?? undefined, isElastic: true },
  { title: 'RESULT', text: endText, style: ({ status }) => statusStyle(status), isElastic: true, isOptional: true },
];

/** The results of a scan. With `people`, the email address is a column. */
export const resultsTable = (people: boolean): View<ResultRow>['table'] => (people ? [email, ...columns] : columns);

/** A result, or a tenant that was not asked. */
export type ScanCsvRow = Partial<ResultRow>;

/** What each row says about the scan comes last, because it is the same in all rows. */
export const scanCsv = ({ scanId, verdict, confirmed }: ScanJson): View<ScanCsvRow>['csv'] => ({
  scanId: () => scanId,
  ...csvOf((row: ScanCsvRow) => row, ['email', 'app', 'tenantId', 'tenantDisplayName']),
  ...csvOf((row: ScanCsvRow) => row, ['access', 'reason', 'status', 'accountFound', 'userStatus']),
  ...csvOf((row: ScanCsvRow) => row, ['userId', 'userFullName', 'userFirstName', 'userLastName']),
  ...csvOf(({ error }: ScanCsvRow) => error as TaskError | null, ['errorCode', 'errorMessage']),
  ...csvOf((row: ScanCsvRow) => row, ['decidedBy', 'taskId', 'recordedAt']),
  verdict: () => verdict,
  confirmed: () => confirmed,
});
