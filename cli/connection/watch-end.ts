import { setTimeout as sleep } from 'node:timers/promises';
import type { UserAccessResults, Watch } from '../../results';
import { failure } from '../errors';

const [FIRST_WAIT_MS, MAX_WAIT_MS] = [250, 2_000];

/** It usually takes a minute or two. */
const PATIENCE_MS = 15 * 60_000;

/**
 * Waits until the end of a watch whose execution was stopped is recorded. Returns undefined if the signal aborts first.
 *
 * @param onWait called with the time that has passed, in milliseconds
 */
export async function watchEnd(
  results: UserAccessResults,
  { email, watchId }: Watch,
  signal: AbortSignal,
  onWait: (passed: number) => void,
): Promise<Watch | undefined> {
  const startedAt = Date.now();
  for (let wait = FIRST_WAIT_MS; !signal.aborted; wait = Math.min(wait * 1.2, MAX_WAIT_MS)) {
    const watch = await results.watch(email);
    if (watch?.watchId !== watchId) throw failure(`Watch ${watchId} has ended, and another one has begun.`);
    if (watch.status !== 'WATCHING') return watch;
    const passed = Date.now() - startedAt;
    if (passed > PATIENCE_MS) {
      throw failure('The watch is stopped, but this is not recorded yet: check the executions of EndedWatches.');
    }
    onWait(passed);
    await sleep(wait, undefined, { signal }).catch(() => {});
  }
  return undefined;
}
