import { createRandom, type SeededRandom } from '../world';
import { CRASH_POINTS, type CrashPoint } from './crash-points';
import { CHANCE_FAULTS, type ChanceFault, OUTAGES, type Outage } from './fault-kinds';
import { type PersonPlan, personPlan } from './people';

export interface ScanPlan {
  readonly name: string;
  readonly person: PersonPlan;
  /** Collects tasks that are already started, instead of starting them. */
  readonly byTaskIds: boolean;
  readonly trigger?: { readonly id: string; readonly source: string; readonly time: string };
  readonly startsAfterSeconds: number;
  readonly stopsAfterSeconds?: number;
  /** What happens after it ended without success. */
  readonly recovery: 'redrive' | 'new scan';
}

export interface OutagePlan {
  readonly kind: Outage;
  readonly fromSeconds: number;
  readonly toSeconds: number;
}

/** What one seed makes happen. */
export interface Plan {
  readonly seed: number;
  readonly people: readonly PersonPlan[];
  readonly scans: readonly ScanPlan[];
  /** The probability of each fault, wherever it can happen. */
  readonly rates: ReadonlyMap<ChanceFault, number>;
  readonly outages: readonly OutagePlan[];
  /** Short windows make scans use PollTasks and waits that would otherwise end in their first window. */
  readonly pollWindowSeconds: number;
  /** The first invocation that gets there is killed. */
  readonly crashPoint: CrashPoint;
}

/** No window, some that end in the middle of most scans, and the default. */
const POLL_WINDOWS_SECONDS = [0, 2, 10, 60, 180];

export function planOf(seed: number): Plan {
  const random = createRandom(`plan ${seed}`);
  // The seeds go through the crash points in turn.
  const crashPoint = CRASH_POINTS[seed % CRASH_POINTS.length] as CrashPoint;
  const people = peopleOf(random, crashPoint.call > 10 ? 5 : 1);
  const outages = outagesOf(random);
  // FailScan runs only when a scan fails: its crash points need a cause.
  const denied: OutagePlan = {
    kind: 'outage: AppFabric denies access',
    fromSeconds: random.pick([0, 3]),
    toSeconds: 900,
  };
  return {
    seed,
    people,
    scans: scansOf(people, random),
    rates: ratesOf(random),
    outages: crashPoint.state === 'FailScan' ? [...outages, denied] : outages,
    pollWindowSeconds: pollWindowOf(random, crashPoint),
    crashPoint,
  };
}

/** A window in which the crash point is reached: PollTasks runs only after StartScan's window. */
function pollWindowOf(random: SeededRandom, { state, call }: CrashPoint): number {
  const window = random.pick(POLL_WINDOWS_SECONDS);
  if (state === 'PollTasks') return Math.min(window, 2);
  return state === 'StartScan' && call > 10 ? 180 : window;
}

/** @param minTenants late calls are made only for people with several */
function peopleOf(random: SeededRandom, minTenants: number): PersonPlan[] {
  const many = random.chance(0.02);
  const mayNeverEnd = random.chance(0.03);
  return Array.from({ length: random.chance(0.12) ? 2 : 1 }, () =>
    personPlan(random, many ? random.integer(30, 50) : random.integer(minTenants, 5), mayNeverEnd),
  );
}

function scansOf(people: readonly PersonPlan[], random: SeededRandom): ScanPlan[] {
  const [person] = people as [PersonPlan];
  const trigger = { id: random.uuid(), source: 'com.example.hr', time: '2026-01-05T08:00:00Z' };
  const scan = (changes: Partial<ScanPlan>): ScanPlan => ({
    name: random.uuid(),
    person,
    byTaskIds: false,
    startsAfterSeconds: 0,
    recovery: random.chance(0.75) ? 'redrive' : 'new scan',
    stopsAfterSeconds: random.chance(0.12) ? random.between(0.05, 40) : undefined,
    ...changes,
  });
  const triggered = random.chance(0.5) ? trigger : undefined;
  const scans = [scan({ trigger: triggered, byTaskIds: random.chance(0.2) })];
  if (random.chance(0.25))
    scans.push(scan({ trigger, startsAfterSeconds: random.pick([0, 0.02, random.between(0, 90)]) }));
  if (random.chance(0.28)) {
    scans.push(scan({ byTaskIds: random.chance(0.3), startsAfterSeconds: random.pick([0, random.between(0, 20)]) }));
  }
  for (const other of people.slice(1)) scans.push(scan({ person: other, byTaskIds: random.chance(0.2) }));
  return scans;
}

/** Swarm testing: each seed has some kinds of fault often, and the others never. A quarter has none. */
function ratesOf(random: SeededRandom): Plan['rates'] {
  if (random.chance(0.25)) return new Map();
  const kinds = CHANCE_FAULTS.filter((kind) => random.chance(isRare(kind) ? 0.5 : 0.2));
  return new Map(kinds.map((kind) => [kind, isRare(kind) ? 0.7 : random.pick([0.02, 0.08, 0.25])]));
}

/** A task is asked for again after its final answer only if that answer was lost, so this can rarely happen. */
const isRare = (kind: string): boolean => kind === 'answer: status goes back';

function outagesOf(random: SeededRandom): OutagePlan[] {
  if (random.chance(0.75)) return [];
  const fromSeconds = random.pick([0, random.between(0, 15)]);
  const lastsSeconds = random.pick([random.between(1, 20), random.between(60, 400), random.between(600, 2000)]);
  return [{ kind: random.pick(OUTAGES), fromSeconds, toSeconds: fromSeconds + lastsSeconds }];
}
