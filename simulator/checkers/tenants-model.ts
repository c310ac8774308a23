import { accessOf } from './access-model';
import type { Item } from './agreement';
import type { Listing } from './listings';
import { AUDIT_LOG_APPS, isAmong } from './meanings';
import { placeOf } from './standing-moments';

/** What a scan can know of one tenant when it ends. */
interface Tenant {
  /** Absent if it was not asked. */
  readonly result?: Item;
  readonly authorization?: Listing['authorizations'][number];
  /** Where the person stood there, at each moment at which the scan may have looked. */
  readonly standings: readonly (Item | undefined)[];
}

/** What a scan may say of a tenant. */
export interface Saying {
  readonly access: string;
  readonly open?: Item;
  readonly unknown?: Item;
  /** Whether it shows that the address is this person's. */
  readonly isSeen: boolean;
}

export interface Facts {
  readonly results: readonly Item[];
  readonly listing: Listing;
  readonly standings: ReadonlyMap<string, readonly (Item | undefined)[]>;
}

export interface Sayings {
  /** Each tenant of which the scan knows, with everything that it may say there. */
  readonly tenants: ReadonlyMap<string, readonly Saying[]>;
  /** The app authorizations that count only if the person has an account there. */
  readonly withoutUserAccess: ReadonlySet<string>;
}

export function sayingsOf({ results, listing, standings }: Facts): Sayings {
  const asked = new Map(results.map((result) => [placeOf(result), result]));
  const listed = new Map(listing.authorizations.map((authorization) => [placeOf({ ...authorization }), authorization]));
  const places = [...new Set([...asked.keys(), ...listed.keys(), ...standings.keys()])];
  const tenants = places.map((place) => {
    const tenant = {
      result: asked.get(place),
      authorization: listed.get(place),
      standings: standings.get(place) ?? [undefined],
    };
    return [place, tenant.standings.map((standing) => sayingOf(tenant, standing))] as const;
  });
  const audited = [...listed].filter(([place, { app }]) => !asked.has(place) && isAmong(app, AUDIT_LOG_APPS));
  return { tenants: new Map(tenants), withoutUserAccess: new Set(audited.map(([place]) => place)) };
}

const COUNTS_NOT = 'does not count';

function sayingOf({ result, authorization }: Tenant, standing: Item | undefined): Saying {
  const isSeen = standing?.accountSeenAt !== undefined;
  const lastAccess = standing === undefined || standing.access === 'UNKNOWN' ? undefined : standing.access;
  const answer = standing?.lastAnswer as Item | undefined;
  const open =
    lastAccess === 'OPEN'
      ? { userStatus: standing?.userStatus, confirmed: false, recordedAt: answer?.recordedAt }
      : undefined;
  if (result) {
    const { access, reason } = accessOf(result);
    const { taskId, status, userStatus, recordedAt } = result;
    if (access === 'UNKNOWN') return { access, open, isSeen, unknown: { taskId, status, reason, lastAccess } };
    const own = access === 'OPEN' ? { taskId, userStatus, recordedAt, confirmed: true } : undefined;
    return { access, open: own, isSeen: isSeen || access === 'BLOCKED' };
  }
  const isAuthorized = authorization !== undefined && !isAmong(authorization.app, AUDIT_LOG_APPS);
  if (!isAuthorized && standing?.accountFound !== true) return { access: COUNTS_NOT, isSeen };
  const unknown = { reason: 'NOT_ASKED', authorizationStatus: authorization?.status, lastAccess };
  return { access: 'UNKNOWN', open, unknown, isSeen };
}

/** What a scan of task ids says of a task, of which it knows nothing else. */
export const sayingAlone = (result: Item): Saying => sayingOf({ result, standings: [] }, undefined);
