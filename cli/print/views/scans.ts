import type { AccessCounts, Coverage, PersonScan, Scan } from '../../../results';
import { verdictColumn } from '../access';
import { csvOf, duration, statusColumn, time } from '../columns';
import type { CsvValue } from '../csv';
import type { View } from '../list';

interface Counted {
  readonly coverage?: Coverage;
  readonly accessCounts?: AccessCounts;
}

/** CSV columns with the numbers behind a verdict. */
export const verdictNumbers: Readonly<Record<string, (row: Counted) => CsvValue>> = {
  counted: ({ coverage }) => coverage?.counted,
  asked: ({ coverage }) => coverage?.asked,
  answered: ({ coverage }) => coverage?.answered,
  open: ({ accessCounts }) => accessCounts?.OPEN,
  blocked: ({ accessCounts }) => accessCounts?.BLOCKED,
  none: ({ accessCounts }) => accessCounts?.NONE,
  unknown: ({ accessCounts }) => accessCounts?.UNKNOWN,
};

const took = ({ startedAt, endedAt }: PersonScan) =>
  endedAt === undefined ? undefined : duration(Date.parse(endedAt) - Date.parse(startedAt));

/** A list of scans. With `people`, the email address is a column. */
export const scansView = (people: boolean): View<Scan> => ({
  table: [
    { title: 'STARTED', text: ({ startedAt }) => time(startedAt) },
    { title: 'SCAN', text: ({ scanId }) => scanId },
    ...(people ? [{ title: 'EMAIL', text: ({ email }: Scan) => email }] : []),
    verdictColumn(),
    statusColumn('STATUS'),
    { title: 'TASKS', text: ({ taskCount }) => taskCount?.toString(), isOptional: true },
    { title: 'ACCOUNTS', text: ({ accountsFound }) => accountsFound?.toString(), isOptional: true },
    { title: 'TOOK', text: took, isOptional: true },
    { title: 'TRIGGERED BY', text: ({ trigger }) => trigger?.source, isOptional: true },
    { title: 'ERROR', text: ({ error }) => error?.name },
  ],
  csv: {
    ...csvOf((scan: Scan) => scan, ['scanId', 'email', 'verdict', 'confirmed', 'status', 'startedAt', 'endedAt']),
    ...verdictNumbers,
    ...csvOf((scan: Scan) => scan, ['taskCount', 'accountsFound']),
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
