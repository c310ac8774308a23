import { Rules } from '../../lambda/access/rules';
import { type AppAuthorizationSummary, ListAppAuthorizationsCommand } from '../../lambda/appfabric';
import { readAccessRules } from '../../lambda/runtime/environment';
import { groupBy } from '../group-by';
import { tenantName } from '../print/columns';
import { type Check, type Found, ok, toDo } from './finding';
import { NothingToLookAt } from './problem';
import { once, type Scanner } from './scanner';

/** The app bundle, and what is connected to it. */
export function appChecks(scanner: Scanner): Check[] {
  const authorizations = once(() => authorizationsOf(scanner));
  return [
    {
      name: 'app bundle',
      run: async () => {
        const appBundle = await scanner.variable('APP_BUNDLE_ARN');
        try {
          await authorizations();
          return [ok(appBundle)];
        } catch (error) {
          if (!(error instanceof NothingToLookAt)) throw error;
          const advice =
            'Scans fail with AppBundleNotFound. Create the app bundle again, and deploy the scanner with it.';
          return [toDo(`${appBundle} does not exist in AppFabric`, advice)];
        }
      },
    },
    {
      name: 'app authorizations',
      run: async () => {
        const rules = new Rules(readAccessRules(await scanner.environment()));
        return authorizationFindings(await authorizations(), rules);
      },
    },
  ];
}

async function authorizationsOf(scanner: Scanner): Promise<readonly AppAuthorizationSummary[]> {
  const appBundleIdentifier = await scanner.variable('APP_BUNDLE_ARN');
  const found: AppAuthorizationSummary[] = [];
  let nextToken: string | undefined;
  try {
    do {
      const command = new ListAppAuthorizationsCommand({ appBundleIdentifier, nextToken });
      const page = await scanner.clients.appFabric.send(command);
      found.push(...(page.appAuthorizationSummaryList ?? []));
      nextToken = page.nextToken;
    } while (nextToken);
  } catch (error) {
    const isMissing = (error as Error).name === 'ResourceNotFoundException';
    throw isMissing ? new NothingToLookAt('There is no app bundle to look at.') : error;
  }
  return found;
}

function authorizationFindings(all: readonly AppAuthorizationSummary[], rules: Rules): Found[] {
  // As in a scan, apps that give audit logs only do not count.
  const counted = all.filter(({ app = '' }) => rules.givesUserAccess(app));
  if (counted.length === 0) {
    const found = all.length === 0 ? 'no app is connected' : 'no app that gives user access is connected';
    return [toDo(found, 'Every verdict is UNKNOWN. Add app authorizations to the app bundle.')];
  }
  const broken = counted.filter(({ status }) => status !== 'Connected');
  return [...broken.map(brokenFinding), ...(broken.length < counted.length ? [ok(countsOf(all, counted))] : [])];
}

function brokenFinding({ app, tenant, status }: AppAuthorizationSummary): Found {
  const name = tenantName({ app, tenantId: tenant?.tenantIdentifier, tenantDisplayName: tenant?.tenantDisplayName });
  const advice =
    'Connect the app authorization in AppFabric. Until then, nobody knows whether people have access to it.';
  return toDo(`${name} is ${status ?? 'without a status'}`, advice);
}

function countsOf(all: readonly AppAuthorizationSummary[], counted: readonly AppAuthorizationSummary[]): string {
  const byStatus = groupBy(counted, ({ status }) => status ?? 'without a status');
  const counts = [...byStatus].map(([status, { length }]) => `${length} ${status}`);
  const others = all.length - counted.length;
  return [...counts, ...(others > 0 ? [`${others} with audit logs only, not counted`] : [])].join(', ');
}
