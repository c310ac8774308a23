import type { PersonScan, Scan } from '../../results';
import { duration, statusColumn, time } from './columns';
import type { CsvColumns, View } from './list';

const took = ({ startedAt, endedAt }: PersonScan) =>
  endedAt === undefined ? undefined : duration(Date.parse(endedAt) - Date.parse(startedAt));

const scansCsv: CsvColumns<Scan> = {
  scanId: ({ scanId }) => scanId,
  email: ({ email }) => email,
  status: ({ status }) => status,
  startedAt: ({ startedAt }) => startedAt,
  endedAt: ({ endedAt }) => endedAt,
  taskCount: ({ taskCount }) => taskCount,
  accountsFound: ({ accountsFound }) => accountsFound,
  completed: ({ counts }) => counts?.COMPLETED,
  failed: ({ counts }) => counts?.FAILED,
  expired: ({ counts }) => counts?.EXPIRED,
  timedOut: ({ counts }) => counts?.TIMED_OUT,
  triggerId: ({ trigger }) => trigger?.id,
  triggerSource: ({ trigger }) => trigger?.source,
  errorName: ({ error }) => error?.name,
  errorMessage: ({ error }) => error?.message,
};

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
  csv: scansCsv,
});
