import type { Watch } from '../../../results';
import { verdictColumn } from '../access';
import { csvOf, minute, tenantName } from '../columns';
import type { View } from '../list';
import { statusOf, WATCH_WORDS } from '../watch-text';

/** Watches, those that go on or those that ended. */
export const watchesView: View<Watch> = {
  table: [
    {
      title: 'STATUS',
      text: (watch) => WATCH_WORDS[statusOf(watch)].word,
      style: (watch) => WATCH_WORDS[statusOf(watch)].style,
    },
    { title: 'EMAIL', text: ({ email }) => email },
    { title: 'SINCE', text: ({ startedAt }) => minute(startedAt) },
    verdictColumn(),
    { title: 'SCANS', text: ({ scanCount }) => String(scanCount), isOptional: true },
    { title: 'LAST SCAN', text: ({ lastScan }) => minute(lastScan?.reviewedAt), isOptional: true },
    { title: 'NEXT SCAN', text: ({ nextScanAt }) => minute(nextScanAt), isOptional: true },
    { title: 'DUE', text: ({ dueAt }) => minute(dueAt) },
    { title: 'ENDED', text: ({ endedAt }) => minute(endedAt) },
    { title: 'ERROR', text: ({ error }) => error?.name },
    { title: 'OPEN', text: ({ open }) => open.map(tenantName).join(', '), isProse: true },
  ],
  csv: {
    ...csvOf((watch: Watch) => watch, ['watchId', 'email', 'status', 'startedAt', 'dueAt', 'giveUpAt', 'overdueAt']),
    ...csvOf((watch: Watch) => watch, ['endedAt', 'verdict', 'verdictScanId', 'scanCount', 'failedScanCount']),
    lastScanId: ({ lastScan }) => lastScan?.scanId,
    lastScanReviewedAt: ({ lastScan }) => lastScan?.reviewedAt,
    ...csvOf((watch: Watch) => watch, ['nextScanAt']),
    open: ({ open }) => open.length,
    unknown: ({ unknown }) => unknown.length,
    requests: ({ requesters }) => requesters.length,
    errorName: ({ error }) => error?.name,
    errorMessage: ({ error }) => error?.message,
  },
};
