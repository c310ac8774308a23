import { connected } from '../faults/authorizations';
import type { PersonPlan, TenantPlan } from '../faults/people';
import type { Plan, ScanPlan } from '../faults/plan';

export const MINUTE = 60;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export const FOREVER = Number.POSITIVE_INFINITY;

const ACCOUNT = { resultStatus: 'COMPLETED', userId: 'U-1', userFullName: 'Ana Zqscenario', userStatus: 'ACTIVE' };
const NO_ACCOUNT = { resultStatus: 'COMPLETED' };

/** A person with an account in every second tenant, where nothing goes wrong. */
export function person(name: string, tenants: number, changes: Partial<TenantPlan> = {}): PersonPlan {
  return {
    email: `${name}@example.com`,
    personal: [`${name}@example.com`, 'Zqscenario', 'Ana Zqscenario'],
    tenants: Array.from({ length: tenants }, (_, index) => ({
      app: `APP-${index}`,
      tenantId: `T${index}`,
      seconds: 5,
      missingSeconds: 0,
      result: index % 2 === 0 ? ACCOUNT : NO_ACCOUNT,
      ...changes,
    })),
  };
}

/** The account of this person appears with the second scan. */
export const latecomer = (name: string): PersonPlan => person(name, 1, { result: NO_ACCOUNT, laterResult: ACCOUNT });

export const scan = (name: string, of: PersonPlan, changes: Partial<ScanPlan> = {}): ScanPlan => ({
  name,
  person: of,
  startsAfterSeconds: 0,
  recovery: 'redrive',
  ...changes,
});

export const TRIGGER = { id: 'leaver-1', source: 'com.example.hr', time: '2026-01-05T08:00:00Z' };

const peopleIn = (scans: readonly ScanPlan[]): PersonPlan[] => [
  ...new Set(scans.flatMap(({ person, byTaskIds }) => [person, ...(byTaskIds?.alsoOf ?? [])])),
];

/** Without faults and without a recovery. */
export const plan = (scans: readonly ScanPlan[], changes: Partial<Plan> = {}): Plan => ({
  seed: 1,
  people: peopleIn(scans),
  scans,
  authorizations: connected(peopleIn(scans)),
  pageSize: 100,
  rates: new Map(),
  outages: [],
  recoveries: [],
  pollWindowSeconds: 180,
  clockOffsetSeconds: 0,
  unknownIds: 'left out',
  ...changes,
});

/** What makes every scan fail that starts in the first minute. */
export const DENIED = { kind: 'outage: AppFabric denies access', fromSeconds: 0, toSeconds: MINUTE } as const;

/** Recovers everything, without faults. */
export const recoveryAfter = (afterSeconds: number) => [{ afterSeconds, withFaults: false }];
