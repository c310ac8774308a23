import { WatchErrorName } from '../../lib/contract/names';
import { personOf } from '../../lib/contract/person';
import { afterDueTime, decide } from './decide';
import type { WatchDependencies } from './dependencies';
import { WatchError } from './errors';
import { isOwnWatch, isScanAhead, joinedOutput, nextStepOf } from './next-step';
import { pauseAfterConflict } from './pause';
import { publishEvents } from './publish';
import { recordDecision } from './record';
import { scanOutcome } from './scan-outcome';
import { scanName } from './scan-start';
import type { NextStep, WatchExecution, WatchState } from './state';

export type Reviewed = Pick<WatchState, 'watchId' | 'startedAt' | 'email' | 'scan' | 'scanFailure'>;

/**
 * Looks at a watch: takes note of the scan that has ended, decides, publishes, and says what comes next. Can be repeated:
 * a scan is reviewed once, and everything else depends on the record and on the time.
 */
export async function reviewWatch(
  execution: Pick<WatchExecution, 'name' | 'startedAt'>,
  state: Reviewed,
  dependencies: WatchDependencies,
): Promise<NextStep> {
  const { watches, clock } = dependencies;
  const { email, scan, scanFailure } = state;
  const isOwner = isOwnWatch(state, execution);
  for (;;) {
    const stored = await watches.find(personOf(email).key, state);
    if (stored === undefined) {
      if (isOwner) throw recordMissing();
      return joinedOutput(state, execution.name);
    }
    const { watch } = stored;
    const now = clock.now();
    const hasScanned = isOwner && isScanAhead(watch) && scan?.name === scanName(watch);
    const outcome = hasScanned ? await scanOutcome(watch, scanFailure, dependencies) : undefined;
    // Only the execution of a watch ends it. Its scan may run, and clear it.
    const decided =
      watch.status !== 'WATCHING' ? watch : isOwner ? decide(watch, now, outcome) : afterDueTime(watch, now);
    const recorded = await recordDecision(stored, decided, dependencies);
    if (recorded !== undefined) {
      const published = await publishEvents(recorded, dependencies);
      return nextStepOf(published.stored.watch, { execution, email, now: clock.now() });
    }
    await pauseAfterConflict(dependencies);
  }
}

/** The execution fails, so that its end is published: otherwise the watch would end without anybody knowing. */
function recordMissing(): WatchError {
  return new WatchError(
    WatchErrorName.INTERRUPTED,
    'The record of this watch is not in the table any more, because it has expired or was deleted. Start a new watch.',
  );
}
