import { Env } from '../../lib/contract/names';
import { readNumber } from '../runtime/environment';
import { guarded, type InvocationContext, log } from '../runtime/handler';
import { appFabricParts, type Outside, storeParts } from '../runtime/parts';
import { pollTasks } from '../scan/poll-tasks';
import type { ScanDone, ScanProgress } from '../scan/state';

const ASK_TIMEOUT_MILLISECONDS = 10_000;
/** Time for a last round of questions with its retries, and to record what it brings. */
const RESERVE_MILLISECONDS = 60_000;

/** What polling is made of; the first poll window is StartScan's. */
export function pollParts(outside: Outside) {
  const { environment } = outside;
  return {
    ...storeParts(outside),
    ...appFabricParts(outside, ASK_TIMEOUT_MILLISECONDS),
    pacing: {
      pollWindowSeconds: readNumber(environment, Env.POLL_WINDOW_SECONDS),
      firstWaitSeconds: readNumber(environment, Env.FIRST_WAIT_SECONDS),
      backoffRate: readNumber(environment, Env.BACKOFF_RATE),
      longestWaitSeconds: readNumber(environment, Env.LONGEST_WAIT_SECONDS),
    },
  };
}

export function pollTasksHandler(outside: Outside) {
  const { clock } = outside;
  const parts = pollParts(outside);
  return (state: ScanProgress | ScanDone, context: InvocationContext) =>
    guarded(async () => {
      const returnBy = clock.now() + context.getRemainingTimeInMillis() - RESERVE_MILLISECONDS;
      const next = await pollTasks(state, returnBy, parts);
      log({ message: 'Polled', scanId: next.scanId, done: next.done, pending: next.done ? 0 : next.pending.length });
      return next;
    });
}
