import type { ScanPlan } from '../faults/plan';
import type { ExecutionResult } from '../world';
import { countsOf, type Item, type Said, sameTenant } from './agreement';
import { duplicateOf, isRefusedAsExpired, type Limits } from './executions';
import { isLeftAlone } from './expiry';
import type { Witness } from './witness';

interface Last {
  readonly scan: ScanPlan;
  /** Of its latest execution. */
  readonly result: ExecutionResult;
  /** If it collects tasks that somebody else started. */
  readonly askedFor: readonly string[] | undefined;
}

/** Invariant 8: after its recovery, a scan is completed. */
export function checkLast({ scan, result, askedFor }: Last, limits: Limits, witness: Witness): void {
  const { name, status, error } = result;
  if (isRefusedAsExpired(result, limits) || duplicateOf(result) !== undefined) return;
  if (!possibleEnds(scan, askedFor).includes(error)) {
    witness.violation(8, `${name} is ${status} (${error}) after its recovery`);
  }
  if (status === 'SUCCEEDED') checkScan(name, askedFor, limits, witness);
}

/** The errors that a scan can end with after its recovery. Undefined is none. */
function possibleEnds({ byTaskIds }: ScanPlan, askedFor: readonly string[] | undefined) {
  // AppFabric may find none of the tasks. Then there may be no app bundle, either.
  const findsNone = askedFor !== undefined && askedFor.length <= (byTaskIds?.unknownIds ?? 0);
  return findsNone ? [undefined, 'AppBundleNotFound'] : [undefined];
}

/** Invariants 1 and 3 of a scan that is completed. */
function checkScan(scanId: string, askedFor: readonly string[] | undefined, { now }: Limits, witness: Witness): void {
  const scan = witness.table.scan(scanId);
  if (!scan || isLeftAlone(scan, now)) return;
  const tasks = witness.table.tasksOf(scanId);
  checkTasks(scanId, askedFor?.map((taskId) => ({ taskId })) ?? committed(scanId, witness), tasks, witness);
  const sums = countsOf(tasks);
  for (const name of ['taskCount', 'accountsFound'] as const) {
    if (scan[name] !== sums[name]) witness.violation(3, `the record of ${scanId} has another ${name} than its tasks`);
  }
}

/** The tasks that the scan continued with, which must all come from one answer. */
function committed(scanId: string, witness: Witness): readonly Said[] {
  const tasks = witness.commitments.get(scanId);
  if (!tasks) {
    witness.violation(1, `scan ${scanId} completed without having started tasks`);
    return [];
  }
  const isIn = (list: readonly Said[]) => (task: Said) =>
    list.some((other) => sameTask(task, other) || sameTask(other, task));
  const isSame = (start: readonly Said[]) => start.every(isIn(tasks)) && tasks.every(isIn(start));
  if (!witness.answers.starts.some(isSame)) {
    witness.violation(1, `scan ${scanId} went on with tasks that no answer named together`);
  }
  return tasks;
}

const sameTask = (ours: Said, theirs: Said): boolean => ours.taskId === theirs.taskId && sameTenant(ours, theirs);

function checkTasks(scanId: string, expected: readonly Said[], tasks: readonly Item[], witness: Witness): void {
  const byId = Map.groupBy(tasks, ({ taskId }) => taskId);
  for (const task of expected) {
    const own = (byId.get(task.taskId) ?? []).filter((record) => task.taskId !== undefined || sameTenant(record, task));
    if (own.length !== 1) witness.violation(1, `scan ${scanId} has ${own.length} records for one task`);
  }
  if (tasks.length !== expected.length) {
    witness.violation(1, `scan ${scanId} has ${tasks.length} records for ${expected.length} tasks`);
  }
}
