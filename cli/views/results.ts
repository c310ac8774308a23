import type { Task as Result } from '../../results';
import type { View } from '../output';
import type { Column } from '../table';
import { accountCsv, accountStyle, accountWord, errorCsv, errorText, statusColumn, tenant, tenantCsv } from './cells';

const resultColumns: readonly Column<Result>[] = [
  { title: 'APP', text: ({ app }) => app },
  { title: 'TENANT', text: tenant, isElastic: true },
  statusColumn('RESULT'),
  {
    title: 'ACCOUNT',
    text: (row) => accountWord(answered(row) ? row.accountFound : undefined),
    style: (row) => accountStyle(row.accountFound),
  },
  { title: 'USER STATUS', text: ({ userStatus }) => userStatus },
  { title: 'ERROR', text: errorText, isElastic: true },
];

/** Only a completed task tells whether there is an account: a failed one that shows none proves nothing. */
const answered = (row: Result) => row.status === 'COMPLETED' || row.accountFound === true;

/** A scan's results; the address is a column of its own where they are several people's. */
export const resultsView = (people: boolean): View<Result> => ({
  table: people ? [{ title: 'EMAIL', text: ({ email }) => email }, ...resultColumns] : resultColumns,
  csv: {
    scanId: ({ scanId }) => scanId,
    ...tenantCsv,
    status: ({ status }) => status,
    ...accountCsv<Result>((row) => row),
    ...errorCsv,
    taskId: ({ taskId }) => taskId,
    recordedAt: ({ recordedAt }) => recordedAt,
  },
});
