import { createServer, request as forward, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { aws_iam as iam } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { UserAccessResults } from '../../results';
import { newStack, scannerIn } from '../support/scanner-stack';
import { TABLE_NAME, type TableInMemory, tableInMemory } from '../support/table-in-memory';
import { at, changeItem, personScanItem, scanItem, standingItem, taskItem, watchItem } from '../support/table-items';

/** One permission: an action on a resource, such as `dynamodb:Query TABLE/index/ByApp`. */
type Permission = string;

let table: TableInMemory;
let gate: Server;
let client: DynamoDBClient;
let used: Set<Permission>;

/** The permissions that `grantReadResults` adds to a role. */
function granted(): Set<Permission> {
  const stack = newStack();
  const role = new iam.Role(stack, 'Reader', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
  scannerIn(stack).grantReadResults(role);
  const policies = Object.entries(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
  const [, policy] = policies.find(([id]) => id.startsWith('Reader')) ?? [];
  const statements: { Effect: string; Action: string | string[]; Resource: unknown }[] =
    policy?.Properties.PolicyDocument.Statement;
  return new Set(
    statements.flatMap(({ Action, Resource }) =>
      [Action].flat().flatMap((action) => [Resource].flat().map((resource) => `${action} ${resourceName(resource)}`)),
    ),
  );
}

/** TABLE for the ARN of the table. Other resources are returned as in the template. */
function resourceName(resource: unknown): string {
  const { 'Fn::GetAtt': attribute, 'Fn::Join': join } = resource as Record<string, unknown[] | undefined>;
  if (attribute?.[1] === 'Arn' && /Table/.test(String(attribute[0]))) return 'TABLE';
  if (join)
    return (join[1] as unknown[]).map((part) => (typeof part === 'string' ? part : resourceName(part))).join('');
  return JSON.stringify(resource);
}

beforeAll(async () => {
  table = await tableInMemory();
  await table.put(
    scanItem('s-1', 1),
    taskItem('s-1', 'id-1', 'SLACK'),
    standingItem('ana@example.com', 'SLACK', 'T0123'),
    changeItem('ana@example.com', 'SLACK', 1),
    watchItem('ana@example.com', 1),
    personScanItem('ana@example.com', 's-1', 1),
    {
      ...{
        pk: 'PERSON#ana@example.com',
        sk: 'PERSON',
        statusPk: 'VERDICT#CLEAR',
        statusSk: `${at(1)}#ana@example.com`,
      },
      ...{ type: 'PERSON', email: 'ana@example.com', verdict: 'CLEAR', since: at(1), expiresAt: 4_000_000_000 },
    },
  );
  const policy = granted();
  // A proxy for DynamoDB that denies requests that the policy does not allow, with the same error as AWS.
  gate = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const { IndexName } = JSON.parse(body) as { IndexName?: string };
    const action = `dynamodb:${String(request.headers['x-amz-target']).split('.')[1]}`;
    const permission = `${action} TABLE${IndexName === undefined ? '' : `/index/${IndexName}`}`;
    if (!policy.has(permission)) {
      response.writeHead(400).end('{"__type":"com.amazon.coral.service#AccessDeniedException"}');
      return;
    }
    used.add(permission);
    const { method, headers } = request;
    forward(table.endpoint, { method, headers }, (answer) => answer.pipe(response)).end(body);
  });
  await new Promise<void>((resolve) => gate.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(gate.address() as AddressInfo).port}`;
  client = new DynamoDBClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
});
beforeEach(() => {
  used = new Set();
});
afterAll(async () => {
  client.destroy();
  await new Promise((resolve) => gate.close(resolve));
  await table.stop();
});

async function count(list: AsyncIterable<unknown>): Promise<number> {
  let items = 0;
  for await (const _ of list) items += 1;
  return items;
}

test('the granted permissions are exactly those that the reader needs for its queries', async () => {
  const results = new UserAccessResults({ client, tableName: TABLE_NAME });
  expect(await count(results.standing('ana@example.com'))).toBe(1);
  expect(await count((await results.scan('s-1'))?.results ?? (async function* () {})())).toBe(1);
  expect(await count(results.accounts('SLACK'))).toBe(1);
  expect(await count(results.accounts('SLACK', { tenantId: 'T0123' }))).toBe(1);
  expect(await count(results.scans('ana@example.com'))).toBe(1);
  expect(await count(results.scansByStatus('COMPLETED'))).toBe(1);
  expect(await count(results.changes('ana@example.com'))).toBe(1);
  expect(await results.watch('ana@example.com')).toMatchObject({ status: 'WATCHING' });
  expect(await count(results.watches())).toBe(1);
  expect(await results.verdict('ana@example.com')).toMatchObject({ verdict: 'CLEAR' });
  expect(await count(results.people('CLEAR'))).toBe(1);
  expect([...used].sort()).toEqual([...granted()].sort());
});

const Key = { pk: { S: 'SCAN#s-1' }, sk: { S: 'SCAN' } };
test.each([
  ['PutItem', new PutItemCommand({ TableName: TABLE_NAME, Item: Key })],
  ['UpdateItem', new UpdateItemCommand({ TableName: TABLE_NAME, Key })],
  ['DeleteItem', new DeleteItemCommand({ TableName: TABLE_NAME, Key })],
  ['GetItem', new GetItemCommand({ TableName: TABLE_NAME, Key })],
  ['Scan', new ScanCommand({ TableName: TABLE_NAME })],
])('%s is denied', async (_name, command) => {
  // Cast, because TypeScript can't choose between the overloads.
  await expect(client.send(command as PutItemCommand)).rejects.toMatchObject({ name: 'AccessDeniedException' });
});
