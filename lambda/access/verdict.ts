import type { Access, Verdict } from '../../lib/contract/access/access';
import { isAnswer } from '../../lib/contract/answers';
import type {
  AccessCounts,
  Authorization,
  NotAsked,
  OpenTenant,
  Result,
  ScanVerdict,
  Standing,
  Task,
  UnknownTenant,
} from '../../lib/contract/records';
import { type TenantName, tenantKey } from '../../lib/contract/tenant';

/** A result, as it is recorded and as the reader returns it. */
export type Final = Task & Pick<Result, 'status' | 'access' | 'recordedAt'>;

/** What a verdict is made of. */
export interface Evidence {
  /** The results of the scan. */
  readonly results: readonly Final[];
  /** Where the person stands, with the results of this scan. */
  readonly standings: readonly Standing[];
  /** The app authorizations that the start answer did not include. */
  readonly notAsked: readonly NotAsked[];
  /** Why the app authorizations could not be listed. */
  readonly authorizationsError?: string;
}

/** The tenants that count, by what is known about them. */
export interface Tenants {
  readonly accessCounts: AccessCounts;
  readonly open: readonly OpenTenant[];
  readonly unknown: readonly UnknownTenant[];
}

export interface Judgment extends Tenants, Required<ScanVerdict> {
  readonly withoutUserAccess: readonly Authorization[];
}

/**
 * The verdict about a person. Counts every tenant that was asked, every app authorization with user access, and every
 * tenant in which the person has an account, asked or not.
 */
export function judge({ results, standings, notAsked, authorizationsError }: Evidence): Judgment {
  const asked = new Set(results.map(tenantKey));
  const standingOf = new Map(standings.map((standing) => [tenantKey(standing), standing]));
  const missing = notAskedTenants(notAsked, standings).filter((tenant) => !asked.has(tenantKey(tenant)));
  const isMissing = new Set(missing.map(tenantKey));
  const unanswered = [...results.filter((result) => !isAnswer(result)).map(unansweredTenant), ...missing];

  const confirmed = results.filter(({ access }) => access === 'OPEN').map(openTenant);
  const isConfirmed = new Set(confirmed.map(tenantKey));
  const unconfirmed = new Map<string, OpenTenant>();
  for (const tenant of unanswered) {
    const standing = standingOf.get(tenantKey(tenant));
    if (standing?.access !== 'OPEN' || isConfirmed.has(tenantKey(tenant))) continue;
    unconfirmed.set(tenantKey(tenant), unconfirmedTenant(standing));
  }
  const open = sorted([...confirmed, ...unconfirmed.values()]);
  const unknown = sorted(unanswered.map((tenant) => withLastAccess(tenant, standingOf.get(tenantKey(tenant)))));
  const counts = accessCounts(results, missing.length);
  const counted = results.length + missing.length;
  const answered = counted - counts.UNKNOWN;
  const isCovered = unknown.length === 0 && authorizationsError === undefined && results.length > 0;
  const isSeen = counts.BLOCKED > 0 || standings.some(({ accountSeenAt }) => accountSeenAt !== undefined);
  const verdict: Verdict = open.length > 0 ? 'OPEN' : !isCovered ? 'UNKNOWN' : isSeen ? 'CLEAR' : 'NOT_FOUND';
  return {
    verdict,
    confirmed: verdict === 'OPEN' ? confirmed.length > 0 : verdict !== 'UNKNOWN',
    coverage: { counted, asked: results.length, answered },
    accessCounts: counts,
    open,
    unknown,
    withoutUserAccess: notAsked
      .filter((tenant) => tenant.withoutUserAccess && !isMissing.has(tenantKey(tenant)))
      .map(({ app, tenantId }) => ({ app, tenantId })),
  };
}

/** The tenants of a scan of task ids, which has no verdict. */
export function tenantsOf(results: readonly Final[]): Tenants {
  const withEmail = <T>(toTenant: (result: Final) => T) => {
    return (result: Final) => ({ ...toTenant(result), email: result.email });
  };
  return {
    accessCounts: accessCounts(results),
    open: sorted(results.filter(({ access }) => access === 'OPEN').map(withEmail(openTenant))),
    unknown: sorted(results.filter((result) => !isAnswer(result)).map(withEmail(unansweredTenant))),
  };
}

export function accessCounts(results: readonly Final[], notAsked = 0): AccessCounts {
  const counts: Record<Access, number> = { OPEN: 0, BLOCKED: 0, NONE: 0, UNKNOWN: notAsked };
  for (const { access } of results) counts[access]++;
  return counts;
}

/** The tenants that count, and that no result of the scan need be about. */
function notAskedTenants(notAsked: readonly NotAsked[], standings: readonly Standing[]): UnknownTenant[] {
  const statuses = new Map(notAsked.map((tenant) => [tenantKey(tenant), tenant.authorizationStatus]));
  const counted = [
    ...notAsked.filter(({ withoutUserAccess }) => !withoutUserAccess),
    ...standings.filter(({ accountFound }) => accountFound),
  ];
  const tenants = counted.map((tenant): UnknownTenant => {
    const { app, tenantId, tenantDisplayName } = tenant;
    const authorizationStatus = statuses.get(tenantKey(tenant));
    return { app, tenantId, tenantDisplayName, reason: 'NOT_ASKED', authorizationStatus };
  });
  return [...new Map(tenants.map((tenant) => [tenantKey(tenant), tenant])).values()];
}

const openTenant = (result: Final): OpenTenant => ({
  app: result.app,
  tenantId: result.tenantId,
  tenantDisplayName: result.tenantDisplayName,
  taskId: result.taskId,
  userStatus: result.userStatus,
  confirmed: true,
  recordedAt: result.recordedAt,
});

/** A tenant that is open by the latest answer that there was. */
export const unconfirmedTenant = ({
  app,
  tenantId,
  tenantDisplayName,
  userStatus,
  ...standing
}: Standing): OpenTenant => ({
  app,
  tenantId,
  tenantDisplayName,
  userStatus,
  confirmed: false,
  recordedAt: standing.lastAnswer?.recordedAt ?? standing.recordedAt,
});

const unansweredTenant = (result: Final): UnknownTenant => ({
  app: result.app,
  tenantId: result.tenantId,
  tenantDisplayName: result.tenantDisplayName,
  taskId: result.taskId,
  status: result.status,
  reason: result.reason ?? 'OTHER',
});

const withLastAccess = (tenant: UnknownTenant, standing: Standing | undefined): UnknownTenant =>
  standing === undefined || standing.access === 'UNKNOWN' ? tenant : { ...tenant, lastAccess: standing.access };

/** By app and tenant, so that the lists of two scans can be compared. */
const sorted = <T extends TenantName>(tenants: readonly T[]): T[] =>
  tenants.toSorted((a, b) => (tenantKey(a) < tenantKey(b) ? -1 : 1));
