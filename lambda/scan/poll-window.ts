import { isResult, type Result, type ScanRecord } from '../../lib/contract/records';
import type { Random } from '../common/clock';
import { forEachLimited } from '../common/concurrency';
import type { ScanIdentity } from '../store/scans';
import { batchGetTasks, type TaskAnswer } from './batch-get';
import { closeScan } from './close-scan';
import type { AppFabricDependencies, ScanDependencies } from './dependencies';
import { type Pacing, pollGapMilliseconds, waitSeconds } from './pacing';
import { MAX_WRITES_AT_ONCE } from './recorder';
import type { ScanDone, ScanProgress } from './state';

interface PollDependencies extends AppFabricDependencies {
  readonly random: Random;
  readonly pacing: Pacing;
}

/**
 * Polls the pending tasks for one poll window, or until no task is pending. Each result is recorded, filed and
 * published as soon as AppFabric returns it. Only then does its task leave `pending`. When no task is pending, the scan
 * is closed.
 *
 * @param returnBy the time by which the function must return, in milliseconds since the epoch
 */
export async function pollWindow(
  state: ScanProgress | ScanDone,
  returnBy: number,
  dependencies: PollDependencies,
): Promise<ScanProgress | ScanDone> {
  if (state.done) return state;
  const { clock, random, pacing } = dependencies;
  const deadline = Date.parse(state.deadline);
  const windowEnd = Math.min(clock.now() + pacing.pollWindowSeconds * 1000, returnBy);
  const scan: ScanIdentity = { scanId: state.scanId, startedAt: state.startedAt };
  const pending = new PendingTasks(state.pending, scan, dependencies);
  let retryAfter = 0;

  await pending.publishRecorded();
  while (pending.size > 0) {
    retryAfter = await batchGetTasks(pending.ids(), dependencies, (answers) => pending.recordAnswers(answers));
    const now = clock.now();
    if (pending.size === 0) break;
    if (now >= deadline) {
      await pending.recordTimeouts();
      break;
    }
    const gap = Math.max(pollGapMilliseconds(now - Date.parse(state.startedAt), random), retryAfter);
    const next = Math.min(now + gap, deadline);
    if (next > windowEnd || pacing.pollWindowSeconds === 0) break;
    await clock.sleep(next - now);
    retryAfter = 0;
  }

  const open = pending.size > 0 ? pending.ids() : await closeScan(scan, dependencies);
  if (!Array.isArray(open)) return doneWith(open);
  const wait = Math.max(waitSeconds(state.turn, pacing, random), Math.ceil(retryAfter / 1000));
  // At least a second, so that the state machine never loops without a pause.
  const untilDeadline = Math.max(1, Math.ceil((deadline - clock.now()) / 1000));
  return { ...state, pending: open, turn: state.turn + 1, waitSeconds: Math.min(wait, untilDeadline) };
}

function doneWith({ scanId, taskCount, counts, accountsFound }: ScanRecord): ScanDone {
  return { scanId, status: 'COMPLETED', taskCount, counts, accountsFound, done: true };
}

/** The tasks whose results are not published yet. */
class PendingTasks {
  private readonly open: Set<string>;
  /** Tasks that were started elsewhere, and whose records have no app and tenant yet. */
  private readonly unnamed = new Set<string>();

  constructor(
    taskIds: readonly string[],
    private readonly scan: ScanIdentity,
    private readonly dependencies: ScanDependencies,
  ) {
    this.open = new Set(taskIds);
  }

  get size(): number {
    return this.open.size;
  }

  ids(): string[] {
    return [...this.open];
  }

  /** Publishes results that an earlier invocation recorded, but may not have published before it stopped. */
  async publishRecorded(): Promise<void> {
    const recorded: Result[] = [];
    for (const task of await this.dependencies.tasks.ofScan(this.scan.scanId)) {
      if (!this.open.has(task.taskKey)) continue;
      if (isResult(task)) recorded.push(task);
      else if (task.app === undefined) this.unnamed.add(task.taskKey);
    }
    await this.fileAndPublish(recorded);
  }

  async recordAnswers(answers: readonly TaskAnswer[]): Promise<void> {
    const { tasks, clock } = this.dependencies;
    const results: Result[] = [];
    await forEachLimited(answers, MAX_WRITES_AT_ONCE, async ({ taskId, status, answer }) => {
      if (status !== undefined) {
        results.push(await tasks.recordAnswer(this.scan, taskId, status, answer, clock.now()));
      } else if (this.unnamed.has(taskId) && answer.app !== undefined) {
        await tasks.identify(this.scan, taskId, answer);
        this.unnamed.delete(taskId);
      }
    });
    await this.fileAndPublish(results);
  }

  async recordTimeouts(): Promise<void> {
    const { tasks, clock } = this.dependencies;
    const results: Result[] = [];
    await forEachLimited(this.ids(), MAX_WRITES_AT_ONCE, async (taskId) => {
      results.push(await tasks.recordTimeout(this.scan, taskId, clock.now()));
    });
    await this.fileAndPublish(results);
  }

  private async fileAndPublish(results: readonly Result[]): Promise<void> {
    await this.dependencies.recorder.fileAndPublish(results);
    for (const result of results) this.open.delete(result.taskKey);
  }
}
