import type { TaskError } from '../../../results';
import { accessColumn } from '../access';
import { csvOf, endText, statusStyle, tenant } from '../columns';
import type { View } from '../list';
import type { ResultRow } from '../result-row';
import type { Column } from '../table';

const email: Column<ResultRow> = { title: 'EMAIL', text: (row) => row.email ?? undefined };

const columns: readonly Column<ResultRow>[] = [
  accessColumn(),
  { title: 'APP', text: ({ app }) => app ?? undefined },
  { title: 'TENANT', text: tenant, isElastic: true },
  { title: 'USER STATUS', text: ({ userStatus }) => userStatus ?? undefined },
  { title: 'RESULT', text: endText, style: ({ status }) => statusStyle(status), isElastic: true },
];

/** The results of a scan, with the scan's id in each row of the CSV. With `people`, the email address is a column. */
export const resultsView = (people: boolean, scanId: string): View<ResultRow> => ({
  table: people ? [email, ...columns] : columns,
  csv: {
    scanId: () => scanId,
    ...csvOf((row: ResultRow) => row, ['email', 'app', 'tenantId', 'tenantDisplayName']),
    ...csvOf((row: ResultRow) => row, ['access', 'reason', 'status', 'accountFound', 'userStatus']),
    ...csvOf((row: ResultRow) => row, ['userId', 'userFullName', 'userFirstName', 'userLastName']),
    ...csvOf(({ error }: ResultRow) => error as TaskError | null, ['errorCode', 'errorMessage']),
    ...csvOf((row: ResultRow) => row, ['decidedBy', 'taskId', 'recordedAt']),
  },
});
