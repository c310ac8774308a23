import type { AppFabricClient } from '../appfabric';
import { type Answered, ask } from './ask';
import type { Clock, Random } from './clock';
import { closeScan } from './close-scan';
import { forEachLimited } from './concurrency';
import { type Pacing, pollGapMilliseconds, waitSeconds } from './pacing';
import type { Publisher } from './publisher';
import { type Recorder, WRITES_AT_ONCE } from './recorder';
import { isResult, type Result, type ScanRecord } from './records';
import type { Scans } from './scans';
import type { ScanDone, ScanProgress } from './state';
import type { TaskScan, Tasks } from './tasks';

export interface PollTasksParts {
  readonly appFabric: AppFabricClient;
  readonly appBundleArn: string;
  readonly scans: Scans;
  readonly tasks: Tasks;
  readonly recorder: Recorder;
  readonly publisher: Publisher;
  readonly clock: Clock;
  readonly random: Random;
  readonly pacing: Pacing;
}

/**
 * Polls the pending tasks for one poll window, or until none is pending. A result is recorded, filed and published
 * the moment it is seen; a task leaves `pending` only then. When nothing is pending the scan is closed.
 *
 * @param returnBy when the function must have returned, in milliseconds since the epoch
 */
export async function pollTasks(
  state: ScanProgress | ScanDone,
  returnBy: number,
  parts: PollTasksParts,
): Promise<ScanProgress | ScanDone> {
  if (state.done) return state;
  const { clock, random, pacing } = parts;
  const deadline = Date.parse(state.deadline);
  const windowEnd = Math.min(clock.now() + pacing.pollWindowSeconds * 1000, returnBy);
  const scan: TaskScan = { scanId: state.scanId, startedAt: state.startedAt };
  const pending = new Pending(state.pending, scan, parts);
  let retryAfter = 0;

  await pending.settleRecorded();
  while (pending.size > 0) {
    const round = await ask(pending.ids(), parts, (answers) => pending.take(answers));
    const now = clock.now();
    if (pending.size === 0) break;
    if (now >= deadline) {
      await pending.timeOut();
      break;
    }
    retryAfter = round.retryAfterMilliseconds;
    const gap = Math.max(pollGapMilliseconds(now - Date.parse(state.startedAt), random), retryAfter);
    const next = Math.min(now + gap, deadline);
    if (next > windowEnd || pacing.pollWindowSeconds === 0) break;
    await clock.sleep(next - now);
    retryAfter = 0;
  }

  const open = pending.size > 0 ? pending.ids() : await closeScan(scan, parts);
  if (!Array.isArray(open)) return doneWith(open);
  const wait = Math.max(waitSeconds(state.turn, pacing, random), Math.ceil(retryAfter / 1000));
  // Past the deadline little is left to be done, but whatever it is, it is not done in a loop without a pause.
  const untilDeadline = Math.max(1, Math.ceil((deadline - clock.now()) / 1000));
  return { ...state, pending: open, turn: state.turn + 1, waitSeconds: Math.min(wait, untilDeadline) };
}

function doneWith({ scanId, taskCount, counts, accountsFound }: ScanRecord): ScanDone {
  return { scanId, status: 'COMPLETED', taskCount, counts, accountsFound, done: true };
}

/** The tasks that are still to be answered. */
class Pending {
  private readonly open: Set<string>;
  /** Tasks whose record does not yet tell app and tenant: somebody else started them. */
  private readonly unnamed = new Set<string>();

  constructor(
    taskIds: readonly string[],
    private readonly scan: TaskScan,
    private readonly parts: Pick<PollTasksParts, 'tasks' | 'recorder' | 'scans' | 'clock'>,
  ) {
    this.open = new Set(taskIds);
  }

  get size(): number {
    return this.open.size;
  }

  ids(): string[] {
    return [...this.open];
  }

  /** An invocation that died may have recorded results that it did not publish: those come first. */
  async settleRecorded(): Promise<void> {
    const recorded: Result[] = [];
    for (const task of await this.parts.tasks.ofScan(this.scan.scanId)) {
      if (!this.open.has(task.taskKey)) continue;
      if (isResult(task)) recorded.push(task);
      else if (task.app === undefined) this.unnamed.add(task.taskKey);
    }
    await this.settle(recorded);
  }

  async take(answers: readonly Answered[]): Promise<void> {
    const results: Result[] = [];
    await forEachLimited(answers, WRITES_AT_ONCE, async ({ taskId, status, answer }) => {
      if (status !== undefined) {
        results.push(await this.parts.tasks.answer(this.scan, taskId, status, answer, this.parts.clock.now()));
      } else if (this.unnamed.has(taskId) && answer.app !== undefined) {
        await this.parts.tasks.identify(this.scan, taskId, answer);
        this.unnamed.delete(taskId);
      }
    });
    await this.settle(results);
  }

  async timeOut(): Promise<void> {
    const results: Result[] = [];
    await forEachLimited(this.ids(), WRITES_AT_ONCE, async (taskId) => {
      results.push(await this.parts.tasks.timeOut(this.scan, taskId, this.parts.clock.now()));
    });
    await this.settle(results);
  }

  private async settle(results: readonly Result[]): Promise<void> {
    await this.parts.recorder.settle(results);
    for (const result of results) this.open.delete(result.taskKey);
  }
}
