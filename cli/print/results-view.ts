import { isAnswer } from '../../lib/contract/answers';
import type { Task } from '../../results';
import { accountColumn, accountCsv, errorCsv, errorText, statusColumn, tenant, tenantCsv } from './columns';
import type { View } from './list';
import type { Column } from './table';

const resultColumns: readonly Column<Task>[] = [
  { title: 'APP', text: ({ app }) => app },
  { title: 'TENANT', text: tenant, isElastic: true },
  statusColumn('RESULT'),
  accountColumn((row) => (isAnswer(row) ? row.accountFound : undefined)),
  { title: 'USER STATUS', text: ({ userStatus }) => userStatus },
  { title: 'ERROR', text: errorText, isElastic: true },
];

/** The results of a scan. With `people`, the email address is a column. */
export const resultsView = (people: boolean): View<Task> => ({
  table: people ? [{ title: 'EMAIL', text: ({ email }) => email }, ...resultColumns] : resultColumns,
  csv: {
    scanId: ({ scanId }) => scanId,
    ...tenantCsv,
    status: ({ status }) => status,
    ...accountCsv<Task>((row) => row),
    ...errorCsv,
    taskId: ({ taskId }) => taskId,
    recordedAt: ({ recordedAt }) => recordedAt,
  },
});
