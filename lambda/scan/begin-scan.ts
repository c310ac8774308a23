import { ScanErrorName } from '../../lib/contract/names';
import type { ScanRecord, StartedTask } from '../../lib/contract/records';
import { isoTime } from '../common/clock';
import { forEachLimited, MAX_WRITES_AT_ONCE } from '../common/concurrency';
import type { Commitment } from '../store/scans';
import { taskKeyOf } from '../store/tasks';
import { claimTrigger } from './claim-trigger';
import type { AppFabricDependencies } from './dependencies';
import { ScanError, ScanRedriven } from './errors';
import { checkExpiry } from './expiry';
import { listAuthorizations, notAskedOf } from './list-authorizations';
import { parseScanRequest, type ScanRequest } from './request';
import { startTasks } from './start-tasks';
import type { ScanDone, ScanExecution, ScanProgress } from './state';

interface BeginScanInput extends ScanExecution {
  /** The time by which the function must return, in milliseconds since the epoch. */
  readonly returnBy: number;
}

interface BeginScanDependencies extends AppFabricDependencies {
  readonly scanTimeoutSeconds: number;
  /** The longest timeout of the functions of a scan. */
  readonly functionSeconds: number;
}

/**
 * Begins a scan: checks the input, claims the trigger, starts the tasks and records them. A second call for the same
 * scan continues with what is recorded.
 *
 * @returns the pending tasks
 */
export async function beginScan(
  start: BeginScanInput,
  dependencies: BeginScanDependencies,
): Promise<ScanProgress | ScanDone> {
  const { scanId, startedAt, redriveCount } = start;
  const { scans, clock } = dependencies;
  checkExpiry(startedAt, dependencies);
  if (redriveCount > 0) await scans.markResumed(start);
  const request = parseScanRequest(start.input);
  const { person, trigger, taskIds } = request;
  // Before the claim, because a refused execution must not keep the trigger.
  const recorded = trigger && (await scans.find(scanId));
  if (recorded && recorded.startedAt !== startedAt) throw nameTaken(recorded);
  const duplicate = await claimTrigger(request, { scanId, isRecorded: recorded !== undefined }, dependencies);
  if (duplicate) return duplicate;

  const identity = { scanId, startedAt, email: person?.key, trigger };
  const { functionSeconds } = dependencies;
  let scan = await scans.open({ ...identity, taskCount: taskIds?.length, functionSeconds });
  if (scan.startedAt !== startedAt) throw nameTaken(scan);
  if (redriveCount > (scan.redriveCount ?? 0)) throw new ScanRedriven();
  if (scan.taskCount === undefined) {
    scan = await scans.commitTasks(scanId, await commitmentOf(request, start.returnBy, dependencies));
  }
  const pending = await recordTasks(scan, request, dependencies);

  const countedFrom = redriveCount === 0 && scan.tasksStartedAt ? Date.parse(scan.tasksStartedAt) : clock.now();
  return {
    scanId,
    startedAt,
    tasksStartedAt: scan.tasksStartedAt,
    redriveCount,
    deadline: isoTime(countedFrom + dependencies.scanTimeoutSeconds * 1000),
    pending,
    turn: 0,
    done: false,
  };
}

async function commitmentOf(
  { person, taskIds }: ScanRequest,
  returnBy: number,
  dependencies: BeginScanDependencies,
): Promise<Commitment> {
  if (person === undefined) return { taskCount: taskIds.length };
  // Before the tasks, because starting them is not idempotent: what follows it should not take long.
  const listed = await listAuthorizations(dependencies);
  const tasks = await startTasks(person.email, returnBy, dependencies);
  const tasksStartedAt = isoTime(dependencies.clock.now());
  return { taskCount: tasks.length, tasks, tasksStartedAt, ...notAskedOf(listed, tasks, dependencies.rules) };
}

/** Step Functions frees the name of an execution after 90 days. Records are usually kept for longer. */
function nameTaken({ startedAt }: ScanRecord): ScanError {
  return new ScanError(
    ScanErrorName.INVALID_SCAN_REQUEST,
    `The name of this execution is already the id of the scan that started at ${startedAt}. Start the execution with ` +
      'another name.',
  );
}

/** Records every task, and the results of those that could not be started. @returns the keys of all tasks */
async function recordTasks(
  scan: ScanRecord,
  { taskIds }: ScanRequest,
  { tasks, clock }: BeginScanDependencies,
): Promise<string[]> {
  // A completed scan is only published again. Its invocation may have stopped before the last event.
  if (scan.status === 'COMPLETED') return (await tasks.ofScan(scan.scanId)).map(({ taskKey }) => taskKey);
  const started = taskIds?.map((taskId): StartedTask => ({ taskId })) ?? scan.tasks ?? [];
  await forEachLimited(started, MAX_WRITES_AT_ONCE, async (task) => {
    const { taskId } = task;
    if (taskId === undefined || task.error !== undefined) await tasks.recordStartFailure(scan, task, clock.now());
    else await tasks.open(scan, { ...task, taskId });
  });
  return started.map(taskKeyOf);
}
