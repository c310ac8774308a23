import { readNumber } from '../../lambda/runtime/environment';
import { appFabricParts, type Outside, storeParts } from '../../lambda/runtime/parts';
import { type Answered, ask } from '../../lambda/scan/ask';
import { closeScan } from '../../lambda/scan/close-scan';
import type { Result } from '../../lambda/scan/records';
import { startScan } from '../../lambda/scan/start-scan';
import { Env } from '../../lib/contract/names';

export interface Started {
  readonly scanId: string;
  readonly startedAt: string;
  readonly pending: string[];
}

/**
 * What all designs with a Lambda function have in common: the calls to AppFabric, the records, the events. They differ in
 * how they wait, and when they record results.
 */
export function work(outside: Outside) {
  const parts = {
    ...storeParts(outside),
    ...appFabricParts(outside, 10_000),
    scanTimeoutSeconds: readNumber(outside.environment, Env.SCAN_TIMEOUT_SECONDS),
  };
  return {
    now: () => outside.clock.now(),
    sleep: (seconds: number) => outside.clock.sleep(seconds * 1000),

    async start(email: string, scanId: string): Promise<Started> {
      const startedAt = new Date(outside.clock.now()).toISOString();
      const returnBy = outside.clock.now() + 60_000;
      const started = await startScan({ input: { email }, scanId, startedAt, redriveCount: 0, returnBy }, parts);
      return {
        scanId,
        startedAt: 'startedAt' in started ? started.startedAt : startedAt,
        pending: 'pending' in started ? [...started.pending] : [],
      };
    },

    /** The answers of the tasks that have ended. */
    async ended(taskIds: readonly string[]): Promise<Answered[]> {
      const ended: Answered[] = [];
      await ask(taskIds, parts, async (answers) => {
        ended.push(...answers.filter(({ status }) => status !== undefined));
      });
      return ended;
    },

    /** Records, files and publishes results. */
    async record(scan: Started, answered: readonly Answered[]): Promise<void> {
      const results = await Promise.all(
        answered.map(
          ({ taskId, status = 'FAILED', answer }): Promise<Result> =>
            parts.tasks.answer(scan, taskId, status, answer, outside.clock.now()),
        ),
      );
      await parts.recorder.settle(results);
    },

    async close(scan: Started): Promise<void> {
      await closeScan(scan, parts);
    },
  };
}
