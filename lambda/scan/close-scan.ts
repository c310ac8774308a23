import { isAnswer } from '../../lib/contract/answers';
import {
  type CompletedScan,
  isCompleted,
  isResult,
  type Result,
  type ResultStatus,
  type ScanSummary,
  type WithoutAnswer,
} from '../../lib/contract/records';
import { forEachLimited, MAX_WRITES_AT_ONCE } from '../common/concurrency';
import type { ScanIdentity } from '../store/scans';
import type { ScanDependencies } from './dependencies';

/** Well below the limits for an event (256 KiB) and an item (400 KB). */
const MAX_WITHOUT_ANSWER_BYTES = 100 * 1024;

/**
 * Records that a scan is completed, with its counts.
 *
 * @returns the scan's record, or the ids of tasks that are still open in the table, which keep the scan open
 * @throws Error if the scan has failed in the meantime, or if the table has another number of results than it has tasks
 */
export async function closeScan(
  scan: Pick<ScanIdentity, 'scanId' | 'startedAt'>,
  { scans, tasks, clock }: Pick<ScanDependencies, 'scans' | 'tasks' | 'clock'>,
): Promise<CompletedScan | string[]> {
  const records = await tasks.ofScan(scan.scanId);
  const open = records.filter((task) => !isResult(task)).flatMap(({ taskId }) => taskId ?? []);
  if (open.length > 0) return open;

  const results = records.filter(isResult);
  const end = { summary: summaryOf(results), ...withoutAnswerIn(results) };
  const closed = await scans.complete(scan, end, clock.now());
  if (!isCompleted(closed)) {
    throw new Error(`A scan that is ${closed.status} with ${closed.taskCount} tasks can't end with ${results.length}.`);
  }
  const people = Map.groupBy(results, ({ email }) => email);
  if (closed.email !== undefined && !people.has(closed.email)) people.set(closed.email, []);
  await forEachLimited([...people], MAX_WRITES_AT_ONCE, async ([email, personResults]) => {
    if (email !== undefined) await scans.updateHistory(closed, email, summaryOf(personResults));
  });
  return closed;
}

function summaryOf(results: readonly Result[]): ScanSummary {
  const counts: Record<ResultStatus, number> = { COMPLETED: 0, FAILED: 0, EXPIRED: 0, TIMED_OUT: 0 };
  for (const { status } of results) counts[status]++;
  const accountsFound = results.filter(({ accountFound }) => accountFound).length;
  return { taskCount: results.length, counts, accountsFound };
}

/** The results that are not answers, as far as they fit. */
function withoutAnswerIn(results: readonly Result[]) {
  const withoutAnswer: WithoutAnswer[] = [];
  let bytes = 0;
  for (const result of results) {
    const { app, tenantId, taskId, email, status } = result;
    if (isAnswer(result) || status === 'COMPLETED') continue;
    const entry = { app, tenantId, taskId, email, status };
    bytes += Buffer.byteLength(JSON.stringify(entry));
    if (bytes > MAX_WITHOUT_ANSWER_BYTES) return { withoutAnswer, withoutAnswerTruncated: true };
    withoutAnswer.push(entry);
  }
  return { withoutAnswer, withoutAnswerTruncated: false };
}
