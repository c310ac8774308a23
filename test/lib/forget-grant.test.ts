import { type Ran, userAccess } from '../support/command';
import { granted } from '../support/granted';
import type { Wanted } from '../support/policy';
import { ServiceError, servicesByHand } from '../support/services-by-hand';
import { TABLE_NAME, type TableInMemory, tableInMemory } from '../support/table-in-memory';
import { at, personScanItem, scanItem, taskItem, watchItem } from '../support/table-items';

const ANA = 'ana@example.com';
/** The role of someone who may forget people, and where everything is. */
const deployed = (withKey = false) => granted((scanner, role) => scanner.grantForget(role), withKey);

/** Forgets a person with a scan that runs, a scan of task ids, and a watch, and tells what that wanted. */
async function forgotten(stack: ReturnType<typeof deployed>, onRequest: (wanted: Wanted) => boolean): Promise<Ran> {
  const table: TableInMemory = await tableInMemory();
  await table.put(
    scanItem('s-1', 1, { status: 'RUNNING', endedAt: undefined }),
    personScanItem(ANA, 's-1', 1),
    scanItem('shared', 1, { email: undefined, open: [{ email: ANA, app: 'SLACK' }, { email: 'bo@example.com' }] }),
    personScanItem(ANA, 'shared', 1),
    taskItem('shared', 't-1', 'SLACK'),
    watchItem(ANA, 1),
  );
  let isStopped = false;
  const services = await servicesByHand(table.endpoint, ({ service, operation, input }) => {
    const arn = String(input.executionArn ?? input.stateMachineArn);
    const resource = service === 'dynamodb' ? `${stack.table.arn}${indexOf(input)}` : arn;
    if (!onRequest({ action: `${service}:${operation}`, resource })) return new ServiceError('AccessDeniedException');
    if (service === 'dynamodb') return undefined;
    if (operation === 'ListExecutions') return { executions: [] };
    if (operation === 'StopExecution') {
      isStopped = true;
      return { stopDate: 0 };
    }
    return {
      status: isStopped ? 'ABORTED' : 'RUNNING',
      startDate: Date.parse(at(1)) / 1000,
      stopDate: isStopped ? 1_700_000_000 : undefined,
    };
  });
  process.env.AWS_ENDPOINT_URL = services.endpoint;
  const where = ['--state-machine', stack.scans, '--watch-state-machine', stack.watches, '--table', TABLE_NAME];
  const ran = await userAccess(['forget', ANA, '--yes', ...where]);
  await services.stop();
  await table.stop();
  return ran;
}

const indexOf = ({ IndexName }: { IndexName?: unknown }) => (IndexName === undefined ? '' : `/index/${IndexName}`);

beforeEach(() => {
  Object.assign(process.env, { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' });
});

test('grantForget allows exactly what `user-access forget` does', async () => {
  const stack = deployed();
  const refused: string[] = [];
  const ran = await forgotten(stack, (wanted) => {
    const isAllowed = stack.policy.allows(wanted);
    if (!isAllowed) refused.push(`${wanted.action} on ${wanted.resource}`);
    return isAllowed;
  });
  expect([refused, ran.stderr, ran.code]).toEqual([[], '', 0]);
  expect(stack.policy.unused).toEqual([]);
});

test('with a key, it allows the use of the key through DynamoDB and for the two state machines, and no other', () => {
  const { policy, key, scans, watches } = deployed(true);
  const uses = (action: string, context: Record<string, string>) =>
    policy.allows({ action: `kms:${action}`, resource: key, context });
  const throughDynamoDb = { 'kms:ViaService': 'dynamodb.us-east-1.amazonaws.com' };
  for (const action of ['Decrypt', 'Encrypt', 'GenerateDataKey', 'DescribeKey']) {
    expect([action, uses(action, throughDynamoDb)]).toEqual([action, true]);
    expect(uses(action, { 'kms:ViaService': 's3.us-east-1.amazonaws.com' })).toBe(false);
  }
  for (const arn of [scans, watches]) {
    for (const action of ['Decrypt', 'GenerateDataKey']) {
      expect(uses(action, { 'kms:EncryptionContext:aws:states:stateMachineArn': arn })).toBe(true);
    }
    expect(uses('Encrypt', { 'kms:EncryptionContext:aws:states:stateMachineArn': arn })).toBe(false);
  }
  expect(policy.unused.filter((grant) => grant.startsWith('kms:'))).toEqual([]);
});

test('without a permission, the command says so, and deletes nothing', async () => {
  const ran = await forgotten(deployed(), ({ action }) => action !== 'states:DescribeExecution');
  expect([ran.code, ran.stdout]).toEqual([1, '']);
  expect(ran.stderr).toContain(
    'AWS denied the request: the credentials need the permissions that docs/command.md lists.',
  );
});
