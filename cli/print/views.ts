import { isAnswer } from '../../lib/contract/answers';
import type { Answer, PersonScan, Scan, Standing, Task } from '../../results';
import { accountColumn, csvOf, duration, errorText, statusColumn, tenant, time } from './columns';
import type { View } from './list';
import type { Column } from './table';

const TENANT = ['email', 'app', 'tenantId', 'tenantDisplayName'] as const;
const ACCOUNT = ['accountFound', 'userStatus', 'userId', 'userFullName', 'userFirstName', 'userLastName'] as const;
const ERROR = ['errorCode', 'errorMessage'] as const;

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
    ...csvOf((row: Task & Partial<Answer>) => row, ['scanId', ...TENANT, 'status', ...ACCOUNT]),
    ...csvOf(({ error }: Task) => error, ERROR),
    ...csvOf((row: Task) => row, ['taskId', 'recordedAt']),
  },
});

const took = ({ startedAt, endedAt }: PersonScan) =>
  endedAt === undefined ? undefined : duration(Date.parse(endedAt) - Date.parse(startedAt));

/** A list of scans. With `people`, the email address is a column. */
export const scansView = (people: boolean): View<Scan> => ({
  table: [
    { title: 'STARTED', text: ({ startedAt }) => time(startedAt) },
    { title: 'SCAN', text: ({ scanId }) => scanId },
    ...(people ? [{ title: 'EMAIL', text: ({ email }: Scan) => email }] : []),
    statusColumn('STATUS'),
    { title: 'TASKS', text: ({ taskCount }) => taskCount?.toString() },
    { title: 'ACCOUNTS', text: ({ accountsFound }) => accountsFound?.toString() },
    { title: 'TOOK', text: took },
    { title: 'TRIGGERED BY', text: ({ trigger }) => trigger?.source },
    { title: 'ERROR', text: ({ error }) => error?.name },
  ],
  csv: {
    ...csvOf((scan: Scan) => scan, ['scanId', 'email', 'status', 'startedAt', 'endedAt', 'taskCount', 'accountsFound']),
    completed: ({ counts }) => counts?.COMPLETED,
    failed: ({ counts }) => counts?.FAILED,
    expired: ({ counts }) => counts?.EXPIRED,
    timedOut: ({ counts }) => counts?.TIMED_OUT,
    triggerId: ({ trigger }) => trigger?.id,
    triggerSource: ({ trigger }) => trigger?.source,
    errorName: ({ error }) => error?.name,
    errorMessage: ({ error }) => error?.message,
  },
});

const standingCsv: View<Standing>['csv'] = {
  ...csvOf((standing: Standing) => standing, TENANT),
  ...csvOf(({ lastAnswer }: Standing) => lastAnswer, ACCOUNT),
  answeredAt: ({ lastAnswer }) => lastAnswer?.recordedAt,
  answeredInScan: ({ lastAnswer }) => lastAnswer?.scanId,
  latestStatus: ({ status }) => status,
  ...csvOf(({ error }: Standing) => error, ERROR),
  latestAt: ({ recordedAt }) => recordedAt,
  latestScan: ({ scanId }) => scanId,
};

export const standingsView: View<Standing> = {
  table: [
    { title: 'APP', text: ({ app }) => app },
    { title: 'TENANT', text: tenant, isElastic: true },
    accountColumn(({ lastAnswer }) => lastAnswer?.accountFound),
    { title: 'USER STATUS', text: ({ lastAnswer }) => lastAnswer?.userStatus },
    { title: 'ANSWERED', text: ({ lastAnswer }) => time(lastAnswer?.recordedAt) },
    statusColumn('LATEST RESULT'),
    { title: 'ERROR', text: errorText, isElastic: true },
  ],
  csv: standingCsv,
};

export const accountsView: View<Standing> = {
  table: [
    { title: 'EMAIL', text: ({ email }) => email },
    { title: 'TENANT', text: tenant, isElastic: true },
    { title: 'NAME', text: ({ lastAnswer }) => lastAnswer?.userFullName, isElastic: true },
    { title: 'USER STATUS', text: ({ lastAnswer }) => lastAnswer?.userStatus },
    { title: 'ANSWERED', text: ({ lastAnswer }) => time(lastAnswer?.recordedAt) },
    statusColumn('LATEST RESULT'),
  ],
  csv: standingCsv,
};
