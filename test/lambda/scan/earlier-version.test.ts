import { readFileSync } from 'node:fs';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { createHandler as failScanHandler } from '../../../lambda/fail-scan';
import { createHandler as startScanHandler } from '../../../lambda/start-scan';
import { synthesizedScanner } from '../../../simulator/world';
import { APP_BUNDLE_ARN } from '../../../simulator/world/scanner';
import { scanSteps } from '../../support/scan-steps';

/**
 * What a deployment finds in the table: a scan that is completed, and one that runs, as the last release wrote them. Do
 * not change them. What records the end of an execution invokes the latest version, whichever version began the scan.
 */
const ITEMS: Record<string, unknown>[] = JSON.parse(readFileSync('test/fixtures/release/items.json', 'utf8'));
const SLACK = '0a1b2c3d-0000-4000-8000-000000000003';
const STARTED_AT = '2026-01-05T09:00:00.664Z';
const HOUR = 3_600_000;

const ENDED = {
  executionArn: 'arn:aws:states:us-east-1:111122223333:execution:scans:second',
  stateMachineArn: 'arn:aws:states:us-east-1:111122223333:stateMachine:scans',
  name: 'second',
  status: 'ABORTED',
  startDate: Date.parse(STARTED_AT),
  stopDate: Date.parse(STARTED_AT) + 60_000,
  input: '{"email":"Ana@Example.com"}',
  output: null,
  error: null,
  cause: null,
  redriveCount: 0,
  redriveDate: null,
} as const;

const tenant = (app: string) => ({ app, tenantId: 'T1', tenantDisplayName: `${app} of Example` });

async function afterDeployment() {
  const steps = await scanSteps({
    list: () => ({
      json: {
        appAuthorizationSummaryList: ['SLACK', 'ZOOM'].map((app) => ({
          ...{ appAuthorizationArn: `${APP_BUNDLE_ARN}/${app}`, appBundleArn: APP_BUNDLE_ARN, app },
          ...{ status: 'Connected', updatedAt: '2026-01-05T08:00:00Z' },
          tenant: { tenantIdentifier: 'T1', tenantDisplayName: `${app} of Example` },
        })),
      },
    }),
    start: () => ({
      status: 201,
      json: { userAccessTasksList: ['SLACK', 'ZOOM'].map((app, index) => ({ ...tenant(app), taskId: idOf(index) })) },
    }),
    batchGet: () => ({
      json: {
        userAccessResultsList: [
          { ...tenant('SLACK'), taskId: idOf(0), resultStatus: 'COMPLETED', userId: 'U1', userStatus: 'active' },
          { ...tenant('ZOOM'), taskId: idOf(1), resultStatus: 'COMPLETED', userId: 'U1', userStatus: 'inactive' },
        ],
      },
    }),
  });
  const { world, runtime } = steps;
  const startScan = startScanHandler(runtime);
  const failScan = failScanHandler(runtime);
  return {
    ...steps,
    end: () => failScan({ ended: ENDED }),
    scan(name: string, input: object) {
      const StartTime = new Date(world.clock.now()).toISOString();
      const Id = `arn:aws:states:us-east-1:111122223333:execution:scans:${name}`;
      const execution = { Id, Name: name, StartTime, RedriveCount: 0, Input: { email: 'ana@example.com', ...input } };
      return startScan({ execution }, { getRemainingTimeInMillis: () => 300_000 });
    },
    record: async (scanId: string) => (await steps.itemsOf('SCAN')).find((scan) => scan.scanId === scanId),
  };
}

const idOf = (index: number) => `0a1b2c3d-0000-4000-8000-00000000001${index}`;

type Deployed = Awaited<ReturnType<typeof afterDeployment>>;

async function inTable(work: (deployed: Deployed) => Promise<void>) {
  const deployed = await afterDeployment();
  const { world } = deployed;
  await world.run(async () => {
    await world.clock.sleep(2 * HOUR);
    await put(deployed, ITEMS);
    await work(deployed);
  });
}

async function put({ world }: Deployed, items: readonly object[]) {
  const client = new DynamoDBClient({ requestHandler: world.requestHandler('a test') });
  const TableName = synthesizedScanner(process.cwd()).table.TableName;
  for (const item of items) await client.send(new PutItemCommand({ TableName, Item: marshall(item) }));
}

describe('after a deployment', () => {
  it('the end of a scan that began before is recorded and published, with its results', () =>
    inTable(async ({ end, record, published }) => {
      await end();
      expect(await record('second')).toMatchObject({ status: 'FAILED', error: { name: 'ScanStopped' } });
      expect(published()).toEqual([`result:second:${SLACK}`, 'failed:second:0']);
    }));

  it('an event that is delivered again is the duplicate of a scan that began before', () =>
    inTable(async ({ scan, published }) => {
      const trigger = { id: 'event-1', source: 'com.example.hr', time: '2026-01-05T07:59:00Z' };
      expect(await scan('again', { trigger })).toMatchObject({ status: 'DUPLICATE', duplicateOf: 'first' });
      expect(published()).toEqual([]);
    }));

  it('a scan says what has changed since the answers of before', () =>
    inTable(async ({ scan, itemsOf }) => {
      expect(await scan('third', {})).toMatchObject({ status: 'COMPLETED', verdict: 'OPEN' });
      expect(await itemsOf('CHANGE')).toMatchObject([
        {
          app: 'ZOOM',
          kind: 'BLOCKED',
          from: { scanId: 'first', access: 'OPEN' },
          to: { scanId: 'third', access: 'BLOCKED' },
        },
      ]);
    }));
});
