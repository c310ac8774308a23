import type { SeededRandom } from '../world';
import { errorOf, MOODS, type Mood, noSuchUser, resultOf } from './results';

/** A tenant of an app. */
export interface PlacePlan {
  readonly app: string;
  readonly tenantId: string;
  readonly tenantDisplayName?: string;
}

/** What AppFabric answers about one person in one tenant. */
export interface TenantPlan extends PlacePlan {
  readonly startError?: { readonly errorCode?: string; readonly errorMessage?: string };
  /** How long the task stays open. Infinity means forever. */
  readonly seconds: number;
  /** How long answers leave the task out. */
  readonly missingSeconds: number;
  readonly result: Readonly<Record<string, unknown>>;
  /** The result of every second time that the task is started. */
  readonly laterResult?: Readonly<Record<string, unknown>>;
  /** What becomes of the account, in this order. */
  readonly life?: readonly LifePlan[];
}

/** What tasks are answered that are started this long after the run began. */
export interface LifePlan extends Pick<TenantPlan, 'startError'> {
  readonly fromSeconds: number;
  /** @default - the tenant's own result */
  readonly result?: TenantPlan['result'];
  /** How long the task stays open. @default - as long as the tenant's other tasks */
  readonly seconds?: number;
}

export interface PersonPlan {
  readonly email: string;
  readonly tenants: readonly TenantPlan[];
  /** What must never be found in a log or in an error. */
  readonly personal: readonly string[];
}

const APPS = ['SLACK', 'ZOOM', 'ASANA', 'M365', 'OKTA', 'GITHUB', 'JIRA', 'BOX'];
const NON_LATIN = ['佐藤 花子', 'Зинаида Ёлкина', 'ليلى بن يوسف', 'Ἀριάδνη', '👩🏽‍💻 Ọlá', 'שירה לוי'];

/** Tenants that a careless key would mix up. */
const AWKWARD_TENANTS = [
  'T#1',
  'T%231',
  'T',
  'T#',
  '__proto__',
  'constructor',
  'a#b',
  'a',
  'TENANT#a',
  '\u202eT1',
  'T\u0000',
];

/** The app authorizations of a bundle, which are the same for every person. */
export const placesOf = (random: SeededRandom, tenants: number): PlacePlan[] =>
  Array.from({ length: tenants }, (_, index) => placePlan(index, random));

export function personPlan(random: SeededRandom, places: readonly PlacePlan[], mayNeverEnd: boolean): PersonPlan {
  const name = surname(random);
  const email = `${random.pick(['ana', 'Bo', 'CHRIS'])}.${name}@${random.pick(['example.com', 'Example.ORG'])}`;
  const style = random.chance(0.1) ? 'longest' : random.chance(0.15) ? 'non-Latin' : 'plain';
  const fullName = fullNameIn(style, name, random);
  const userId = style === 'longest' ? `U-${name}-`.padEnd(2048, 'x') : `U-${name}`;
  const user = { userId, userFullName: fullName, style };
  const [mood, laterMood] = [random.pick(MOODS), random.pick(MOODS)];
  return {
    email,
    personal: [name, email, fullName],
    tenants: places.map((place) => ({
      ...place,
      ...tenantPlan(mood, random, mayNeverEnd),
      result: resultOf(mood, place.app, user, random),
      laterResult: random.chance(0.6) ? resultOf(laterMood, place.app, user, random) : undefined,
    })),
  };
}

const MAX_APP = 255;
const MAX_TENANT_ID = 1024;

/** Apps and tenants as long as AppFabric allows, and errors, for which it has no limit. */
export function withLongestTexts(person: PersonPlan, random: SeededRandom): PersonPlan {
  const error = () => ({
    errorCode: 'E'.repeat(5000),
    errorMessage: random.pick(['x', 'ñ', '佐', '👩']).repeat(25_000),
  });
  const tenants = person.tenants.map(({ app, tenantId, startError, result, ...tenant }, index): TenantPlan => {
    const unlucky = index % 3 === 0 ? { resultStatus: 'FAILED', taskError: error() } : result;
    return {
      ...tenant,
      app: `${app}-`.padEnd(MAX_APP, '佐'),
      tenantId: `${tenantId}-${index}-`.padEnd(MAX_TENANT_ID, 'ñ'),
      startError: startError && error(),
      result: unlucky,
    };
  });
  return { ...person, tenants };
}

/** Long enough not to occur anywhere by chance. */
const surname = (random: SeededRandom): string =>
  `Zq${Array.from({ length: 10 }, () => random.pick([...'abcdefghijklmnopqrstuvwxyz'])).join('')}`;

function fullNameIn(style: string, name: string, random: SeededRandom): string {
  if (style === 'longest') return `Ana ${name} `.padEnd(2048, 'ñ');
  if (style === 'non-Latin') return `${random.pick(NON_LATIN)} ${name}`;
  return `Ana ${name}`;
}

function placePlan(index: number, random: SeededRandom): PlacePlan {
  const awkward = random.chance(0.15);
  const tenantId = awkward ? `${random.pick(AWKWARD_TENANTS)}` : `T${index}`;
  return {
    // An app may have several tenants, and a tenant's id may be known to several apps; both together are unique.
    app: `${APPS[index % APPS.length]}${index >= APPS.length || awkward ? `-${index}` : ''}`,
    tenantId,
    tenantDisplayName: random.chance(0.8) ? `Tenant ${index}` : undefined,
  };
}

function tenantPlan(mood: Mood, random: SeededRandom, mayNeverEnd: boolean) {
  return {
    startError: random.chance(0.1) ? startErrorOf(mood, random) : undefined,
    seconds: secondsOf(random, mayNeverEnd),
    missingSeconds: random.chance(0.05) ? random.integer(1, 30) : 0,
  };
}

/** Somebody of whom everything is known has an error only where there is no such user. */
function startErrorOf(mood: Mood, random: SeededRandom): TenantPlan['startError'] {
  const isKnown = mood === 'leaver' || mood === 'stranger';
  if (isKnown || random.chance(0.3)) return noSuchUser(random);
  const notConnected = { errorCode: '403', errorMessage: 'The authorization is not connected.' };
  return random.chance(0.2) ? notConnected : errorOf(random);
}

function secondsOf(random: SeededRandom, mayNeverEnd: boolean): number {
  if (mayNeverEnd && random.chance(0.3))
    return random.chance(0.5) ? Number.POSITIVE_INFINITY : random.integer(600, 2400);
  return random.chance(0.05) ? random.between(30, 240) : random.between(0.2, 12);
}
