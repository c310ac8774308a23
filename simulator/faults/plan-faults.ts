import type { SeededRandom } from '../world';
import type { CrashPoint } from './crash-points';
import { CHANCE_FAULTS, type ChanceFault, LIST_OUTAGES, OUTAGES, type Outage } from './fault-kinds';
import type { ConcurrencyPlan, OutagePlan, Plan, RecoveryPlan, SpanPlan } from './plan';
import { LIST_FAULTS } from './simulated-authorizations';

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** Swarm testing: each seed has some kinds of fault often, and the others never. A quarter has none. */
export function ratesOf(random: SeededRandom): Plan['rates'] {
  if (random.chance(0.25)) return new Map();
  const kinds = CHANCE_FAULTS.filter((kind) => kind !== DENIED_ONCE).filter((kind) =>
    random.chance(isRare(kind) ? 0.5 : isOfList(kind) ? 0.1 : 0.2),
  );
  return new Map([...kinds.map((kind) => [kind, random.pick(rateChoices(kind))] as const), ...oddDenials(random)]);
}

const DENIED_ONCE = 'AppFabric: access denied once';

/** One invocation ends its scan, and another one of the same scan goes on, as when a policy has not arrived everywhere. */
function oddDenials(random: SeededRandom): [ChanceFault, number][] {
  const odd = random.fork('odd denials');
  if (!odd.chance(0.1)) return [];
  return [
    [DENIED_ONCE, odd.pick([0.05, 0.15])],
    ['Lambda: outlived by its retry', 0.5],
  ];
}

function rateChoices(kind: ChanceFault): readonly number[] {
  if (isRare(kind)) return [0.7];
  if (isOfList(kind)) return [0.5];
  // Some events must get through when others were refused to the last try.
  return kind === 'EventBridge: entries refused inside a 200' ? [0.02, 0.08, 0.25, 0.7] : [0.02, 0.08, 0.25];
}

/** A task is asked for again after its final answer only if that answer was lost, so this can rarely happen. */
const isRare = (kind: string): boolean => kind === 'answer: status goes back';

/** A scan asks for a page or two, and needs all of them. */
const isOfList = (kind: string): boolean => (LIST_FAULTS as readonly string[]).includes(kind);

/** The services that can be away for hours. */
const CAN_LAST: Partial<Record<Outage, readonly number[]>> = {
  'outage: EventBridge fails': [15 * MINUTE, HOUR],
  'outage: EventBridge refuses entries': [15 * MINUTE, HOUR],
  'outage: PutEvents denied': [2 * HOUR, 5 * HOUR],
  'outage: DynamoDB throttles': [15 * MINUTE, HOUR],
  'outage: DynamoDB fails': [15 * MINUTE, HOUR],
  'outage: Lambda throttles': [15 * MINUTE, HOUR, 2 * HOUR],
  'outage: AppFabric is silent': [15 * MINUTE, HOUR],
};

interface Around {
  readonly recoveries: readonly RecoveryPlan[];
  readonly crashPoint: CrashPoint;
  /** Whether a scan must fail. */
  readonly mustFail: boolean;
}

export function outagesOf(random: SeededRandom, { recoveries, crashPoint, mustFail }: Around): OutagePlan[] {
  const outages: OutagePlan[] = [];
  if (random.chance(0.3)) outages.push(outageOf(random));
  for (const [index, { withFaults }] of recoveries.entries()) {
    if (withFaults && random.chance(0.5)) outages.push({ ...outageOf(random), inRecovery: index + 1 });
  }
  // FailScan runs only when a scan fails: its crash points need a cause.
  if (crashPoint.state !== 'FailScan' && !mustFail && !recoveries.some(({ withFaults }) => withFaults)) return outages;
  const denied = { kind: 'outage: AppFabric denies access', toSeconds: 15 * MINUTE } as const;
  return [...outages, { ...denied, fromSeconds: random.pick([0, 3]) }];
}

function outageOf(random: SeededRandom): OutagePlan {
  const kind = random.pick(OUTAGES.filter((outage) => !LIST_OUTAGES.includes(outage)));
  const long = random.chance(0.4) ? CAN_LAST[kind] : undefined;
  const short = [random.between(1, 20), random.between(60, 400), random.between(600, 2000)];
  return { kind, ...spanOf(random, random.pick(long ?? short)) };
}

/** Only ListAppAuthorizations fails, as without its permission. */
export function listOutagesOf(random: SeededRandom): OutagePlan[] {
  if (!random.chance(0.2)) return [];
  const fromSeconds = random.pick([0, 0, 0, random.between(0, 10 * MINUTE)]);
  const toSeconds = fromSeconds + random.pick([random.between(5, 60), random.between(MINUTE, 20 * HOUR)]);
  return [{ kind: random.pick(LIST_OUTAGES), fromSeconds, toSeconds }];
}

/** From the start, a moment later, or late. */
function spanOf(random: SeededRandom, seconds: number): SpanPlan {
  const fromSeconds = random.pick([
    0,
    random.between(0, 15),
    random.between(0, 15),
    random.between(MINUTE, 20 * MINUTE),
  ]);
  return { fromSeconds, toSeconds: fromSeconds + seconds };
}

/** For the whole run, or for minutes to an hour. */
export function concurrencyOf(random: SeededRandom): ConcurrencyPlan | undefined {
  if (!random.chance(0.1)) return undefined;
  const limit = random.integer(1, 3);
  if (random.chance(0.4)) return { limit, fromSeconds: 0, toSeconds: Number.POSITIVE_INFINITY };
  return { limit, ...spanOf(random, random.between(2 * MINUTE, HOUR)) };
}
