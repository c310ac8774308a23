import type { UserAccessResultItem } from '../appfabric';
import { accountFound, failureOf, identityOf, text, userFieldsOf } from './answers';
import { isoTime } from './clock';
import type { ItemStore } from './item-store';
import { personKey, scanPartition, startFailedKey, TASK_PREFIX, taskRecordKey } from './keys';
import type { FinalStatus, Result, StartedTask, TaskRecord, Trigger } from './records';
import { expiry } from './scans';

/** What every task of one scan has in common. */
export interface TaskScan {
  readonly scanId: string;
  readonly startedAt: string;
  readonly email?: string;
  readonly trigger?: Trigger;
}

/** A result is recorded once. Whoever comes later finds it and goes on with what is recorded. */
const STILL_OPEN = 'attribute_not_exists(#status) OR #status = :open';

/** The records of tasks, which become results. */
export class Tasks {
  constructor(
    private readonly items: ItemStore,
    private readonly retentionSeconds: number,
  ) {}

  /** Records a started task as open, unless there is a record. */
  async open(scan: TaskScan, task: StartedTask & { readonly taskId: string }): Promise<void> {
    await this.items.putIfAbsent(taskRecordKey(scan.scanId, task.taskId), {
      ...this.common(scan, task.taskId),
      taskId: task.taskId,
      app: task.app,
      tenantId: task.tenantId,
      status: 'IN_PROGRESS',
    });
  }

  /** Records AppFabric's final answer for a task. */
  async answer(scan: TaskScan, taskId: string, status: FinalStatus, answer: UserAccessResultItem, now: number) {
    const user = userFieldsOf(answer);
    return this.finish(scan, taskId, now, {
      taskId,
      status,
      ...user,
      accountFound: accountFound(user),
      tenantDisplayName: text(answer.tenantDisplayName),
      error: failureOf(answer.taskError),
      identity: identityOf(answer),
    });
  }

  /** Records that a task had no answer before the scan timeout. */
  async timeOut(scan: TaskScan, taskId: string, now: number) {
    return this.finish(scan, taskId, now, { taskId, status: 'TIMED_OUT', accountFound: false });
  }

  /** Records a task that AppFabric could not start. */
  async startFailed(scan: TaskScan, task: StartedTask, now: number) {
    const { app = '', tenantId = '' } = task;
    return this.finish(scan, startFailedKey(app, tenantId), now, {
      taskId: task.taskId,
      status: 'FAILED',
      accountFound: false,
      error: failureOf(task.error),
      identity: { app: task.app, tenantId: task.tenantId },
    });
  }

  /** Keeps who and where an open task is about, which tasks started elsewhere only tell in their answers. */
  async identify(scan: TaskScan, taskId: string, answer: UserAccessResultItem): Promise<void> {
    await this.items.update(taskRecordKey(scan.scanId, taskId), {
      set: { tenantDisplayName: text(answer.tenantDisplayName) },
      setIfAbsent: { ...this.common(scan, taskId), taskId, status: 'IN_PROGRESS', ...identityOf(answer) },
      condition: STILL_OPEN,
      conditionValues: { open: 'IN_PROGRESS' },
    });
  }

  /** Every task of a scan, open or final. */
  async ofScan(scanId: string): Promise<TaskRecord[]> {
    return (await this.items.query(scanPartition(scanId), TASK_PREFIX)) as unknown as TaskRecord[];
  }

  private async finish(
    scan: TaskScan,
    taskKey: string,
    now: number,
    { identity = {}, ...result }: Record<string, unknown> & { identity?: object },
  ): Promise<Result> {
    const { item } = await this.items.update(taskRecordKey(scan.scanId, taskKey), {
      set: { ...result, recordedAt: isoTime(now) },
      setIfAbsent: { ...this.common(scan, taskKey), ...identity },
      condition: STILL_OPEN,
      conditionValues: { open: 'IN_PROGRESS' },
    });
    return item as unknown as Result;
  }

  private common(scan: TaskScan, taskKey: string) {
    return {
      type: 'TASK',
      scanId: scan.scanId,
      scanStartedAt: scan.startedAt,
      taskKey,
      email: scan.email && personKey(scan.email),
      trigger: scan.trigger,
      expiresAt: expiry(scan.startedAt, this.retentionSeconds),
    };
  }
}
