import { MAX_TASK_IDS_PER_CALL } from '../../lib/contract/limits';
import { type AppFabricClient, BatchGetUserAccessTasksCommand, type UserAccessResultItem } from '../appfabric';
import { finalStatusOf } from './answers';
import type { Clock } from './clock';
import { chunksOf, forEachLimited } from './concurrency';
import { scanErrorOf } from './errors';
import type { FinalStatus } from './records';
import { retryAfterMilliseconds } from './retry-after';

/** AppFabric publishes no request rate; four calls at once ask for 200 tasks in one round trip. */
const CALLS_AT_ONCE = 4;

export interface Answered {
  readonly taskId: string;
  readonly answer: UserAccessResultItem;
  /** Undefined while the task is open. */
  readonly status: Exclude<FinalStatus, 'TIMED_OUT'> | undefined;
}

export interface Round {
  /** AppFabric asked to be left alone for so long. */
  readonly retryAfterMilliseconds: number;
  /** The name of an error that trying again may mend, where there was one. */
  readonly trouble?: string;
}

/**
 * Asks AppFabric once for every task, and hands each call's answers over as they come.
 *
 * Throttling, internal errors and lost connections end nothing: those tasks are asked for again in the next round.
 *
 * @throws ScanError for an error that no retry can mend, after the answers of the other calls were handed over.
 */
export async function ask(
  taskIds: readonly string[],
  parts: { readonly appFabric: AppFabricClient; readonly appBundleArn: string; readonly clock: Clock },
  onAnswers: (answers: Answered[]) => Promise<void>,
): Promise<Round> {
  let retryAfter = 0;
  let trouble: string | undefined;
  await forEachLimited(chunksOf(taskIds, MAX_TASK_IDS_PER_CALL), CALLS_AT_ONCE, async (taskIdList) => {
    let items: unknown;
    try {
      const command = new BatchGetUserAccessTasksCommand({ appBundleIdentifier: parts.appBundleArn, taskIdList });
      items = (await parts.appFabric.send(command)).userAccessResultsList;
    } catch (error) {
      const scanError = scanErrorOf(error, 'BatchGetUserAccessTasks');
      if (scanError) throw scanError;
      trouble = error instanceof Error ? error.name : 'Error';
      retryAfter = Math.max(retryAfter, retryAfterMilliseconds(error, parts.clock.now()) ?? 0);
      return;
    }
    await onAnswers(answersTo(taskIdList, items));
  });
  return { retryAfterMilliseconds: retryAfter, trouble };
}

/** What an answer says of the tasks that were asked for: one entry a task, a final one before an open one. */
function answersTo(asked: readonly string[], items: unknown): Answered[] {
  const wanted = new Set(asked);
  const answers = new Map<string, Answered>();
  for (const item of Array.isArray(items) ? items : []) {
    const answer: UserAccessResultItem | null | undefined = item;
    const taskId = answer?.taskId;
    if (!answer || taskId === undefined || !wanted.has(taskId) || answers.get(taskId)?.status) continue;
    answers.set(taskId, { taskId, answer, status: finalStatusOf(answer) });
  }
  return [...answers.values()];
}
