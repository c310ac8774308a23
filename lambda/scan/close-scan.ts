import type { Clock } from './clock';
import { forEachLimited } from './concurrency';
import { scanCompletedEvent } from './events';
import type { Publisher } from './publisher';
import { WRITES_AT_ONCE } from './recorder';
import {
  type CompletedScan,
  type Counts,
  isResult,
  type Result,
  type ScanSummary,
  type WithoutAnswer,
} from './records';
import type { Scans } from './scans';
import type { Tasks } from './tasks';

/** An event may have 256 KiB, a record 400 KB: the list of apps without an answer stays well below both. */
const WITHOUT_ANSWER_BYTES = 100 * 1024;

/**
 * Closes a scan with its counts and publishes its completion. What is published is what the record says, so a second
 * closing publishes the same again.
 *
 * @returns the scan's record; or, if the table still has open tasks, their ids: a scan with open tasks is never closed
 */
export async function closeScan(
  scan: { readonly scanId: string; readonly startedAt: string },
  parts: { readonly scans: Scans; readonly tasks: Tasks; readonly publisher: Publisher; readonly clock: Clock },
): Promise<CompletedScan | string[]> {
  const tasks = await parts.tasks.ofScan(scan.scanId);
  const open = tasks.filter((task) => !isResult(task)).flatMap(({ taskId }) => taskId ?? []);
  if (open.length > 0) return open;

  const results = tasks.filter(isResult);
  const closed = await parts.scans.complete(
    scan,
    { summary: summaryOf(results), ...withoutAnswerIn(results) },
    parts.clock.now(),
  );
  const people = Map.groupBy(results, ({ email }) => email);
  if (closed.email !== undefined && !people.has(closed.email)) people.set(closed.email, []);
  await forEachLimited([...people], WRITES_AT_ONCE, async ([email, theirs]) => {
    if (email !== undefined) await parts.scans.endInHistory(closed, email, summaryOf(theirs));
  });
  await parts.publisher.publish([scanCompletedEvent(closed)]);
  return closed;
}

function summaryOf(results: readonly Result[]): ScanSummary {
  const counts: Counts = { COMPLETED: 0, FAILED: 0, EXPIRED: 0, TIMED_OUT: 0 };
  for (const { status } of results) counts[status]++;
  const accountsFound = results.filter(({ accountFound }) => accountFound).length;
  return { taskCount: results.length, counts, accountsFound };
}

/** The tasks that leave it open whether there is an account. */
function withoutAnswerIn(results: readonly Result[]) {
  const withoutAnswer: WithoutAnswer[] = [];
  let bytes = 0;
  let withoutAnswerTruncated = false;
  for (const { app, tenantId, taskId, email, status } of results.filter(isWithoutAnswer)) {
    const entry = { app, tenantId, taskId, email, status };
    bytes += Buffer.byteLength(JSON.stringify(entry));
    if (bytes > WITHOUT_ANSWER_BYTES) {
      withoutAnswerTruncated = true;
      break;
    }
    withoutAnswer.push(entry);
  }
  return { withoutAnswer, withoutAnswerTruncated };
}

const isWithoutAnswer = ({ status, accountFound }: Result): boolean => status !== 'COMPLETED' && !accountFound;
