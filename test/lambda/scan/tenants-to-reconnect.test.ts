import { createHandler as startScan } from '../../../lambda/start-scan';
import { STARTED_AT, scanSteps } from '../../support/scan-steps';
import { sumsOf } from '../../support/telemetry';

const authorization = (app: string, status: string) => ({
  appAuthorizationArn: `arn:${app}`,
  appBundleArn: 'arn:bundle',
  app,
  tenant: { tenantIdentifier: `${app}-1`, tenantDisplayName: app },
  status,
  updatedAt: '2026-01-01T00:00:00Z',
});

const notStarted = (app: string, errorMessage: string) => ({ app, tenantId: `${app}-1`, error: { errorMessage } });

test('a completed scan counts the tenants whose app authorization has to be connected again, asked or not', async () => {
  const { world, runtime } = await scanSteps({
    start: () => ({
      json: {
        userAccessTasksList: [
          notStarted(
            'SLACK',
            'The authorization token was revoked. Connect the app authorization for the application.',
          ),
          notStarted(
            'OKTA',
            'The required permissions were not found. Connect the app authorization for the application.',
          ),
          notStarted('ASANA', 'The user not found'),
        ],
      },
    }),
    list: () => ({
      json: {
        appAuthorizationSummaryList: [
          authorization('SLACK', 'Connected'),
          authorization('ZOOM', 'TokenAutoRotationFailed'),
          authorization('ZENDESK', 'PendingConnect'),
          authorization('JIRA', 'Connected'),
        ],
      },
    }),
  });
  const execution = { Name: 'scan', StartTime: STARTED_AT, Input: { email: 'ana@example.com' } };
  const start = startScan(runtime);
  const context = { getRemainingTimeInMillis: () => 270_000 };
  await world.run(() => start({ execution }, context));
  // A step that is repeated counts nothing twice.
  await world.run(() => start({ execution }, context));

  expect(sumsOf(world.collected, 'TenantsToReconnect')).toEqual({ '': 3, SLACK: 1, ZOOM: 1, ZENDESK: 1 });
  expect(sumsOf(world.collected, 'ResultsWithoutAnswer')).toMatchObject({ RECONNECT: 1, PERMISSION: 1 });
});
