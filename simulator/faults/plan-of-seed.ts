import { createRandom } from '../world';
import { CRASH_POINTS, type CrashPoint } from './crash-points';
import type { Plan } from './plan';
import { authorizationsOf, PAGE_SIZES } from './plan-authorizations';
import { concurrencyOf, listOutagesOf, outagesOf, ratesOf } from './plan-faults';
import { peopleOf } from './plan-people';
import { recoveriesOf, withUsefulRecovery } from './plan-recoveries';
import { scansOf } from './plan-scans';

/** No window, some that end in the middle of most scans, and the default. */
const POLL_WINDOWS_SECONDS = [0, 2, 10, 60, 180];
/** Has no common factor with the number of crash points. */
const CRASH_POINT_STEP = 47;
const DAY_SECONDS = 24 * 60 * 60;

/** What a seed makes happen. */
export function planOf(seed: number): Plan {
  const random = createRandom(`plan ${seed}`);
  // The seeds go through the crash points in turn, in steps, so that a few seeds reach points of every function.
  const crashPoint = CRASH_POINTS[(seed * CRASH_POINT_STEP) % CRASH_POINTS.length] as CrashPoint;
  const people = peopleOf(random.fork('people'), crashPoint.call > 10 ? 5 : 1);
  const retentionSeconds = random.chance(0.08) ? DAY_SECONDS : undefined;
  const recoveries = recoveriesOf(random.fork('recoveries'), retentionSeconds !== undefined);
  const outages = outagesOf(random.fork('outages'), {
    recoveries,
    crashPoint,
    mustFail: retentionSeconds !== undefined,
  });
  return {
    seed,
    people,
    scans: withUsefulRecovery(scansOf(people, random.fork('scans'), crashPoint), outages),
    authorizations: authorizationsOf(people, random.fork('authorizations')),
    pageSize: random.pick(PAGE_SIZES),
    rates: ratesOf(random.fork('rates')),
    outages: [...outages, ...listOutagesOf(random.fork('outages of the list'))],
    concurrency: concurrencyOf(random.fork('concurrency')),
    recoveries,
    pollWindowSeconds: pollWindowOf(random.pick(POLL_WINDOWS_SECONDS), crashPoint),
    retentionSeconds,
    clockOffsetSeconds: random.chance(0.15) ? random.pick([5, 60]) : 0,
    unknownIds: random.pick(['refused', 'left out']),
    crashPoint,
  };
}

/** A window in which the crash point is reached: PollTasks runs only after StartScan's window. */
function pollWindowOf(window: number, { state, call }: CrashPoint): number {
  if (state === 'PollTasks') return Math.min(window, 2);
  return state === 'StartScan' && call > 10 ? 180 : window;
}
