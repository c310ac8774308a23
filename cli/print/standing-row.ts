import { type TenantName, tenantKey } from '../../lib/contract/tenant';
import type { Person, Scan, Standing } from '../../results';
import { accountIn } from './result-row';

type Known = 'email' | 'app' | 'tenantId' | 'access' | 'confirmed';

/**
 * Where a person stands in a tenant, as the table, the JSON and the CSV show it. Of a tenant that nobody ever asked,
 * only the first attributes are known.
 */
export interface StandingRow extends Pick<Standing, Known>, Partial<Omit<Standing, Known>> {
  /** The status of the app authorization, if the newest scan did not ask this tenant. */
  readonly authorizationStatus?: string;
}

/** Where people stand, without regard to what their newest scans asked. */
export const standingRow = (standing: Standing): StandingRow => ({
  ...standing,
  accountFound: accountIn(standing.access),
});

/** When AppFabric looked. */
const lookedAt = ({ tasksStartedAt, scanStartedAt }: Pick<Standing, 'tasksStartedAt' | 'scanStartedAt'>) =>
  tasksStartedAt ?? scanStartedAt;

/** Whether a standing has a result of newer tasks than those of the scan that gave the verdict. */
export const isNewer = (standing: Standing, person: Person): boolean => lookedAt(standing) > lookedAt(person);

/**
 * Where a person stands in every tenant that counts. What the scan of the verdict did not ask is not confirmed, even if
 * there was an answer before. `scan` is that scan, if its record still exists.
 */
export function standingRows(standings: readonly Standing[], person?: Person, scan?: Scan): StandingRow[] {
  if (person === undefined) return standings.map(standingRow);
  const notAsked = scan?.unknown?.filter(({ reason }) => reason === 'NOT_ASKED') ?? [];
  const statuses = new Map(notAsked.map((tenant) => [tenantKey(tenant), tenant.authorizationStatus]));
  const asked = standings.map((standing): StandingRow => {
    const row = standingRow(standing);
    const wasAsked = standing.scanId === person.scanId || isNewer(standing, person);
    if (wasAsked) return row;
    return { ...row, confirmed: false, reason: 'NOT_ASKED', authorizationStatus: statuses.get(tenantKey(standing)) };
  });
  const known = new Set(standings.map(tenantKey));
  const neverAsked = notAsked
    .filter((tenant) => !known.has(tenantKey(tenant)))
    .map(
      ({ app = '', tenantId = '', tenantDisplayName, authorizationStatus }): StandingRow => ({
        email: person.email,
        app,
        tenantId,
        tenantDisplayName,
        access: 'UNKNOWN',
        confirmed: false,
        reason: 'NOT_ASKED',
        authorizationStatus,
      }),
    );
  return [...asked, ...neverAsked];
}

export const isSameTenant = (one: TenantName, other: TenantName): boolean => tenantKey(one) === tenantKey(other);
