import { type AppAuthorizationSummary, ListAppAuthorizationsCommand } from '../../lambda/appfabric';
import type { DoctorClients } from './clients';
import { type Check, ok, toDo } from './finding';

/** The app bundle, and what is connected to it. */
export function appChecks({ appFabric }: DoctorClients, appBundle: () => Promise<string>): Check[] {
  let listed: readonly AppAuthorizationSummary[] | undefined;
  return [
    {
      name: 'app bundle',
      actions: ['appfabric:ListAppAuthorizations', 'lambda:GetFunctionConfiguration'],
      run: async () => {
        const appBundleIdentifier = await appBundle();
        try {
          listed = await authorizationsOf(appFabric, appBundleIdentifier);
          return [ok(appBundleIdentifier)];
        } catch (error) {
          if ((error as Error).name !== 'ResourceNotFoundException') throw error;
          const advice =
            'Scans fail with AppBundleNotFound. Create the app bundle again, and deploy the scanner with it.';
          return [toDo(`${appBundleIdentifier} does not exist in AppFabric`, advice)];
        }
      },
    },
    {
      name: 'app authorizations',
      actions: ['appfabric:ListAppAuthorizations'],
      run: async () => (listed === undefined ? [] : authorizationFindings(listed)),
    },
  ];
}

async function authorizationsOf(client: DoctorClients['appFabric'], appBundleIdentifier: string) {
  const found: AppAuthorizationSummary[] = [];
  let nextToken: string | undefined;
  do {
    const page = await client.send(new ListAppAuthorizationsCommand({ appBundleIdentifier, nextToken }));
    found.push(...(page.appAuthorizationSummaryList ?? []));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return found;
}

function authorizationFindings(authorizations: readonly AppAuthorizationSummary[]) {
  if (authorizations.length === 0) {
    return [toDo('no app is connected', 'Every verdict is UNKNOWN. Add app authorizations to the app bundle.')];
  }
  const byStatus = Map.groupBy(authorizations, ({ status = 'unknown' }) => status);
  const counts = [...byStatus].map(([status, { length }]) => `${length} ${status}`).join(', ');
  const broken = authorizations.filter(({ status }) => status !== 'Connected');
  return [
    ...broken.map(({ app, tenant, status }) =>
      toDo(
        `${app} ${tenant?.tenantIdentifier} is ${status}`,
        'Connect the app authorization in AppFabric. Until then, nobody knows whether people have access to it.',
      ),
    ),
    ...(broken.length < authorizations.length || broken.length === 0 ? [ok(counts)] : []),
  ];
}
