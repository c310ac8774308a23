import { scanCompletedEvent } from '../../lambda/events/details';
import { readNumber } from '../../lambda/runtime/environment';
import { appFabricDependencies, type Runtime, storeDependencies } from '../../lambda/runtime/runtime';
import { batchGetTasks, type TaskAnswer } from '../../lambda/scan/batch-get';
import { beginScan } from '../../lambda/scan/begin-scan';
import { closeScan } from '../../lambda/scan/close-scan';
import { Outbox } from '../../lambda/scan/outbox';
import { publishOne } from '../../lambda/scan/publish-end';
import { Env } from '../../lib/contract/names';
import type { Result } from '../../lib/contract/records';
import { MAX_FUNCTION_TIMEOUT } from '../../lib/contract/time-budgets';
import type { JsonObject } from '../../local/stack/json';
import { taskOf } from '../../simulator/world';
import { addFunction, type Design, type Handler, stateMachine } from '../design';

export interface Started {
  readonly scanId: string;
  readonly startedAt: string;
  readonly pending: string[];
}

/**
 * What all designs with a Lambda function have in common: the calls to AppFabric, the records, the events. They differ in
 * how they wait, and when they record results.
 */
export function work(runtime: Runtime) {
  const dependencies = {
    ...storeDependencies(runtime),
    ...appFabricDependencies(runtime, 10_000),
    scanTimeoutSeconds: readNumber(runtime.environment, Env.SCAN_TIMEOUT_SECONDS),
    functionSeconds: MAX_FUNCTION_TIMEOUT,
  };
  return {
    sleep: (seconds: number) => runtime.clock.sleep(seconds * 1000),

    async start({ email, scanId }: { email: string; scanId: string }): Promise<Started> {
      const startedAt = new Date(runtime.clock.now()).toISOString();
      const returnBy = runtime.clock.now() + 60_000;
      const started = await beginScan({ input: { email }, scanId, startedAt, redriveCount: 0, returnBy }, dependencies);
      return {
        scanId,
        startedAt: 'startedAt' in started ? started.startedAt : startedAt,
        pending: 'pending' in started ? [...started.pending] : [],
      };
    },

    /** The answers of the tasks that have ended. */
    async ended(taskIds: readonly string[]): Promise<TaskAnswer[]> {
      const ended: TaskAnswer[] = [];
      await batchGetTasks(taskIds, dependencies, {
        until: Number.POSITIVE_INFINITY,
        bundleExists: true,
        onAnswers: async (answers) => void ended.push(...answers.filter(({ status }) => status !== undefined)),
      });
      return ended;
    },

    /** Records, files and publishes results. */
    async record(scan: Started, answered: readonly TaskAnswer[]): Promise<void> {
      const results = await Promise.all(
        answered.map(
          ({ taskId, status = 'FAILED', answer }): Promise<Result> =>
            dependencies.tasks.recordAnswer(scan, taskId, status, answer, runtime.clock.now()),
        ),
      );
      const outbox = new Outbox(dependencies);
      await outbox.add(results);
      await outbox.drain();
    },

    /** Without a result: it would count as state of a durable function. */
    async close(scan: Started): Promise<void> {
      const closed = await closeScan(scan, dependencies);
      if (!Array.isArray(closed)) await publishOne(scanCompletedEvent(closed), dependencies);
    },
  };
}

/** A state machine whose Tasks are functions that share the work. `tasks` are by their `Resource`. */
export const tasksDesign = (
  about: Omit<Design, 'deploy'>,
  definition: JsonObject,
  tasks: Readonly<Record<string, (shared: ReturnType<typeof work>) => Handler>>,
): Design => ({
  ...about,
  deploy(site) {
    const handlers = Object.entries(tasks).map(([name, create]) => {
      const added = addFunction(site, name, 60, (runtime) => create(work(runtime)));
      return [name, taskOf(added)] as const;
    });
    return stateMachine(site, definition, Object.fromEntries(handlers));
  },
});
