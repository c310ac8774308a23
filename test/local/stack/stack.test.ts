import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DescribeTableCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import { APP_BUNDLE_ARN, ended, startFixture } from '../../fixtures/local-stack/started-stack';

const FIXTURE = join(__dirname, '..', '..', 'fixtures', 'local-stack');
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'local-stack-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('says where everything is', async () => {
  const { stack } = await startFixture();
  expect(stack.outputs).toEqual({
    stateMachineArn: 'arn:aws:states:us-east-1:111122223333:stateMachine:Fixture-Machine',
    watchStateMachineArn: 'arn:aws:states:us-east-1:111122223333:stateMachine:Fixture-Parent',
    tableName: 'Fixture-Table',
    eventBusName: 'default',
    appBundleArn: APP_BUNDLE_ARN,
    region: 'us-east-1',
    accountId: '111122223333',
  });
  await stack.stop();
});

test('makes the table of the template, with its keys and indexes', async () => {
  const { stack, dynamodb } = await startFixture();
  const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: stack.outputs.tableName }));
  expect(Table).toMatchObject({
    TableStatus: 'ACTIVE',
    TableArn: 'arn:aws:dynamodb:us-east-1:111122223333:table/Fixture-Table',
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    GlobalSecondaryIndexes: [
      { IndexName: 'ByIt', Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['shown'] } },
    ],
  });
  const transaction = new TransactWriteItemsCommand({ TransactItems: [] });
  await expect(dynamodb.send(transaction)).rejects.toThrow(
    'The local stack does not support the operation DynamoDB_20120810.TransactWriteItems.',
  );
  await stack.stop();
});

test('knows the state machine of watches by the executions that it starts', async () => {
  const template = JSON.parse(readFileSync(join(FIXTURE, 'Fixture.template.json'), 'utf8'));
  const { Parent, ...others } = template.Resources;
  const definition = JSON.parse(JSON.stringify(Parent).replaceAll('"Ref":"Machine"', '"Ref":"Watcher"'));
  template.Resources = { Other: definition, ...others };
  writeFileSync(join(folder, 'Fixture.template.json'), JSON.stringify(template));
  const { stack } = await startFixture({ assemblyDir: folder });
  expect(stack.outputs.watchStateMachineArn).toBeUndefined();
  await stack.stop();
});

test('keeps the table in its folder from one start to the next', async () => {
  const item = {
    pk: { S: 'a' },
    sk: { S: 'b' },
    byPk: { S: 'x' },
    bySk: { S: 'y' },
    shown: { S: 'here' },
    hidden: { S: 'not' },
  };
  const first = await startFixture({ dataDir: folder });
  await first.dynamodb.send(new PutItemCommand({ TableName: first.stack.outputs.tableName, Item: item }));
  await first.stack.stop();

  const second = await startFixture({ dataDir: folder });
  const byIndex = new QueryCommand({
    TableName: second.stack.outputs.tableName,
    IndexName: 'ByIt',
    KeyConditionExpression: 'byPk = :x',
    ExpressionAttributeValues: { ':x': { S: 'x' } },
  });
  const { hidden: _hidden, ...projected } = item;
  expect((await second.dynamodb.send(byIndex)).Items).toEqual([projected]);
  await second.stack.stop();
});

test('names the folder when another process uses it', async () => {
  const first = await startFixture({ dataDir: folder });
  await expect(startFixture({ dataDir: folder })).rejects.toThrow(
    `The data folder ${folder} is in use by another process. Stop that process, or choose another folder.`,
  );
  await first.stack.stop();
});

test('names the folder when it cannot be opened', async () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  await expect(startFixture({ dataDir: file })).rejects.toThrow(`The data folder ${file} cannot be opened: ENOTDIR`);
});

// Node's own recursive mkdir never ends there.
const onLinux = process.platform === 'linux' ? test : test.skip;
onLinux('names the folder when there can be none, although its parent says only that there is none', async () => {
  const none = '/proc/none/data';
  await expect(startFixture({ dataDir: none })).rejects.toThrow(`The data folder ${none} cannot be opened: ENOENT`);
});

test('names the folder when its table has other indexes than the template', async () => {
  const first = await startFixture({ dataDir: folder });
  await first.stack.stop();
  const changed = readFileSync(join(FIXTURE, 'Fixture.template.json'), 'utf8').replaceAll('bySk', 'otherSk');
  writeFileSync(join(folder, 'Fixture.template.json'), changed);
  await expect(startFixture({ dataDir: folder, assemblyDir: folder })).rejects.toThrow(
    `The table in ${folder} has different keys or indexes than the template.`,
  );
});

test('says so when the port is in use', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await expect(startFixture({ port })).rejects.toMatchObject({
    code: 'EADDRINUSE',
    message: `Port ${port} is in use. Stop what listens there, or choose another port.`,
  });
  await new Promise((resolve) => server.close(resolve));
});

test('says so when nothing was synthesized', async () => {
  await expect(startFixture({ assemblyDir: folder })).rejects.toThrow('Run `npx cdk synth` first.');
});

test('answers an operation that it does not know in the protocol of the caller', async () => {
  const { stack } = await startFixture();
  const json = await fetch(stack.endpoint, {
    method: 'POST',
    headers: { 'x-amz-target': 'Kinesis_20131202.PutRecord' },
    body: '{}',
  });
  expect([json.status, await json.json()]).toMatchObject([400, { __type: 'UnknownOperationException' }]);
  const query = await fetch(stack.endpoint, {
    method: 'POST',
    body: new URLSearchParams({ Action: 'AssumeRole' }),
  });
  expect([query.status, await query.text()]).toEqual([400, expect.stringContaining('<Code>InvalidAction</Code>')]);
  const rest = await fetch(`${stack.endpoint}/bucket/key`);
  expect([rest.status, rest.headers.get('x-amzn-errortype')]).toEqual([404, 'UnknownOperationException']);
  // The table is part of the stack, as it is in AWS, where nobody deletes it by accident.
  const dynamodb = await fetch(stack.endpoint, {
    method: 'POST',
    headers: { 'x-amz-target': 'DynamoDB_20120810.DeleteTable' },
    body: JSON.stringify({ TableName: 'x' }),
  });
  expect(await dynamodb.json()).toEqual({
    __type: 'UnknownOperationException',
    message: 'The local stack does not support the operation DynamoDB_20120810.DeleteTable.',
  });
  await stack.stop();
});

test('stops while an execution runs and leaves nothing behind', async () => {
  const { stack, sfn } = await startFixture();
  const { stateMachineArn } = stack.outputs;
  await sfn.send(new StartExecutionCommand({ stateMachineArn, input: '{"does":"wait","seconds":3600}' }));
  await sfn.send(new StartExecutionCommand({ stateMachineArn, input: '{"does":"sleep"}' }));
  await stack.stop();
  await expect(fetch(stack.endpoint)).rejects.toThrow();
});

test('gives functions what the template gives them, what Lambda sets, and the endpoint; and nothing else', async () => {
  const lines: string[] = [];
  const appFabricCalls: string[] = [];
  const { stack, sfn } = await startFixture({
    onLog: (functionName, line) => lines.push(`${functionName}: ${line}`),
    appFabric: () => ({
      async handle(request, response) {
        appFabricCalls.push(`${request.method} ${request.url}`);
        response.end('{}');
      },
    }),
  });
  const { stateMachineArn } = stack.outputs;
  const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn, input: '{"does":"call"}' }));
  const { output } = await ended(sfn, executionArn);
  expect(JSON.parse(output ?? '')).toMatchObject({ remaining: expect.any(Number) });
  expect(JSON.parse(output ?? '').environment).toEqual({
    APP_BUNDLE_ARN,
    TABLE_NAME: 'Fixture-Table',
    EVENT_BUS_ARN: 'arn:aws:events:us-east-1:111122223333:event-bus/default',
    WHERE: 'aws/us-east-1',
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: 'Fixture-Worker',
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
    AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/Fixture-Worker',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_SESSION_TOKEN: 'test',
    LAMBDA_TASK_ROOT: join(FIXTURE, 'asset.0a1b2c'),
    AWS_ENDPOINT_URL: stack.endpoint,
  });
  expect(appFabricCalls).toEqual(['POST /useraccess/start']);
  expect(lines).toEqual(['Fixture-Worker: attempt 1']);
  await stack.stop();
});

test('refuses a scenario for another app bundle than the template names', async () => {
  const template = JSON.parse(readFileSync(join(FIXTURE, 'Fixture.template.json'), 'utf8'));
  template.Resources.Worker.Properties.Environment.Variables.APP_BUNDLE_ARN =
    'arn:aws:appfabric:us-east-1:111122223333:appbundle/other';
  writeFileSync(join(folder, 'Fixture.template.json'), JSON.stringify(template));
  await expect(startFixture({ assemblyDir: folder })).rejects.toThrow('Use the same one in both.');
});
