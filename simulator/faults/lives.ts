import type { SeededRandom } from '../world';
import type { LifePlan, PersonPlan, TenantPlan } from './people';
import { accountOf, blocked, errorOf, noSuchUser, notThere, UNLISTED_STATUSES, type User } from './results';

const HOUR = 60 * 60;

/** What can become of an account while its person is watched. */
const LIVES = ['closed', 'closed', 'reopened', 'another status', 'appears', 'open', 'never there'] as const;
type Life = (typeof LIVES)[number];

/** A person whose accounts are closed some time after the run began, or are not. */
export function withLife(person: PersonPlan, random: SeededRandom, spanSeconds: number): PersonPlan {
  const [name = '', , fullName = ''] = person.personal;
  const user = { userId: `U-${name}`, userFullName: fullName, style: 'plain' };
  // Most people are cleared in the end: only some of their accounts are open for ever.
  const mood = random.pick(['closed', 'closed', 'any', 'any', 'never there'] as const);
  const tenants = person.tenants.map((tenant): TenantPlan => {
    const life = mood === 'any' ? random.pick(LIVES) : mood;
    return {
      ...tenant,
      startError: undefined,
      laterResult: undefined,
      ...lived(life, tenant, user, random, spanSeconds),
    };
  });
  return { ...person, tenants };
}

function lived(
  life: Life,
  { app }: TenantPlan,
  user: User,
  random: SeededRandom,
  spanSeconds: number,
): Pick<TenantPlan, 'result' | 'life'> {
  const open = { resultStatus: 'COMPLETED', ...accountOf(user, random) };
  const away = () => (random.chance(0.5) ? blocked(app, user, random) : notThere(random));
  const isThere = life !== 'never there' && life !== 'appears' && random.chance(0.9);
  const first = isThere ? open : life === 'never there' || life === 'appears' ? notThere(random) : away();
  const phases: LifePlan[] = [];
  const closedAt = random.pick([random.between(0, HOUR), random.between(HOUR, spanSeconds / 2), spanSeconds / 2]);
  if (life === 'another status') {
    phases.push({ fromSeconds: closedAt / 2, result: { ...open, userStatus: random.pick(UNLISTED_STATUSES) } });
  }
  if (life === 'appears') phases.push({ fromSeconds: closedAt / 2, result: open });
  if (life !== 'open' && life !== 'never there') phases.push({ fromSeconds: closedAt, result: away() });
  if (life === 'reopened') {
    const reopenedAt = closedAt + random.between(60, spanSeconds / 4);
    phases.push({ fromSeconds: reopenedAt, result: open });
    if (random.chance(0.6))
      phases.push({ fromSeconds: reopenedAt + random.between(60, spanSeconds / 4), result: away() });
  }
  return { result: first, life: withFailure(phases, first, random, spanSeconds) };
}

/** Some apps fail for a while, from minutes to days. What they say afterwards is what they would have said. */
function withFailure(
  phases: readonly LifePlan[],
  first: TenantPlan['result'],
  random: SeededRandom,
  spanSeconds: number,
): LifePlan[] {
  if (!random.chance(0.35)) return [...phases];
  const fromSeconds = random.pick([0, random.between(0, spanSeconds / 2)]);
  const toSeconds = fromSeconds + random.pick([random.between(60, HOUR), random.between(HOUR, spanSeconds)]);
  const during = (at: number): LifePlan => ({ fromSeconds: at, ...failure(random) });
  const stateAt = (seconds: number) => phases.findLast((phase) => phase.fromSeconds <= seconds)?.result ?? first;
  return [
    ...phases.filter((phase) => phase.fromSeconds < fromSeconds),
    during(fromSeconds),
    { fromSeconds: toSeconds, result: stateAt(toSeconds) },
    ...phases.filter((phase) => phase.fromSeconds > toSeconds),
  ];
}

function failure(random: SeededRandom): Pick<LifePlan, 'result' | 'startError'> {
  if (random.chance(0.2)) return { startError: random.chance(0.2) ? noSuchUser(random) : errorOf(random) };
  if (random.chance(0.2)) return { result: { resultStatus: 'EXPIRED' } };
  return { result: { resultStatus: 'FAILED', taskError: errorOf(random) } };
}
