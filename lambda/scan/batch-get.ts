import { ACCESSES } from '../../lib/contract/access/access';
import { MAX_TASK_IDS_PER_CALL } from '../../lib/contract/limits';
import { accessOf } from '../access/access';
import type { Rules } from '../access/rules';
import { BatchGetUserAccessTasksCommand, ResourceNotFoundException, type UserAccessResultItem } from '../appfabric';
import { chunksOf, forEachLimited } from '../common/concurrency';
import { type AnsweredStatus, finalStatusOf, saidBy } from '../store/answers';
import type { AppFabricDependencies } from './dependencies';
import { appBundleNotFound, scanErrorOf } from './errors';
import { retryAfterMilliseconds } from './retry-after';

/** AppFabric does not document a request rate. Four calls at a time get 200 tasks in one round trip. */
const MAX_CALLS_AT_ONCE = 4;

const OPERATION = 'BatchGetUserAccessTasks';

export interface TaskAnswer {
  readonly taskId: string;
  readonly answer: UserAccessResultItem;
  /** Undefined while the task is open. */
  readonly status: AnsweredStatus | undefined;
}

export interface RoundOptions {
  /** No call begins after this time, in milliseconds since the epoch. */
  readonly until: number;
  /** Whether AppFabric has answered this scan before. If not, and if it finds no task, there may be no app bundle. */
  readonly bundleExists: boolean;
  readonly onAnswers: (answers: TaskAnswer[]) => Promise<void>;
}

/** What a round of requests resulted in. */
export interface Round {
  /** How long AppFabric asks the caller to wait, in milliseconds. */
  readonly retryAfter: number;
  /** The tasks that AppFabric did not find. */
  readonly notFound: readonly string[];
  /** The tasks that an answer did not mention. */
  readonly leftOut: readonly string[];
  /** The tasks that were not requested, because the time was up. */
  readonly notAsked: readonly string[];
}

type BatchGetDependencies = Pick<AppFabricDependencies, 'appFabric' | 'appBundleArn' | 'clock' | 'rules'>;

/**
 * Requests every task once, and passes on the answers of each call as they arrive.
 *
 * Throttling, internal errors and lost connections are ignored, because the next round requests the same tasks again.
 *
 * @throws ScanError for an error that no retry can fix, after the answers of the other calls are passed on
 */
export async function batchGetTasks(
  taskIds: readonly string[],
  dependencies: BatchGetDependencies,
  options: RoundOptions,
): Promise<Round> {
  const round = new RoundInProgress(taskIds.length, dependencies, options);
  await forEachLimited(chunksOf(taskIds, MAX_TASK_IDS_PER_CALL), MAX_CALLS_AT_ONCE, (chunk) => round.request(chunk));
  return round.result();
}

class RoundInProgress {
  private retryAfter = 0;
  private readonly notFound: string[] = [];
  private readonly leftOut: string[] = [];
  private readonly notAsked: string[] = [];
  private lastNotFound: ResourceNotFoundException | undefined;

  constructor(
    private readonly taskCount: number,
    private readonly dependencies: BatchGetDependencies,
    private readonly options: RoundOptions,
  ) {}

  async request(taskIdList: readonly string[]): Promise<void> {
    const { appFabric, appBundleArn: appBundleIdentifier, clock, rules } = this.dependencies;
    if (clock.now() >= this.options.until) {
      this.notAsked.push(...taskIdList);
      return;
    }
    let items: unknown;
    try {
      const command = new BatchGetUserAccessTasksCommand({ appBundleIdentifier, taskIdList: [...taskIdList] });
      items = (await appFabric.send(command)).userAccessResultsList;
    } catch (error) {
      if (error instanceof ResourceNotFoundException && isAboutTask(error)) return this.divide(taskIdList, error);
      const scanError = scanErrorOf(error, OPERATION);
      if (scanError) throw scanError;
      this.retryAfter = Math.max(this.retryAfter, retryAfterMilliseconds(error, clock.now()) ?? 0);
      return;
    }
    const answers = answersTo(taskIdList, items, rules);
    this.leftOut.push(...taskIdList.filter((taskId) => !answers.has(taskId)));
    await this.options.onAnswers([...answers.values()]);
  }

  result(): Round {
    const { retryAfter, notFound, leftOut, notAsked, lastNotFound } = this;
    if (lastNotFound && notFound.length === this.taskCount && !this.options.bundleExists) {
      throw appBundleNotFound(lastNotFound, OPERATION);
    }
    return { retryAfter, notFound, leftOut, notAsked };
  }

  /** One unknown task must not hide the answers to the others. Requests the two halves until only that task is left. */
  private async divide(taskIdList: readonly string[], error: ResourceNotFoundException): Promise<void> {
    this.lastNotFound = error;
    if (taskIdList.length === 1) {
      this.notFound.push(...taskIdList);
      return;
    }
    const middle = Math.ceil(taskIdList.length / 2);
    await this.request(taskIdList.slice(0, middle));
    await this.request(taskIdList.slice(middle));
  }
}

/** AppFabric does not document the types of its resources. An error that names the app bundle is not about a task. */
const isAboutTask = ({ resourceType }: ResourceNotFoundException): boolean => !/bundle/i.test(resourceType ?? '');

/**
 * One answer for each of the requested tasks, and a final one if there is one. If AppFabric says several things about a
 * task, the one counts that needs somebody most: an open account must not hide behind an answer that there is none.
 */
function answersTo(requested: readonly string[], items: unknown, rules: Rules): Map<string, TaskAnswer> {
  const wanted = new Set(requested);
  const answers = new Map<string, TaskAnswer>();
  for (const item of Array.isArray(items) ? items : []) {
    const answer: UserAccessResultItem | null | undefined = item;
    const taskId = answer?.taskId;
    if (!answer || taskId === undefined || !wanted.has(taskId)) continue;
    const said = { taskId, answer, status: finalStatusOf(answer) };
    const earlier = answers.get(taskId);
    if (earlier === undefined || urgencyOf(said, rules) < urgencyOf(earlier, rules)) answers.set(taskId, said);
  }
  return answers;
}

/** 0 is the most urgent. */
function urgencyOf({ status, answer }: TaskAnswer, rules: Rules): number {
  if (status === undefined) return ACCESSES.length;
  return ACCESSES.indexOf(accessOf(saidBy(answer, status), rules).access);
}
