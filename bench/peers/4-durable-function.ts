import {
  createWaitStrategy,
  type DurableContext,
  type DurableExecutionClient,
  JitterStrategy,
  withDurableExecution,
} from '@aws/durable-execution-sdk-js';
import type { Runtime } from '../../lambda/runtime/runtime';
import { createRandom } from '../../simulator/world';
import { addFunction, type Design } from '../design';
import { DurableBackend } from '../durable/backend';
import { work } from './work';

export interface Backoff {
  readonly firstSeconds: number;
  readonly rate: number;
  readonly longestSeconds: number;
}

/** A typical backoff. */
export const USUAL_BACKOFF: Backoff = { firstSeconds: 2, rate: 1.5, longestSeconds: 30 };

/** Waits of durable functions are whole seconds, so they cannot poll faster than this. */
export const cappedAt = (longestSeconds: number): Backoff => ({ firstSeconds: 1, rate: 1.3, longestSeconds });

/** The scan timeout of our design. */
const SCAN_TIMEOUT_SECONDS = 30 * 60;

/** The durable function: start in a step, wait for the condition "all tasks ended", recording results as they come. */
export function durableHandler(runtime: Runtime, backoff: Backoff, durableExecutionClient?: DurableExecutionClient) {
  const { start, ended, record, close } = work(runtime);
  return withDurableExecution(
    async ({ email, scanId }: { email: string; scanId: string }, context: DurableContext) => {
      const scan = await context.step('start', () => start({ email, scanId }));
      await context.waitForCondition(
        'all tasks ended',
        async (pending: string[]) => {
          const answered = await ended(pending);
          await record(scan, answered);
          const gone = new Set(answered.map(({ taskId }) => taskId));
          return pending.filter((taskId) => !gone.has(taskId));
        },
        {
          initialState: scan.pending,
          waitStrategy: createWaitStrategy<string[]>({
            initialDelay: { seconds: backoff.firstSeconds },
            maxDelay: { seconds: backoff.longestSeconds },
            backoffRate: backoff.rate,
            jitter: JitterStrategy.NONE,
            maxAttempts: SCAN_TIMEOUT_SECONDS,
            shouldContinuePolling: (pending) => pending.length > 0,
          }),
        },
      );
      await context.step('close', () => close(scan));
    },
    { durableExecutionClient },
  );
}

/** Milliseconds of a checkpoint, like those of a write to DynamoDB. */
const MIN_CHECKPOINT = 5;
const MAX_CHECKPOINT = 15;

export const durableFunction = (backoff: Backoff = USUAL_BACKOFF): Design => ({
  id: '4-durable-function',
  title: `Durable function: wait for a condition, ${backoff.firstSeconds} to ${backoff.longestSeconds} s`,
  visible: 'each result',
  deploy(site) {
    const random = createRandom('checkpoints');
    const backend = new DurableBackend(site.world.clock, () => random.between(MIN_CHECKPOINT, MAX_CHECKPOINT));
    const durable = addFunction(site, 'durable', 60, (runtime) => {
      const handler = durableHandler(runtime, backoff, backend);
      return (event, context) => handler(event, { ...context, awsRequestId: 'request' } as never);
    });
    return {
      scan: (email, scanId) => backend.run(scanId, { email, scanId }, (event) => durable.invoke(event as never)),
      durable: backend,
    };
  },
});
