import { scanPartition, startFailedKey, TASK_PREFIX, taskRecordKey } from '../../lib/contract/keys';
import type { Result, ResultStatus, StartedTask, TaskError, TaskRecord } from '../../lib/contract/records';
import { accessOf } from '../access/access';
import type { Rules } from '../access/rules';
import type { UserAccessResultItem } from '../appfabric';
import { isoTime } from '../common/clock';
import type { Telemetry } from '../common/telemetry';
import { identityOf, saidBy, stringOf, taskErrorOf } from './answers';
import { expiryOf } from './expiry';
import type { ItemStore } from './item-store';
import type { ScanIdentity } from './scans';

/** A result is written once. Later writes do not change it. */
const STILL_OPEN = 'attribute_not_exists(#status) OR #status = :open';

/** The last part of a task's key: the id of the task, or its app and tenant if it could not be started. */
export const taskKeyOf = ({ taskId, app = '', tenantId = '', error }: StartedTask): string =>
  taskId === undefined || error !== undefined ? startFailedKey(app, tenantId) : taskId;

type TaskIdentity = Partial<ReturnType<typeof identityOf>>;

/** The records of tasks and their results. */
export class Tasks {
  constructor(
    private readonly items: ItemStore,
    private readonly retentionSeconds: number,
    private readonly rules: Rules,
    private readonly telemetry: Telemetry,
  ) {}

  /** Records a started task as open, unless it is already recorded. */
  async open(scan: ScanIdentity, task: StartedTask & { readonly taskId: string }): Promise<void> {
    await this.items.putIfAbsent(taskRecordKey(scan.scanId, task.taskId), {
      ...this.common(scan, task.taskId),
      taskId: task.taskId,
      app: task.app,
      tenantId: task.tenantId,
      status: 'IN_PROGRESS',
    });
  }

  /** Records AppFabric's final answer for a task. */
  async recordAnswer(
    scan: ScanIdentity,
    taskId: string,
    status: ResultStatus,
    answer: UserAccessResultItem,
    now: number,
  ) {
    const said = saidBy(answer, status);
    return this.finish(scan, taskId, now, {
      taskId,
      status,
      ...said.account,
      ...accessOf(said, this.rules),
      tenantDisplayName: stringOf(answer.tenantDisplayName),
      error: said.error,
      identity: identityOf(answer),
    });
  }

  /** Records that a task had no answer by the scan timeout. @param error why, if AppFabric said so */
  async recordTimeout(scan: ScanIdentity, taskId: string, now: number, error?: TaskError) {
    const status = 'TIMED_OUT';
    return this.finish(scan, taskId, now, { taskId, status, ...accessOf({ status }, this.rules), error });
  }

  /** Records a task that AppFabric could not start. */
  async recordStartFailure(scan: ScanIdentity, task: StartedTask, now: number) {
    const { taskId, app, tenantId } = task;
    const error = taskErrorOf(task.error);
    return this.finish(scan, taskKeyOf(task), now, {
      taskId,
      status: 'FAILED',
      ...accessOf({ app, status: 'FAILED', error, notStarted: true }, this.rules),
      error,
      identity: { app, tenantId },
    });
  }

  /** Records the person, app and tenant of an open task that was started elsewhere. Only its answers contain them. */
  async identify(scan: ScanIdentity, taskId: string, answer: UserAccessResultItem): Promise<void> {
    await this.items.update(taskRecordKey(scan.scanId, taskId), {
      set: { tenantDisplayName: stringOf(answer.tenantDisplayName) },
      setIfAbsent: { ...this.common(scan, taskId, identityOf(answer)), taskId, status: 'IN_PROGRESS' },
      condition: STILL_OPEN,
      conditionValues: { open: 'IN_PROGRESS' },
    });
  }

  /** Every task of a scan, open or final. */
  async ofScan(scanId: string): Promise<TaskRecord[]> {
    return (await this.items.query(scanPartition(scanId), TASK_PREFIX)) as unknown as TaskRecord[];
  }

  private async finish(
    scan: ScanIdentity,
    taskKey: string,
    now: number,
    { identity, ...result }: Record<string, unknown> & { identity?: TaskIdentity },
  ): Promise<Result> {
    const { written, item } = await this.items.update(taskRecordKey(scan.scanId, taskKey), {
      set: { ...result, recordedAt: isoTime(now) },
      setIfAbsent: this.common(scan, taskKey, identity),
      condition: STILL_OPEN,
      conditionValues: { open: 'IN_PROGRESS' },
    });
    const recorded = item as unknown as Result;
    if (written) this.report(recorded);
    return recorded;
  }

  private report({ app, status, access, reason }: Result): void {
    this.telemetry.debug('Recorded a result', { app, status, access, reason });
    this.telemetry.measure('results', 1, { Access: access });
    if (reason !== undefined) this.telemetry.measure('resultsWithoutAnswer', 1, { App: app, Reason: reason });
  }

  /** A scan of an address has the person. Only in a scan of task ids is it the one that AppFabric names. */
  private common(scan: ScanIdentity, taskKey: string, identity: TaskIdentity = {}) {
    return {
      ...identity,
      type: 'TASK',
      scanId: scan.scanId,
      scanStartedAt: scan.startedAt,
      tasksStartedAt: scan.tasksStartedAt,
      taskKey,
      email: scan.email ?? identity.email,
      trigger: scan.trigger,
      expiresAt: expiryOf(scan.startedAt, this.retentionSeconds),
    };
  }
}
