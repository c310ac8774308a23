import { PassingErrorName } from '../../lib/contract/names';
import type { StartedTask, TaskError } from '../../lib/contract/records';
import { tenantKey } from '../../lib/contract/tenant';
import { StartUserAccessTasksCommand, type UserAccessTaskItem } from '../appfabric';
import { taskErrorOf, tenantOf } from '../store/answers';
import { taskKeyOf } from '../store/tasks';
import type { AppFabricDependencies } from './dependencies';
import { describe, PassingError, scanErrorOf } from './errors';
import { isTaskId } from './request';
import { callWithPauses } from './retry-after';

const OPERATION = 'StartUserAccessTasks';

/** One call takes up to 95 s, with its three tries. The function has a minute left after it should return. */
const CALL_RESERVE_MILLISECONDS = 45_000;

/** Well below the limit for an item, 400 KB, which has all tasks of the scan. */
const MAX_TASKS_BYTES = 370_000;
const SHORT_MESSAGE_LENGTH = 100;

/**
 * Starts the tasks. If AppFabric returns `Retry-After`, waits and tries again, as long as there is time.
 *
 * @throws PassingError `AppFabricUnavailable` if AppFabric does not start them
 * @throws ScanError if no retry can succeed
 */
export async function startTasks(
  email: string,
  returnBy: number,
  { appFabric, appBundleArn, clock }: Pick<AppFabricDependencies, 'appFabric' | 'appBundleArn' | 'clock'>,
): Promise<StartedTask[]> {
  const command = () => new StartUserAccessTasksCommand({ appBundleIdentifier: appBundleArn, email });
  try {
    const { userAccessTasksList } = await callWithPauses(() => appFabric.send(command()), {
      clock,
      until: returnBy - CALL_RESERVE_MILLISECONDS,
      isWorthRetrying: (error, retryAfter) => retryAfter !== undefined && scanErrorOf(error, OPERATION) === undefined,
    });
    return startedTasks(userAccessTasksList);
  } catch (error) {
    throw scanErrorOf(error, OPERATION) ?? unavailable(error as Error);
  }
}

function unavailable(error: Error): PassingError {
  return error instanceof PassingError
    ? error
    : new PassingError(
        PassingErrorName.APPFABRIC_UNAVAILABLE,
        `AppFabric did not accept StartUserAccessTasks (${describe(error)}).`,
      );
}

function startedTasks(list: unknown): StartedTask[] {
  if (!Array.isArray(list)) {
    throw new PassingError(
      PassingErrorName.APPFABRIC_UNAVAILABLE,
      "AppFabric's answer to StartUserAccessTasks has no list of tasks.",
    );
  }
  const tasks = (list as (UserAccessTaskItem | null)[]).filter((task) => task !== null).map(startedTask);
  const started = [...Map.groupBy(withOwnIds(tasks), taskKeyOf).values()].map(oneOf);
  return Buffer.byteLength(JSON.stringify(started)) <= MAX_TASKS_BYTES ? started : started.map(withShortMessage);
}

const SHARED_TASK: TaskError = {
  errorCode: 'SharedTask',
  errorMessage: 'AppFabric returned the same task id for several tenants.',
};

/** Without the ids that several tenants have: one answer would be taken for all of them, or hide all but one. */
function withOwnIds(tasks: readonly StartedTask[]): StartedTask[] {
  const tenantsOf = Map.groupBy(tasks, ({ taskId }) => taskId);
  return tasks.map((task) => {
    const tenants = new Set(tenantsOf.get(task.taskId)?.map(tenantKey));
    if (task.taskId === undefined || tenants.size <= 1) return task;
    return { ...task, taskId: undefined, error: task.error ?? SHARED_TASK };
  });
}

/**
 * One task for all that have the same key: AppFabric repeated it, or did not start several tasks for one tenant. If their
 * errors differ, none of them decides what the result says.
 */
function oneOf(tasks: readonly StartedTask[]): StartedTask {
  const [first = {}, ...others] = tasks;
  const errorOf = ({ error }: StartedTask) => JSON.stringify([error?.errorCode, error?.errorMessage]);
  if (others.every((other) => errorOf(other) === errorOf(first))) return first;
  const texts = tasks.flatMap(({ error }) => [error?.errorCode, error?.errorMessage].filter(Boolean).join(': '));
  return { ...first, error: taskErrorOf({ errorCode: 'SeveralErrors', errorMessage: texts.join('; ') }) };
}

/** An id that is not valid is left out, because AppFabric would reject every request that contains it. */
function startedTask({ app, tenantId, taskId, error }: UserAccessTaskItem): StartedTask {
  const id = isTaskId(taskId) ? taskId : undefined;
  const task = { ...tenantOf({ app, tenantId }), taskId: id, error: taskErrorOf(error) };
  if (task.taskId !== undefined || task.error !== undefined) return task;
  return {
    ...task,
    error: { errorCode: 'NoTask', errorMessage: 'AppFabric returned neither a task id nor an error.' },
  };
}

/** More tasks than AppFabric's quota of 50 are not expected, but must not make the scan fail. */
const withShortMessage = ({ error, ...task }: StartedTask): StartedTask => ({
  ...task,
  error: error && { ...error, errorMessage: error.errorMessage?.slice(0, SHORT_MESSAGE_LENGTH).toWellFormed() },
});
