import type { NotAsked, StartedTask } from '../../lib/contract/records';
import { tenantKey } from '../../lib/contract/tenant';
import type { Rules } from '../access/rules';
import { type AppAuthorizationSummary, ListAppAuthorizationsCommand } from '../appfabric';
import { stringOf, tenantOf } from '../store/answers';
import type { Commitment } from '../store/scans';
import type { AppFabricDependencies } from './dependencies';
import { describe, scanErrorOf } from './errors';
import { callWithPauses } from './retry-after';

const OPERATION = 'ListAppAuthorizations';

/** AppFabric's maximum, and its quota of app authorizations is 50. More pages than these would be a mistake. */
const PAGE_SIZE = 100;
const MAX_PAGES = 20;

/** How long a scan tries to list them before it starts its tasks. One call takes up to 10 s. */
const LIST_MILLISECONDS = 30_000;
const CALL_TIMEOUT_MILLISECONDS = 10_000;

/** Leaves room for the tasks in the item of the scan, which DynamoDB limits to 400 KB. */
const MAX_ITEM_BYTES = 380_000;

/** The app authorizations of the bundle, or why they are not known. */
export type Listed = { readonly authorizations: readonly NotAsked[] } | { readonly authorizationsError: string };

type ListDependencies = Pick<AppFabricDependencies, 'appFabric' | 'appBundleArn' | 'clock'>;

/**
 * Lists all app authorizations of the bundle, connected or not. An error ends no scan: what could not be listed makes
 * the verdict UNKNOWN.
 */
export async function listAuthorizations(dependencies: ListDependencies): Promise<Listed> {
  const until = dependencies.clock.now() + LIST_MILLISECONDS;
  const summaries: (AppAuthorizationSummary | null)[] = [];
  let nextToken: string | undefined;
  try {
    for (let page = 0; page < MAX_PAGES; page++) {
      const answer = await requestPage(nextToken, until, dependencies);
      const list: unknown = answer.appAuthorizationSummaryList;
      if (!Array.isArray(list)) return { authorizationsError: 'a page has no list' };
      summaries.push(...list);
      nextToken = answer.nextToken;
      if (!nextToken) return authorizationsIn(summaries);
    }
  } catch (error) {
    return { authorizationsError: describe(error as Error) };
  }
  return { authorizationsError: `more than ${MAX_PAGES} pages` };
}

function requestPage(nextToken: string | undefined, until: number, dependencies: ListDependencies) {
  const { appFabric, appBundleArn: appBundleIdentifier, clock } = dependencies;
  const command = () => new ListAppAuthorizationsCommand({ appBundleIdentifier, maxResults: PAGE_SIZE, nextToken });
  return callWithPauses(() => appFabric.send(command(), { requestTimeout: CALL_TIMEOUT_MILLISECONDS }), {
    clock,
    until,
    isWorthRetrying: (error) => scanErrorOf(error, OPERATION) === undefined,
  });
}

function authorizationsIn(summaries: readonly (AppAuthorizationSummary | null)[]): Listed {
  const authorizations: NotAsked[] = [];
  for (const summary of summaries) {
    const { app, tenantId } = tenantOf({ app: summary?.app, tenantId: summary?.tenant?.tenantIdentifier });
    if (app === undefined || tenantId === undefined) {
      return { authorizationsError: 'an app authorization has no app or no tenant' };
    }
    const tenantDisplayName = stringOf(summary?.tenant?.tenantDisplayName);
    authorizations.push({ app, tenantId, tenantDisplayName, authorizationStatus: stringOf(summary?.status, 64) });
  }
  return { authorizations };
}

/** What a scan records of the app authorizations: those that AppFabric did not start a task for. */
export function notAskedOf(
  listed: Listed,
  tasks: readonly StartedTask[],
  rules: Rules,
): Pick<Commitment, 'authorizations' | 'authorizationsError'> {
  if ('authorizationsError' in listed) return listed;
  const asked = new Set(tasks.map(tenantKey));
  const authorizations = listed.authorizations
    .filter((authorization) => !asked.has(tenantKey(authorization)))
    .map((authorization) => ({
      ...authorization,
      ...(!rules.givesUserAccess(authorization.app) && { withoutUserAccess: true }),
    }));
  const bytes = Buffer.byteLength(JSON.stringify([tasks, authorizations]));
  return bytes <= MAX_ITEM_BYTES ? { authorizations } : { authorizationsError: 'too many to record' };
}
