import type { WatchRecord, WatchStatus } from '../../lib/contract/watches';
import { isoTime } from '../common/clock';
import type { ScanOutcome } from './scan-outcome';
import { planNextScan } from './schedule';

/**
 * Decides what becomes of a watch that goes on.
 *
 * @param outcome of the scan that has just ended, if one has
 * @returns the watch itself if nothing changes
 */
export function decide(watch: WatchRecord, now: number, outcome?: ScanOutcome): WatchRecord {
  const scanned = outcome === undefined ? watch : afterScan(watch, outcome, now);
  if (outcome?.isClear) return ended(scanned, 'CLEARED', now);
  const planned = outcome === undefined ? watch : planNextScan(scanned, outcome.canPass, now);
  const due = afterDueTime(planned, now);
  return isoTime(now) >= due.giveUpAt ? ended(due, 'GIVEN_UP', now) : due;
}

/** Takes note that a watch is overdue, once. */
export const afterDueTime = (watch: WatchRecord, now: number): WatchRecord =>
  watch.overdueAt === undefined && isoTime(now) >= watch.dueAt ? { ...watch, overdueAt: isoTime(now) } : watch;

export const ended = (
  watch: WatchRecord,
  status: Exclude<WatchStatus, 'WATCHING'>,
  now: number,
  error?: WatchRecord['error'],
): WatchRecord => ({ ...watch, status, endedAt: isoTime(now), error, nextScanAt: undefined });

function afterScan(watch: WatchRecord, outcome: ScanOutcome, now: number): WatchRecord {
  const { scan, findings } = outcome;
  return {
    ...watch,
    ...findings,
    scanCount: watch.scanCount + 1,
    failedScanCount: watch.failedScanCount + (findings === undefined ? 1 : 0),
    lastScan: { ...scan, reviewedAt: isoTime(now) },
  };
}
