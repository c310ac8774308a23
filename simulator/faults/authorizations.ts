import type { PersonPlan, PlacePlan } from './people';

/** An app authorization of the bundle. AppFabric starts a task for each one that is connected. */
export interface AuthorizationPlan extends PlacePlan {
  /** The app gives audit logs only, and AppFabric starts no task for it. */
  readonly auditLogsOnly?: boolean;
  readonly absences: readonly AbsencePlan[];
}

/** When an app authorization is not connected, in seconds since the run began. */
export interface AbsencePlan {
  readonly fromSeconds: number;
  readonly toSeconds: number;
  /** Absent if the bundle does not have it then. */
  readonly status?: string;
}

/** The app authorizations that the tenants of people need, always connected. */
export function connected(people: readonly PersonPlan[]): AuthorizationPlan[] {
  const places = people.flatMap(({ tenants }) =>
    tenants.map(({ app, tenantId, tenantDisplayName }) => ({ app, tenantId, tenantDisplayName, absences: [] })),
  );
  return [...new Map(places.map((place) => [placeOf(place), place])).values()];
}

export const placeOf = ({ app, tenantId }: PlacePlan): string => JSON.stringify([app, tenantId]);

/** The status of an app authorization at some time. Undefined if the bundle does not have it then. */
export function statusAt({ absences }: AuthorizationPlan, seconds: number): string | undefined {
  const absence = absences.find(({ fromSeconds, toSeconds }) => seconds >= fromSeconds && seconds < toSeconds);
  return absence ? absence.status : 'Connected';
}
