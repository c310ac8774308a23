import { createRandom, type SeededRandom } from '../world';
import type { AuthorizationPlan } from './authorizations';
import { WATCH_CRASH_POINTS } from './crash-points';
import { OUTAGES } from './fault-kinds';
import { withLife } from './lives';
import { type PersonPlan, personPlan, placesOf } from './people';
import type { OutagePlan, Plan } from './plan';
import { authorizationsOf, PAGE_SIZES } from './plan-authorizations';
import { concurrencyOf, listOutagesOf, ratesOf } from './plan-faults';
import { scansBeside, watchesOf } from './plan-watches';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What a watch itself meets, and not only its scans. */
const OUTAGES_OF_WATCHES = [
  'outage: EventBridge fails',
  'outage: EventBridge refuses entries',
  'outage: PutEvents denied',
  'outage: Lambda throttles',
  'outage: DynamoDB throttles',
  'outage: DynamoDB fails',
] as const;

/** Has no common factor with the number of crash points. */
const CRASH_POINT_STEP = 47;

/** What a seed makes happen to people who are watched for some days. */
export function planOfWatches(seed: number): Plan {
  const random = createRandom(`plan of watches ${seed}`);
  const spanSeconds = random.pick([DAY, 3 * DAY]);
  const people = watchedPeople(random.fork('people'), spanSeconds);
  const crashPoint = WATCH_CRASH_POINTS[(seed * CRASH_POINT_STEP) % WATCH_CRASH_POINTS.length];
  return {
    seed,
    people,
    watches: watchesOf(people, random.fork('watches'), spanSeconds),
    scans: scansBeside(people, random.fork('scans'), spanSeconds),
    authorizations: authorizationsFor(people, random.fork('authorizations'), spanSeconds),
    pageSize: random.pick(PAGE_SIZES),
    rates: ratesOf(random.fork('rates')),
    ratesLastSeconds: random.pick([2 * HOUR, DAY, 4 * DAY]),
    outages: [...outagesOf(random.fork('outages'), spanSeconds), ...listOutagesOf(random.fork('outages of the list'))],
    concurrency: concurrencyOf(random.fork('concurrency')),
    recoveries: [{ afterSeconds: random.pick([0, HOUR, 2 * DAY]), withFaults: false }],
    pollWindowSeconds: random.pick([2, 10, 60, 180]),
    retentionSeconds: random.chance(0.05) ? 4 * DAY : undefined,
    clockOffsetSeconds: random.chance(0.15) ? random.pick([5, 60]) : 0,
    unknownIds: random.pick(['refused', 'left out']),
    crashPoint,
    crashesAfterSeconds: random.pick([0, 0, random.between(0, spanSeconds)]),
    redrivesNested: random.chance(0.3),
  };
}

function watchedPeople(random: SeededRandom, spanSeconds: number): PersonPlan[] {
  const places = placesOf(random, random.integer(1, 4));
  return Array.from({ length: random.chance(0.12) ? 2 : 1 }, () =>
    withLife(personPlan(random, places, random.chance(0.03)), random, spanSeconds),
  );
}

/** As for scans, but they are taken away and added in the course of days. */
function authorizationsFor(
  people: readonly PersonPlan[],
  random: SeededRandom,
  spanSeconds: number,
): AuthorizationPlan[] {
  const scale = random.pick([1, spanSeconds / (3 * HOUR)]);
  return authorizationsOf(people, random).map(({ absences, ...authorization }) => ({
    ...authorization,
    absences: absences.map((absence) => ({
      ...absence,
      fromSeconds: absence.fromSeconds * scale,
      toSeconds: absence.toSeconds * scale,
    })),
  }));
}

/** Services are away for minutes, for hours, and for a day, at any time. */
function outagesOf(random: SeededRandom, spanSeconds: number): OutagePlan[] {
  return Array.from({ length: random.pick([0, 0, 1, 1, 2]) }, () => {
    const fromSeconds = random.pick([0, random.between(0, HOUR), random.between(0, spanSeconds)]);
    const seconds = random.pick([random.between(1, 20 * MINUTE), random.between(HOUR, 4 * HOUR), DAY]);
    const kind = random.pick(random.chance(0.5) ? OUTAGES_OF_WATCHES : OUTAGES);
    return { kind, fromSeconds, toSeconds: fromSeconds + seconds };
  });
}
