import {
  type CompletedScan,
  isCompleted,
  isResult,
  type Result,
  type ResultStatus,
  type ScanLists,
  type ScanRecord,
  summaryOf,
} from '../../lib/contract/records';
import { accessCounts, judge, tenantsOf } from '../access/verdict';
import { forEachLimited, MAX_WRITES_AT_ONCE } from '../common/concurrency';
import { whatFits } from '../common/what-fits';
import type { ScanEnd, ScanIdentity } from '../store/scans';
import type { ScanDependencies } from './dependencies';

type CloseDependencies = Pick<ScanDependencies, 'scans' | 'tasks' | 'standings' | 'people' | 'clock'>;

/** Together well below the limits for an event (256 KiB) and an item (400 KB). */
const MAX_LIST_BYTES = 70 * 1024;

/**
 * Records that a scan is completed, with its verdict and its counts, and files the verdict.
 *
 * A scan keeps its first verdict. Where a person stands can change before this is repeated.
 *
 * @returns the scan's record, or the ids of tasks that are still open in the table, which keep the scan open
 * @throws Error if the scan has failed in the meantime, or if the table has another number of results than it has tasks
 */
export async function closeScan(
  { scanId, startedAt }: Pick<ScanIdentity, 'scanId' | 'startedAt'>,
  dependencies: CloseDependencies,
): Promise<CompletedScan | string[]> {
  const { scans, tasks, standings, people, clock } = dependencies;
  const records = await tasks.ofScan(scanId);
  const open = records.filter((task) => !isResult(task)).flatMap(({ taskId }) => taskId ?? []);
  if (open.length > 0) return open;

  const results = records.filter(isResult);
  const recorded = await scans.find(scanId);
  const closed =
    recorded && isCompleted(recorded)
      ? recorded
      : await scans.complete({ scanId, startedAt }, await endOf(recorded, results, dependencies), clock.now());
  if (!isCompleted(closed)) {
    throw new Error(`A scan that is ${closed.status} with ${closed.taskCount} tasks can't end with ${results.length}.`);
  }
  await updateHistories(closed, results, dependencies);
  await standings.markNotAsked(closed, results);
  await people.file(closed);
  return closed;
}

async function endOf(
  scan: ScanRecord | undefined,
  results: readonly Result[],
  { standings }: CloseDependencies,
): Promise<ScanEnd> {
  const counts = countsOf(results);
  if (scan?.email === undefined) {
    const { open, unknown, ...tenants } = tenantsOf(results);
    return { summary: { ...counts, ...tenants }, lists: bounded({ open, unknown }) };
  }
  const { authorizations = [], authorizationsError } = scan;
  const judgment = judge({
    results,
    standings: await standings.ofPerson(scan.email),
    notAsked: authorizations,
    authorizationsError,
  });
  const { open, unknown, withoutUserAccess, ...summary } = judgment;
  return { summary: { ...counts, ...summary }, lists: bounded({ open, unknown, withoutUserAccess }) };
}

/** In a scan of task ids, each person's history has the counts of their results. */
async function updateHistories(
  scan: CompletedScan,
  results: readonly Result[],
  { scans }: CloseDependencies,
): Promise<void> {
  if (scan.email !== undefined) return scans.updateHistory(scan, scan.email, summaryOf(scan));
  const people = Map.groupBy(results, ({ email }) => email);
  await forEachLimited([...people], MAX_WRITES_AT_ONCE, async ([email, own]) => {
    if (email === undefined) return;
    await scans.updateHistory(scan, email, { ...countsOf(own), accessCounts: accessCounts(own) });
  });
}

function countsOf(results: readonly Result[]) {
  const counts: Record<ResultStatus, number> = { COMPLETED: 0, FAILED: 0, EXPIRED: 0, TIMED_OUT: 0 };
  for (const { status } of results) counts[status]++;
  const accountsFound = results.filter(({ accountFound }) => accountFound).length;
  return { taskCount: results.length, counts, accountsFound };
}

function bounded({
  open,
  unknown,
  withoutUserAccess = [],
}: Pick<ScanLists, 'open' | 'unknown' | 'withoutUserAccess'>): ScanLists {
  const fitting = <T>(list: readonly T[]) => whatFits(list, MAX_LIST_BYTES);
  const [openThatFit, unknownThatFit, others] = [fitting(open), fitting(unknown), fitting(withoutUserAccess)];
  return {
    open: openThatFit,
    openTruncated: openThatFit.length < open.length,
    unknown: unknownThatFit,
    unknownTruncated: unknownThatFit.length < unknown.length,
    ...(others.length > 0 && { withoutUserAccess: others }),
  };
}
