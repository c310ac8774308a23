import { MAX_TASK_IDS_PER_CALL } from '../../lib/contract/limits';
import { BatchGetUserAccessTasksCommand, type UserAccessResultItem } from '../appfabric';
import { chunksOf, forEachLimited } from '../common/concurrency';
import { type AnsweredStatus, finalStatusOf } from '../store/answers';
import type { AppFabricDependencies } from './dependencies';
import { scanErrorOf } from './errors';
import { retryAfterMilliseconds } from './retry-after';

/** AppFabric does not document a request rate. Four calls at a time get 200 tasks in one round trip. */
const MAX_CALLS_AT_ONCE = 4;

export interface TaskAnswer {
  readonly taskId: string;
  readonly answer: UserAccessResultItem;
  /** Undefined while the task is open. */
  readonly status: AnsweredStatus | undefined;
}

/**
 * Requests every task once, and passes on the answers of each call as they arrive.
 *
 * Throttling, internal errors and lost connections are ignored, because the next round requests the same tasks again.
 *
 * @returns how long AppFabric asks the caller to wait, in milliseconds
 * @throws ScanError for an error that no retry can fix, after the answers of the other calls are passed on
 */
export async function batchGetTasks(
  taskIds: readonly string[],
  dependencies: Pick<AppFabricDependencies, 'appFabric' | 'appBundleArn' | 'clock'>,
  onAnswers: (answers: TaskAnswer[]) => Promise<void>,
): Promise<number> {
  const { appFabric, appBundleArn: appBundleIdentifier, clock } = dependencies;
  let retryAfter = 0;
  await forEachLimited(chunksOf(taskIds, MAX_TASK_IDS_PER_CALL), MAX_CALLS_AT_ONCE, async (taskIdList) => {
    let items: unknown;
    try {
      const command = new BatchGetUserAccessTasksCommand({ appBundleIdentifier, taskIdList });
      items = (await appFabric.send(command)).userAccessResultsList;
    } catch (error) {
      const scanError = scanErrorOf(error, 'BatchGetUserAccessTasks');
      if (scanError) throw scanError;
      retryAfter = Math.max(retryAfter, retryAfterMilliseconds(error, clock.now()) ?? 0);
      return;
    }
    await onAnswers(answersTo(taskIdList, items));
  });
  return retryAfter;
}

/** One answer for each of the requested tasks, and a final one if there is one. */
function answersTo(requested: readonly string[], items: unknown): TaskAnswer[] {
  const wanted = new Set(requested);
  const answers = new Map<string, TaskAnswer>();
  for (const item of Array.isArray(items) ? items : []) {
    const answer: UserAccessResultItem | null | undefined = item;
    const taskId = answer?.taskId;
    if (!answer || taskId === undefined || !wanted.has(taskId) || answers.get(taskId)?.status) continue;
    answers.set(taskId, { taskId, answer, status: finalStatusOf(answer) });
  }
  return [...answers.values()];
}
