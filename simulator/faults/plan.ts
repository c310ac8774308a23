import { createRandom } from '../world';
import { CRASH_POINTS, type CrashPoint } from './crash-points';
import type { ChanceFault, Outage } from './fault-kinds';
import type { PersonPlan } from './people';
import { concurrencyOf, outagesOf, ratesOf } from './plan-faults';
import { peopleOf } from './plan-people';
import { recoveriesOf, withUsefulRecovery } from './plan-recoveries';
import { scansOf } from './plan-scans';

export interface ScanPlan {
  readonly name: string;
  readonly person: PersonPlan;
  /** Collects tasks that are already started, of the person and of these, instead of starting them. */
  readonly byTaskIds?: { readonly alsoOf: readonly PersonPlan[]; readonly unknownIds: number };
  readonly trigger?: { readonly id: string; readonly source: string; readonly time: string };
  readonly startsAfterSeconds: number;
  readonly stopsAfterSeconds?: number;
  /** What happens after it ended without success. */
  readonly recovery: 'redrive' | 'new scan';
}

/** A part of the run. */
export interface SpanPlan {
  readonly fromSeconds: number;
  readonly toSeconds: number;
  /** Both are counted from the begin of this recovery (the first is 1), or of the run. */
  readonly inRecovery?: number;
}

export interface OutagePlan extends SpanPlan {
  readonly kind: Outage;
}

/** How many invocations can run at once. */
export interface ConcurrencyPlan extends SpanPlan {
  readonly limit: number;
}

/** What has not ended well is redriven or repeated. */
export interface RecoveryPlan {
  /** How long after everything has ended. */
  readonly afterSeconds: number;
  /** Whether faults go on. The last recovery has none, so that the end can be checked. */
  readonly withFaults: boolean;
  readonly crashPoint?: CrashPoint;
}

/** What one seed makes happen, or a scenario. */
export interface Plan {
  readonly seed: number;
  readonly people: readonly PersonPlan[];
  readonly scans: readonly ScanPlan[];
  /** The probability of each fault, wherever it can happen. */
  readonly rates: ReadonlyMap<ChanceFault, number>;
  readonly outages: readonly OutagePlan[];
  readonly concurrency?: ConcurrencyPlan;
  readonly recoveries: readonly RecoveryPlan[];
  /** Short windows make scans use PollTasks and waits that would otherwise end in their first window. */
  readonly pollWindowSeconds: number;
  /** @default - the scanner's */
  readonly retentionSeconds?: number;
  /** How far each instance's clock can be off. */
  readonly clockOffsetSeconds: number;
  /** What AppFabric does with a task id that it does not know. */
  readonly unknownIds: 'refused' | 'left out';
  /** The first invocation that gets there is killed. */
  readonly crashPoint?: CrashPoint;
}

/** No window, some that end in the middle of most scans, and the default. */
const POLL_WINDOWS_SECONDS = [0, 2, 10, 60, 180];
/** Has no common factor with the number of crash points. */
const CRASH_POINT_STEP = 47;
const DAY_SECONDS = 24 * 60 * 60;

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
    scans: withUsefulRecovery(scansOf(people, random.fork('scans')), outages),
    rates: ratesOf(random.fork('rates')),
    outages,
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
