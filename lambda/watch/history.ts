import type { ChangeRecord } from '../../lib/contract/changes';
import type { PersonScan } from '../../lib/contract/records';
import type { WatchChangeSummary, WatchScanSummary } from '../../lib/contract/watch-events';
import type { WatchRecord } from '../../lib/contract/watches';
import { whatFits } from '../common/what-fits';
import { changedAnswer } from '../events/details';
import type { WatchHistory } from '../events/watch-details';
import type { WatchDependencies } from './dependencies';

/** Of each list, so that the last event of a watch is well below EventBridge's limit of 256 KiB. */
export const MAX_HISTORY_LIST_BYTES = 60 * 1024;

/** What happened on the way: the scans of the person since the start of the watch, and what they found changed. */
export async function historyOf(
  { email, startedAt }: WatchRecord,
  { scans, changes }: Pick<WatchDependencies, 'scans' | 'changes'>,
): Promise<WatchHistory> {
  const summaries = (await scans.ofPersonSince(email, startedAt)).map(scanSummary);
  const changed = (await changes.ofPersonSince(email, startedAt)).map(changeSummary);
  const fitting = {
    scans: whatFits(summaries, MAX_HISTORY_LIST_BYTES),
    changes: whatFits(changed, MAX_HISTORY_LIST_BYTES),
  };
  return {
    ...fitting,
    scansTruncated: fitting.scans.length < summaries.length,
    changesTruncated: fitting.changes.length < changed.length,
  };
}

const scanSummary = ({ scanId, startedAt, status, verdict }: PersonScan): WatchScanSummary => ({
  scanId,
  startedAt,
  status,
  verdict,
});

const changeSummary = ({ id, app, tenantId, tenantDisplayName, kind, from, to }: ChangeRecord): WatchChangeSummary => ({
  id,
  app,
  tenantId,
  tenantDisplayName,
  kind,
  from: changedAnswer(from),
  to: changedAnswer(to),
});
