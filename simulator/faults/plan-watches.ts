import type { WatchSettings } from '../../lib/contract/watches';
import type { SeededRandom } from '../world';
import type { PersonPlan } from './people';
import type { ScanPlan, WatchPlan } from './plan';

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** Short, so that a watch of days has a few scans. */
const CADENCES = [[HOUR, 4 * HOUR, 12 * HOUR], [6 * HOUR], [30 * MINUTE, 10 * HOUR], [20 * HOUR], [MINUTE, 8 * HOUR]];

function settingsOf(random: SeededRandom): Partial<WatchSettings> {
  const giveUpAfterSeconds = random.pick([HOUR, 24 * HOUR, 48 * HOUR, 72 * HOUR]);
  const dueInSeconds = random.pick([10 * MINUTE, 6 * HOUR, 24 * HOUR, giveUpAfterSeconds]);
  const settings = {
    cadenceSeconds: random.pick(CADENCES),
    dueInSeconds: Math.min(dueInSeconds, giveUpAfterSeconds),
    giveUpAfterSeconds,
    askAgainSeconds: random.pick([MINUTE, 15 * MINUTE, 3 * HOUR]),
    askAgainTimes: random.pick([0, 1, 4]),
    notFoundIsClear: random.chance(0.5),
  };
  const { dueInSeconds: _, askAgainSeconds: __, askAgainTimes: ___, ...few } = settings;
  return random.chance(0.2) ? few : settings;
}

/** A watch of each person, and sometimes another request for the first one. */
export function watchesOf(people: readonly PersonPlan[], random: SeededRandom, spanSeconds: number): WatchPlan[] {
  const trigger = () => ({ id: random.uuid(), source: 'com.example.hr', time: '2026-01-05T08:00:00Z' });
  const watch = (person: PersonPlan, changes: Partial<WatchPlan> = {}): WatchPlan => ({
    name: random.uuid(),
    person,
    email: random.chance(0.2) ? person.email.toUpperCase() : undefined,
    trigger: random.chance(0.6) ? trigger() : undefined,
    settings: settingsOf(random),
    startsAfterSeconds: random.pick([0, 0, random.between(0, 10 * HOUR)]),
    stopsAfterSeconds: random.chance(0.15) ? stopAfter(random, spanSeconds) : undefined,
    isRedriven: random.chance(0.5),
    ...changes,
  });
  const [person, ...others] = people as [PersonPlan, ...PersonPlan[]];
  const first = watch(person);
  const more = Array.from({ length: random.pick([0, 0, 0, 1, 1, 2]) }, () =>
    watch(person, {
      startsAfterSeconds: first.startsAfterSeconds + startAfter(first, random, spanSeconds),
      ...(random.chance(0.4) && { startsWithReview: reviewOf(random) }),
      ...(random.chance(0.3) && { trigger: first.trigger }),
    }),
  );
  return [first, ...more, ...others.map((other) => watch(other))];
}

const stopAfter = (random: SeededRandom, spanSeconds: number): number =>
  random.pick([random.between(0.05, 40), random.between(0, HOUR), random.between(HOUR, spanSeconds)]);

/** At once, later, or when the first one gives up. */
function startAfter({ settings }: WatchPlan, random: SeededRandom, spanSeconds: number): number {
  const end = (settings.giveUpAfterSeconds ?? 0) + random.between(-2, 2);
  return random.pick([0, 0.02, random.between(0, 90), random.between(0, spanSeconds), Math.max(0, end)]);
}

const reviewOf = (random: SeededRandom): WatchPlan['startsWithReview'] => ({
  number: random.integer(1, 6),
  milliseconds: random.between(0, 120),
});

/** Scans of watched people that have nothing to do with their watches. */
export function scansBeside(people: readonly PersonPlan[], random: SeededRandom, spanSeconds: number): ScanPlan[] {
  return Array.from({ length: random.pick([0, 0, 1, 3]) }, () => ({
    name: random.uuid(),
    person: random.pick(people),
    trigger: random.chance(0.3)
      ? { id: random.uuid(), source: 'com.example.hr', time: '2026-01-05T08:00:00Z' }
      : undefined,
    byTaskIds: random.chance(0.2) ? { alsoOf: [], unknownIds: 0 } : undefined,
    startsAfterSeconds: random.pick([random.between(0, 60), random.between(0, spanSeconds)]),
    stopsAfterSeconds: random.chance(0.1) ? random.between(0.05, 40) : undefined,
    recovery: 'redrive' as const,
  }));
}
