import { ScanErrorName } from '../../lib/contract/names';
import { type AppFabricClient, StartUserAccessTasksCommand, type UserAccessTaskItem } from '../appfabric';
import { failureOf, text } from './answers';
import { type Clock, isoTime } from './clock';
import { forEachLimited } from './concurrency';
import { AppFabricUnavailable, describe, ScanError, scanErrorOf } from './errors';
import { personKey } from './keys';
import { type Recorder, WRITES_AT_ONCE } from './recorder';
import type { Result, ScanRecord, StartedTask } from './records';
import { isTaskId, parseScanRequest, type ScanRequest, subjectDigest, subjectOf } from './request';
import { retryAfterMilliseconds } from './retry-after';
import type { Scans } from './scans';
import type { ScanDone, ScanProgress } from './state';
import type { Tasks } from './tasks';

export interface StartScanInput {
  readonly input: unknown;
  readonly scanId: string;
  readonly startedAt: string;
  readonly redriveCount: number;
  /** When the function must have returned, in milliseconds since the epoch. */
  readonly returnBy: number;
}

export interface StartScanParts {
  readonly appFabric: AppFabricClient;
  readonly appBundleArn: string;
  readonly scans: Scans;
  readonly tasks: Tasks;
  readonly recorder: Recorder;
  readonly clock: Clock;
  readonly scanTimeoutSeconds: number;
}

/**
 * Starts a scan: checks the input, claims the trigger, starts the tasks, records them, and says which are pending.
 * Run again for the same scan it goes on with what is recorded.
 */
export async function startScan(start: StartScanInput, parts: StartScanParts): Promise<ScanProgress | ScanDone> {
  const request = parseScanRequest(start.input);
  const { scanId } = start;

  const owner = await claim(request, scanId, parts);
  if (owner !== scanId) return { scanId, status: 'COMPLETED', duplicateOf: owner, done: true };

  let scan = await parts.scans.open({
    scanId,
    startedAt: start.startedAt,
    email: request.email && personKey(request.email),
    trigger: request.trigger,
    taskCount: request.taskIds?.length,
    subject: subjectDigest(request),
  });
  if (scan.subject !== undefined && scan.subject !== subjectDigest(request)) {
    throw new ScanError(
      ScanErrorName.INVALID_SCAN_REQUEST,
      "The execution's name is the id of a scan of somebody else: start it again under another name.",
    );
  }
  if (request.email !== undefined && scan.taskCount === undefined && scan.status !== 'COMPLETED') {
    const tasks = await startTasks(request.email, start, parts);
    scan = await parts.scans.commitTasks(scanId, tasks);
  }
  const pending = await recordTasks(scan, tasksOf(scan, request), parts);

  const now = parts.clock.now();
  const countedFrom = start.redriveCount > 0 ? now : Date.parse(scan.startedAt);
  return {
    scanId,
    startedAt: scan.startedAt,
    deadline: isoTime(countedFrom + parts.scanTimeoutSeconds * 1000),
    pending,
    turn: 0,
    done: false,
  };
}

/** Nothing is left of a completed scan but its closing, which may have died before its last event: PollTasks repeats it. */
function tasksOf(scan: ScanRecord, request: ScanRequest): readonly StartedTask[] {
  if (scan.status === 'COMPLETED') return [];
  return request.taskIds?.map((taskId): StartedTask => ({ taskId })) ?? scan.tasks ?? [];
}

/** The scan that the trigger belongs to. A scan that failed lets go of its trigger. */
async function claim(request: ScanRequest, scanId: string, { scans, clock }: StartScanParts): Promise<string> {
  const { trigger } = request;
  if (trigger === undefined) return scanId;
  const subject = subjectOf(request);
  const owner = await scans.claimTrigger(trigger, subject, scanId, clock.now());
  if (owner === scanId || (await scans.find(owner))?.status !== 'FAILED') return owner;
  return scans.takeTrigger(trigger, subject, owner, scanId);
}

/** Starts the tasks. Where AppFabric names the time to come back, and there is time, waits for it. */
async function startTasks(email: string, start: StartScanInput, parts: StartScanParts): Promise<StartedTask[]> {
  for (;;) {
    try {
      const answer = await parts.appFabric.send(
        new StartUserAccessTasksCommand({ appBundleIdentifier: parts.appBundleArn, email }),
      );
      if (!Array.isArray(answer.userAccessTasksList)) {
        throw new AppFabricUnavailable("AppFabric's answer to StartUserAccessTasks has no list of tasks.");
      }
      return answer.userAccessTasksList.filter((task) => task !== null).map(startedTask);
    } catch (error) {
      const scanError = scanErrorOf(error, 'StartUserAccessTasks');
      if (scanError) throw scanError;
      const delay = retryAfterMilliseconds(error, parts.clock.now());
      if (delay === undefined || parts.clock.now() + delay >= start.returnBy) {
        throw new AppFabricUnavailable(`AppFabric did not take StartUserAccessTasks (${describe(error as Error)}).`);
      }
      await parts.clock.sleep(delay);
    }
  }
}

/** One id that is none would have AppFabric reject the questions about all the others. */
function startedTask({ app, tenantId, taskId, error }: UserAccessTaskItem): StartedTask {
  const id = isTaskId(taskId) ? taskId : undefined;
  const task = { app: text(app), tenantId: text(tenantId), taskId: id, error: failureOf(error) };
  if (task.taskId !== undefined || task.error !== undefined) return task;
  return { ...task, error: { errorCode: 'NoTask', errorMessage: 'AppFabric gave neither a task nor an error.' } };
}

/** Records every task, and at once the results of those that could not be started. @returns the pending ids. */
async function recordTasks(scan: ScanRecord, tasks: readonly StartedTask[], parts: StartScanParts): Promise<string[]> {
  const failed: Result[] = [];
  const pending = new Set<string>();
  await forEachLimited(tasks, WRITES_AT_ONCE, async (task) => {
    const { taskId } = task;
    if (taskId === undefined || task.error !== undefined) {
      failed.push(await parts.tasks.startFailed(scan, task, parts.clock.now()));
      return;
    }
    await parts.tasks.open(scan, { ...task, taskId });
    pending.add(taskId);
  });
  await parts.recorder.settle(failed);
  return [...pending];
}
