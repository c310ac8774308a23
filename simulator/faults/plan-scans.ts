import type { SeededRandom } from '../world';
import type { CrashPoint } from './crash-points';
import type { PersonPlan } from './people';
import type { ScanPlan } from './plan';

const HOUR = 60 * 60;

/** One scan of each person, sometimes a second delivery of its trigger, and sometimes another scan of the person. */
export function scansOf(people: readonly PersonPlan[], random: SeededRandom, crashPoint: CrashPoint): ScanPlan[] {
  const [person] = people as [PersonPlan];
  const trigger = { id: random.uuid(), source: 'com.example.hr', time: '2026-01-05T08:00:00Z' };
  const scan = (changes: Partial<ScanPlan>): ScanPlan => ({
    name: random.uuid(),
    person,
    startsAfterSeconds: 0,
    recovery: random.chance(0.75) ? 'redrive' : 'new scan',
    stopsAfterSeconds: random.chance(0.12) ? random.between(0.05, 40) : undefined,
    ...changes,
  });
  // What dies when it has claimed its trigger must meet another delivery of it.
  const diesEarly = crashPoint.state === 'StartScan' && crashPoint.call <= 3;
  const triggered = random.chance(diesEarly ? 0.9 : 0.5) ? trigger : undefined;
  const scans = [scan({ trigger: triggered, byTaskIds: byTaskIds(random, 0.2) })];
  if (random.chance(diesEarly ? 0.9 : 0.25))
    scans.push(scan({ trigger, startsAfterSeconds: random.pick([0, 0.02, random.between(0, 90)]) }));
  if (random.chance(0.28)) {
    const startsAfterSeconds = random.pick([0, random.between(0, 20), random.between(600, 7200)]);
    scans.push(scan({ byTaskIds: byTaskIds(random, 0.3), startsAfterSeconds }));
  }
  // The verdict has a history: some hours and days later, when faults are over.
  const later = random.chance(0.2) ? random.integer(1, 3) : 0;
  for (let index = 1; index <= later; index++) {
    scans.push(scan({ startsAfterSeconds: index * random.between(HOUR, 12 * HOUR), stopsAfterSeconds: undefined }));
  }
  for (const other of people.slice(1)) scans.push(scan({ person: other, byTaskIds: byTaskIds(random, 0.2) }));
  return scans;
}

function byTaskIds(random: SeededRandom, chance: number): ScanPlan['byTaskIds'] {
  if (!random.chance(chance)) return undefined;
  return { alsoOf: [], unknownIds: random.chance(0.2) ? random.integer(1, 2) : 0 };
}
