import type { Task, UserAccessResults } from '../../results';
import { all } from '../connection/read';
import { didYouMean } from '../errors';

/** The number of completed scans that are looked at. */
const NEWEST_SCANS = 5;

/** What a scan says about a person in a tenant. */
export type Said = Pick<Task, 'email' | 'app' | 'tenantId' | 'access'>;

/** What the newest scans say, the newest first. What was not asked gave no answer either. */
export async function newestResults(results: UserAccessResults): Promise<Said[]> {
  const found: Said[] = [];
  for await (const { scanId } of results.scansByStatus('COMPLETED', { limit: NEWEST_SCANS })) {
    const report = await results.scan(scanId);
    if (!report) continue;
    const { email, unknown = [] } = report.scan;
    const notAsked = unknown.filter(({ reason }) => reason === 'NOT_ASKED');
    found.push(...(await all(report.results)));
    found.push(...notAsked.map(({ app, tenantId }): Said => ({ email, app, tenantId, access: 'UNKNOWN' })));
  }
  return found;
}

export const inTenant = (said: readonly Said[], app: string, tenant: string | undefined): Said[] =>
  said.filter((each) => each.app === app && (tenant === undefined || each.tenantId === tenant));

/** Such as `SLACK`, or `SLACK T0123`. */
export const named = (app: string, tenant: string | undefined) => (tenant === undefined ? app : `${app} ${tenant}`);

/** Says which apps, or tenants of the app, the newest scans know instead of one that they do not. */
export function nothingKnown(newest: readonly Said[], app: string, tenant: string | undefined): string {
  const inApp = inTenant(newest, app, undefined);
  const [typed, names] =
    tenant !== undefined && inApp.length > 0
      ? [tenant, distinct(inApp.map(({ tenantId }) => tenantId))]
      : [app, distinct(newest.map((said) => said.app))];
  const nothing = `Nothing is known about ${named(app, tenant)}: `;
  if (names.length === 0) return `${nothing}no scan has completed yet.`;
  return `${nothing}the newest scans include ${names.join(', ')}.${didYouMean(typed, names)}`;
}

const distinct = (names: readonly (string | undefined)[]) =>
  [...new Set(names.filter((name) => name !== undefined))].sort();
