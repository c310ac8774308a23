import type { ScanEnd } from '../../lambda/store/scans';
import type { ResultCounts } from '../../lib/contract/records';

export const NO_COUNTS = { COMPLETED: 0, FAILED: 0, EXPIRED: 0, TIMED_OUT: 0 };

/** The end of a scan of task ids without accounts, whose tasks ended with these statuses. */
export function scanEnd(counts: Partial<ResultCounts> = {}, more: Partial<ScanEnd['summary']> = {}): ScanEnd {
  const { COMPLETED, FAILED, EXPIRED, TIMED_OUT } = { ...NO_COUNTS, ...counts };
  const unanswered = FAILED + EXPIRED + TIMED_OUT;
  return {
    summary: {
      taskCount: COMPLETED + unanswered,
      counts: { COMPLETED, FAILED, EXPIRED, TIMED_OUT },
      accountsFound: 0,
      accessCounts: { OPEN: 0, BLOCKED: 0, NONE: COMPLETED, UNKNOWN: unanswered },
      ...more,
    },
    lists: { open: [], openTruncated: false, unknown: [], unknownTruncated: false },
  };
}
