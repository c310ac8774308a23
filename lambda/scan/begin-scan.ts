import { ScanErrorName } from '../../lib/contract/names';
import type { Result, ScanRecord, StartedTask } from '../../lib/contract/records';
import { StartUserAccessTasksCommand, type UserAccessTaskItem } from '../appfabric';
import { isoTime } from '../common/clock';
import { forEachLimited } from '../common/concurrency';
import { stringOf, taskErrorOf } from '../store/answers';
import type { AppFabricDependencies } from './dependencies';
import { AppFabricUnavailable, describe, ScanError, scanErrorOf } from './errors';
import { MAX_WRITES_AT_ONCE } from './recorder';
import { isTaskId, parseScanRequest, type ScanRequest, subjectDigest, subjectOf } from './request';
import { retryAfterMilliseconds } from './retry-after';
import type { ScanDone, ScanExecution, ScanProgress } from './state';

interface BeginScanInput extends ScanExecution {
  /** The time by which the function must return, in milliseconds since the epoch. */
  readonly returnBy: number;
}

interface BeginScanDependencies extends AppFabricDependencies {
  readonly scanTimeoutSeconds: number;
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
  const request = parseScanRequest(start.input);
  const { scanId } = start;

  const owner = await claim(request, scanId, dependencies);
  if (owner !== scanId) return { scanId, status: 'COMPLETED', duplicateOf: owner, done: true };

  let scan = await dependencies.scans.open({
    scanId,
    startedAt: start.startedAt,
    email: request.person?.key,
    trigger: request.trigger,
    taskCount: request.taskIds?.length,
    subject: subjectDigest(request),
  });
  if (scan.subject !== undefined && scan.subject !== subjectDigest(request)) {
    throw new ScanError(
      ScanErrorName.INVALID_SCAN_REQUEST,
      'The name of this execution is already the id of a different scan. Start the execution with another name.',
    );
  }
  if (request.person !== undefined && scan.taskCount === undefined && scan.status !== 'COMPLETED') {
    const tasks = await startTasks(request.person.email, start, dependencies);
    scan = await dependencies.scans.commitTasks(scanId, tasks);
  }
  const pending = await recordTasks(scan, tasksOf(scan, request), dependencies);

  const now = dependencies.clock.now();
  const countedFrom = start.redriveCount > 0 ? now : Date.parse(scan.startedAt);
  return {
    scanId,
    startedAt: scan.startedAt,
    deadline: isoTime(countedFrom + dependencies.scanTimeoutSeconds * 1000),
    pending,
    turn: 0,
    done: false,
  };
}

/** Of a completed scan, the poll window only repeats the closing, which may have stopped before the last event. */
function tasksOf(scan: ScanRecord, request: ScanRequest): readonly StartedTask[] {
  if (scan.status === 'COMPLETED') return [];
  return request.taskIds?.map((taskId): StartedTask => ({ taskId })) ?? scan.tasks ?? [];
}

/** Claims the trigger. A scan that failed loses its claim. @returns the scan that the trigger belongs to */
async function claim(request: ScanRequest, scanId: string, { scans, clock }: BeginScanDependencies): Promise<string> {
  const { trigger } = request;
  if (trigger === undefined) return scanId;
  const subject = subjectOf(request);
  const owner = await scans.claimTrigger(trigger, subject, scanId, clock.now());
  if (owner === scanId || (await scans.find(owner))?.status !== 'FAILED') return owner;
  return scans.moveTrigger(trigger, subject, owner, scanId);
}

/** Starts the tasks. If AppFabric returns `Retry-After`, waits and tries again, as long as there is time. */
async function startTasks(
  email: string,
  start: BeginScanInput,
  { appFabric, appBundleArn, clock }: BeginScanDependencies,
): Promise<StartedTask[]> {
  for (;;) {
    try {
      const command = new StartUserAccessTasksCommand({ appBundleIdentifier: appBundleArn, email });
      const answer = await appFabric.send(command);
      if (!Array.isArray(answer.userAccessTasksList)) {
        throw new AppFabricUnavailable("AppFabric's answer to StartUserAccessTasks has no list of tasks.");
      }
      return answer.userAccessTasksList.filter((task) => task !== null).map(startedTask);
    } catch (error) {
      const scanError = scanErrorOf(error, 'StartUserAccessTasks');
      if (scanError) throw scanError;
      const delay = retryAfterMilliseconds(error, clock.now());
      if (delay === undefined || clock.now() + delay >= start.returnBy) {
        throw new AppFabricUnavailable(`AppFabric did not accept StartUserAccessTasks (${describe(error as Error)}).`);
      }
      await clock.sleep(delay);
    }
  }
}

/** An id that is not valid is left out, because AppFabric would reject every request that contains it. */
function startedTask({ app, tenantId, taskId, error }: UserAccessTaskItem): StartedTask {
  const id = isTaskId(taskId) ? taskId : undefined;
  const task = { app: stringOf(app), tenantId: stringOf(tenantId), taskId: id, error: taskErrorOf(error) };
  if (task.taskId !== undefined || task.error !== undefined) return task;
  return {
    ...task,
    error: { errorCode: 'NoTask', errorMessage: 'AppFabric returned neither a task id nor an error.' },
  };
}

/** Records every task, and the results of those that could not be started. @returns the pending ids */
async function recordTasks(
  scan: ScanRecord,
  started: readonly StartedTask[],
  { tasks, recorder, clock }: BeginScanDependencies,
): Promise<string[]> {
  const failed: Result[] = [];
  const pending = new Set<string>();
  await forEachLimited(started, MAX_WRITES_AT_ONCE, async (task) => {
    const { taskId } = task;
    if (taskId === undefined || task.error !== undefined) {
      failed.push(await tasks.recordStartFailure(scan, task, clock.now()));
      return;
    }
    await tasks.open(scan, { ...task, taskId });
    pending.add(taskId);
  });
  await recorder.fileAndPublish(failed);
  return [...pending];
}
