import { isResult, type Result, type TaskError, type TaskRecord } from '../../lib/contract/records';
import { forEachLimited, MAX_WRITES_AT_ONCE } from '../common/concurrency';
import type { ScanIdentity } from '../store/scans';
import type { Round, TaskAnswer } from './batch-get';
import type { ScanDependencies } from './dependencies';
import { Outbox } from './outbox';

/** In the record of a task that AppFabric did not find until the scan timed out. */
const NOT_FOUND: TaskError = {
  errorCode: 'ResourceNotFoundException',
  errorMessage: 'AppFabric did not find this task.',
};

/** AppFabric can leave a task out of an answer for a moment. After three answers in a row, it has nothing to say. */
const MAX_SILENCES = 3;

/** The tasks of a scan that have no result yet, and the results that are not published yet. */
export class PendingTasks {
  readonly outbox: Outbox;
  /** Whether AppFabric has answered for a task of the scan. */
  answered = false;
  private readonly open = new Set<string>();
  /** Tasks that AppFabric did not find in this poll window. */
  private readonly lost = new Set<string>();
  /** How many answers in a row left a task out. */
  private readonly silences = new Map<string, number>();
  /** The apps of the open tasks. Those of tasks that were started elsewhere are not known until AppFabric answers. */
  private readonly apps = new Map<string, string>();

  private constructor(
    private readonly scan: ScanIdentity,
    private readonly dependencies: ScanDependencies,
  ) {
    this.outbox = new Outbox(dependencies);
  }

  /** Reads the records. The results among them may not be filed and published yet, so both are done again. */
  static async load(taskKeys: readonly string[], scan: ScanIdentity, dependencies: ScanDependencies) {
    const pending = new PendingTasks(scan, dependencies);
    const records = new Map((await dependencies.tasks.ofScan(scan.scanId)).map((task) => [task.taskKey, task]));
    pending.answered = [...records.values()].some(isFromAppFabric);
    const results: Result[] = [];
    for (const taskKey of taskKeys) {
      const task = records.get(taskKey);
      if (task && isResult(task)) {
        results.push(task);
        continue;
      }
      pending.open.add(taskKey);
      if (task?.app !== undefined) pending.apps.set(taskKey, task.app);
    }
    await pending.outbox.add(results);
    return pending;
  }

  get hasOpenTasks(): boolean {
    return this.open.size > 0;
  }

  get openCount(): number {
    return this.open.size;
  }

  /** The tasks to ask for. A task that AppFabric did not find is asked for again only in the next poll window. */
  toAskFor(isTimedOut: boolean): string[] {
    return [...this.open].filter((taskId) => isTimedOut || !this.lost.has(taskId));
  }

  /** The keys of the tasks that stay pending after the poll window. */
  taskKeys(): string[] {
    return [...this.open, ...this.outbox.taskKeys];
  }

  /** Records answers. @param isTimedOut whether tasks that are still open are recorded as timed out */
  async recordAnswers(answers: readonly TaskAnswer[], isTimedOut: boolean): Promise<void> {
    const { tasks, clock } = this.dependencies;
    this.answered = true;
    const results: Result[] = [];
    await forEachLimited(answers, MAX_WRITES_AT_ONCE, async ({ taskId, status, answer }) => {
      this.silences.delete(taskId);
      if (status !== undefined) {
        const ofApp = { ...answer, app: this.apps.get(taskId) ?? answer.app };
        results.push(await tasks.recordAnswer(this.scan, taskId, status, ofApp, clock.now()));
        return;
      }
      if (!this.apps.has(taskId) && answer.app !== undefined) {
        await tasks.identify(this.scan, taskId, answer);
        this.apps.set(taskId, answer.app);
      }
      if (isTimedOut) results.push(await tasks.recordTimeout(this.scan, taskId, clock.now()));
    });
    await this.finish(results);
  }

  /** Takes note of what a round left out, so that the next one begins with it. */
  async endRound({ notFound, leftOut, notAsked }: Round, isTimedOut: boolean): Promise<void> {
    for (const taskId of notFound) this.lost.add(taskId);
    for (const taskId of leftOut) this.silences.set(taskId, (this.silences.get(taskId) ?? 0) + 1);
    const silent = leftOut.filter((taskId) => (this.silences.get(taskId) ?? 0) >= MAX_SILENCES);
    if (isTimedOut) await this.recordTimeouts([...notFound, ...silent]);
    const first = new Set(notAsked);
    for (const taskId of [...this.open].filter((open) => !first.has(open))) {
      this.open.delete(taskId);
      this.open.add(taskId);
    }
  }

  /** Records the open tasks that were asked for as timed out. */
  giveUp({ notAsked }: Round): Promise<void> {
    const left = new Set(notAsked);
    return this.recordTimeouts([...this.open].filter((taskId) => !left.has(taskId)));
  }

  /** Adds tasks that are open in the table. */
  reopen(taskIds: readonly string[]): void {
    for (const taskId of taskIds) this.open.add(taskId);
  }

  private async recordTimeouts(taskIds: readonly string[]): Promise<void> {
    const { tasks, clock } = this.dependencies;
    const results: Result[] = [];
    await forEachLimited(taskIds, MAX_WRITES_AT_ONCE, async (taskId) => {
      const error = this.lost.has(taskId) ? NOT_FOUND : undefined;
      results.push(await tasks.recordTimeout(this.scan, taskId, clock.now(), error));
    });
    await this.finish(results);
  }

  private async finish(results: readonly Result[]): Promise<void> {
    for (const { taskKey } of results) this.open.delete(taskKey);
    await this.outbox.add(results);
  }
}

const isFromAppFabric = (task: TaskRecord): boolean => isResult(task) && task.status !== 'TIMED_OUT';
