import type { Response } from '../world';
import { type AuthorizationPlan, placeOf, statusAt } from './authorizations';
import type { PlacePlan } from './people';

/** Happen to the pages of ListAppAuthorizations, by chance. */
export const LIST_FAULTS = [
  'authorizations: page without a list',
  'authorizations: entry without a tenant',
  'authorizations: pages without an end',
] as const;

interface Dependencies {
  readonly secondsSinceStart: () => number;
  readonly pageSize: number;
  readonly strikes: (fault: (typeof LIST_FAULTS)[number]) => boolean;
  readonly count: (fault: 'authorizations: one taken away' | 'authorizations: one added') => void;
}

/** The app authorizations of the bundle, as AppFabric lists them. */
export class SimulatedAuthorizations {
  /** Those that tasks were started for the last time. */
  #started: ReadonlySet<string> | undefined;

  constructor(
    private readonly plans: readonly AuthorizationPlan[],
    private readonly dependencies: Dependencies,
  ) {}

  /** Those of the places for which AppFabric starts tasks now. */
  connectedOf<Place extends PlacePlan>(places: readonly Place[]): Place[] {
    const { count, secondsSinceStart } = this.dependencies;
    const now = secondsSinceStart();
    const isConnected = (plan: AuthorizationPlan) => !plan.auditLogsOnly && statusAt(plan, now) === 'Connected';
    const connected = new Set(this.plans.filter(isConnected).map(placeOf));
    const before = this.#started ?? connected;
    if ([...before].some((place) => !connected.has(place))) count('authorizations: one taken away');
    if ([...connected].some((place) => !before.has(place))) count('authorizations: one added');
    this.#started = connected;
    return places.filter((place) => connected.has(placeOf(place)));
  }

  /** A page. Its token is the index of the first entry of the next one. */
  page({ maxResults, nextToken }: Record<string, unknown>): Pick<Response, 'status'> & { output: object } {
    const { pageSize, strikes, secondsSinceStart } = this.dependencies;
    const text = typeof nextToken === 'string' ? nextToken : '0';
    const isEndless = text.endsWith(ENDLESS) || strikes('authorizations: pages without an end');
    const [from, size] = [Number.parseInt(text, 10), Math.min(Number(maxResults), pageSize)];
    const now = secondsSinceStart();
    const all = this.plans.flatMap((plan) => {
      const status = statusAt(plan, now);
      return status === undefined ? [] : [summaryOf(plan, status)];
    });
    const list: object[] = all.slice(from, from + size);
    if (strikes('authorizations: page without a list')) return { status: 200, output: {} };
    if (list.length > 0 && strikes('authorizations: entry without a tenant'))
      list[0] = { ...list[0], tenant: undefined };
    const next = isEndless ? `${from}${ENDLESS}` : from + size < all.length ? String(from + size) : undefined;
    return { status: 200, output: { appAuthorizationSummaryList: list, nextToken: next } };
  }
}

const ENDLESS = ' again';

const summaryOf = ({ app, tenantId, tenantDisplayName = tenantId }: AuthorizationPlan, status: string) => ({
  appAuthorizationArn: 'arn:aws:appfabric:us-east-1:111122223333:appbundle/b/appauthorization/a',
  appBundleArn: 'arn:aws:appfabric:us-east-1:111122223333:appbundle/b',
  app,
  tenant: { tenantIdentifier: tenantId, tenantDisplayName },
  status,
  updatedAt: '2026-01-01T00:00:00Z',
});
