import { createHash } from 'node:crypto';
import type { Authorization, Scenario } from '../scenario/model';
import { tenantKey } from '../scenario/tenant-key';
import { invalid } from './checks';
import { invalidFields } from './errors';

/** An element of appAuthorizationSummaryList. */
export interface AuthorizationSummary {
  readonly appAuthorizationArn: string;
  readonly appBundleArn: string;
  readonly app: string;
  readonly tenant: { readonly tenantIdentifier: string; readonly tenantDisplayName: string };
  readonly status: string;
  readonly updatedAt: string;
}

export interface AuthorizationsPage {
  readonly appAuthorizationSummaryList: readonly AuthorizationSummary[];
  readonly nextToken?: string;
}

/**
 * The most authorizations on a page, whatever `maxResults` allows. AppFabric may return fewer than `maxResults`. Its
 * page size is not documented. This one is small, so that the example company has more than one page.
 */
const MAX_PAGE_SIZE = 10;
const TOKEN_LIFETIME_MILLISECONDS = 24 * 60 * 60 * 1000;
/** A scenario does not say when an authorization changed. */
const UPDATED_AT = '2026-01-05T08:00:00Z';

/** One page of the scenario's authorizations, in the order of the scenario. */
export function authorizationsPage(
  { appBundleArn, authorizations }: Scenario,
  { maxResults = MAX_PAGE_SIZE, nextToken }: { readonly maxResults?: number; readonly nextToken?: string },
  now: number,
): AuthorizationsPage {
  const begin = nextToken === undefined ? 0 : readToken(nextToken, now);
  const end = begin + Math.min(maxResults, MAX_PAGE_SIZE);
  return {
    appAuthorizationSummaryList: authorizations.slice(begin, end).map((each) => summary(appBundleArn, each)),
    ...(end < authorizations.length && { nextToken: Buffer.from(`${end}/${now}`).toString('base64') }),
  };
}

function readToken(token: string, now: number): number {
  const [, begin, issuedAt] = /^(\d+)\/(\d+)$/.exec(Buffer.from(token, 'base64').toString()) ?? [];
  const age = now - Number(issuedAt);
  if (begin === undefined || !(age <= TOKEN_LIFETIME_MILLISECONDS)) {
    throw invalidFields(invalid('nextToken', 'be the nextToken of a page that is at most 24 hours old'));
  }
  return Number(begin);
}

function summary(appBundleArn: string, authorization: Authorization): AuthorizationSummary {
  const { app, tenantId, tenantDisplayName = tenantId, status } = authorization;
  return {
    appAuthorizationArn: `${appBundleArn}/appauthorization/${stableId(appBundleArn, tenantKey(authorization))}`,
    appBundleArn,
    app,
    tenant: { tenantIdentifier: tenantId, tenantDisplayName },
    status: status ?? 'Connected',
    updatedAt: UPDATED_AT,
  };
}

/** A UUID that is the same for the same authorization in each run. */
function stableId(...names: readonly string[]): string {
  const hash = createHash('sha256').update(names.join(' ')).digest('hex');
  return hash.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5');
}
