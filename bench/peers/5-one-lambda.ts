import { addFunction, type Design } from '../design';
import { work } from './work';

/** Lambda's longest timeout: a scan that takes longer is cut off, and loses what it has not recorded yet. */
const MAX_TIMEOUT_SECONDS = 900;

/** One function that polls until all tasks have ended, and records results as they come. Invoked asynchronously. */
export const oneLambda = (gapSeconds: number): Design => ({
  id: '5-one-lambda',
  title: `One Lambda that loops, ${gapSeconds.toFixed(1)} s apart`,
  visible: 'each result',
  deploy(site) {
    const loop = addFunction(site, 'loop', MAX_TIMEOUT_SECONDS, (runtime) => {
      const { start, ended, record, close, sleep } = work(runtime);
      return async ({ email, scanId }: { email: string; scanId: string }) => {
        const scan = await start({ email, scanId });
        const pending = new Set(scan.pending);
        for (;;) {
          const answered = await ended([...pending]);
          await record(scan, answered);
          for (const { taskId } of answered) pending.delete(taskId);
          if (pending.size === 0) break;
          await sleep(gapSeconds);
        }
        await close(scan);
      };
    });
    // Nothing waits for the end of an asynchronous invocation.
    return { scan: (email, scanId) => loop.invoke({ email, scanId }).catch(() => undefined) };
  },
});
