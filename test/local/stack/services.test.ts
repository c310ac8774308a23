import {
  CloudFormationClient,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  ListStackResourcesCommand,
} from '@aws-sdk/client-cloudformation';
import { DescribeKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import {
  GetAliasCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  LambdaClient,
  ListAliasesCommand,
} from '@aws-sdk/client-lambda';
import { ListSchedulesCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { DescribeStateMachineCommand, SFNClient } from '@aws-sdk/client-sfn';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { LocalStack } from '../../../local/stack';
import { startSynthesizedStack, using } from '../../support/synthesized-stack';

let stack: LocalStack;

beforeAll(async () => {
  stack = await startSynthesizedStack();
});
afterAll(() => stack.stop());

const queueUrl = (id: string) => `${stack.endpoint}/111122223333/UserAccess-${id}`;
const EMPLOYEE_LEFT = 'ScannerEmployeeLeftDeadLetterQueue9EC3C4D1';

test('AWS STS says in which account everything is', async () => {
  const identity = await using(stack, STSClient, (sts) => sts.send(new GetCallerIdentityCommand({})));
  expect(identity).toMatchObject({ Account: '111122223333', Arn: 'arn:aws:iam::111122223333:user/local' });
});

test('AWS CloudFormation knows the stack of a resource, and says so if there is none', async () => {
  const find = (PhysicalResourceId: string) =>
    using(stack, CloudFormationClient, (client) =>
      client.send(new DescribeStackResourcesCommand({ PhysicalResourceId })),
    );
  const { StackResources = [] } = await find(stack.outputs.tableName);
  const queue = StackResources.find(({ LogicalResourceId }) => LogicalResourceId === EMPLOYEE_LEFT);
  expect(queue).toMatchObject({ StackName: 'UserAccess', PhysicalResourceId: queueUrl(EMPLOYEE_LEFT) });
  await expect(find('<other> & more')).rejects.toMatchObject({
    name: 'ValidationError',
    message: 'Stack for <other> & more does not exist',
  });
});

test('AWS Lambda tells of the functions, and not of others', async () => {
  const name = 'UserAccess-ScannerFailScanFunction703C8266';
  const read = (FunctionName: string) =>
    using(stack, LambdaClient, (lambda) => lambda.send(new GetFunctionConfigurationCommand({ FunctionName })));
  expect(await read(name)).toMatchObject({ FunctionName: name, State: 'Active', Timeout: 120 });
  await expect(read('other')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  const command = new GetFunctionConcurrencyCommand({ FunctionName: name });
  const concurrency = await using(stack, LambdaClient, (lambda) => lambda.send(command));
  expect(concurrency.ReservedConcurrentExecutions).toBeUndefined();
});

test('AWS KMS does not know a key that is not in the template', async () => {
  const command = new DescribeKeyCommand({ KeyId: 'arn:aws:kms:us-east-1:111122223333:key/other' });
  await expect(using(stack, KMSClient, (kms) => kms.send(command))).rejects.toMatchObject({
    name: 'NotFoundException',
  });
});

test('AWS CloudFormation tells of the stack, by its name and by its id', async () => {
  const describe = (StackName: string) =>
    using(stack, CloudFormationClient, (client) => client.send(new DescribeStacksCommand({ StackName })));
  const { Stacks: [found] = [] } = await describe('UserAccess');
  expect(found).toMatchObject({ StackName: 'UserAccess', StackStatus: 'CREATE_COMPLETE' });
  const id = found?.StackId ?? '';
  expect((await describe(id)).Stacks).toEqual([found]);
  const listed = await using(stack, CloudFormationClient, (client) =>
    client.send(new ListStackResourcesCommand({ StackName: id })),
  );
  expect(listed.StackResourceSummaries?.length).toBeGreaterThan(50);
  await expect(describe('Other')).rejects.toMatchObject({
    name: 'ValidationError',
    message: 'Stack with id Other does not exist',
  });
  const all = await using(stack, CloudFormationClient, (client) => client.send(new DescribeStacksCommand({})));
  expect(all.Stacks).toEqual([found]);
});

test('AWS Lambda tells of versions and aliases by the ids that CloudFormation has', async () => {
  const { StackResourceSummaries = [] } = await using(stack, CloudFormationClient, (client) =>
    client.send(new ListStackResourcesCommand({ StackName: 'UserAccess' })),
  );
  const idOf = (type: string) =>
    StackResourceSummaries.find(
      ({ ResourceType, LogicalResourceId }) =>
        ResourceType === type && LogicalResourceId?.startsWith('ScannerFailScan'),
    )?.PhysicalResourceId;
  const FunctionName = 'UserAccess-ScannerFailScanFunction703C8266';
  const arn = `arn:aws:lambda:us-east-1:111122223333:function:${FunctionName}`;
  expect([idOf('AWS::Lambda::Version'), idOf('AWS::Lambda::Alias')]).toEqual([`${arn}:1`, `${arn}:live`]);
  const ask = <T>(use: (client: LambdaClient) => Promise<T>) => using(stack, LambdaClient, use);
  const version = await ask((lambda) => lambda.send(new GetFunctionConfigurationCommand({ FunctionName: `${arn}:1` })));
  expect(version.Version).toBe('1');
  const alias = (Name: string) => ask((lambda) => lambda.send(new GetAliasCommand({ FunctionName, Name })));
  expect(await alias('live')).toMatchObject({ AliasArn: `${arn}:live`, Name: 'live', FunctionVersion: '1' });
  await expect(alias('other')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  const configuration = (Qualifier: string, name = FunctionName) =>
    ask((lambda) => lambda.send(new GetFunctionConfigurationCommand({ FunctionName: name, Qualifier })));
  expect(await configuration('live')).toMatchObject({ FunctionArn: `${arn}:live`, Version: '1' });
  expect(await configuration('1')).toMatchObject({ FunctionArn: `${arn}:1`, Version: '1' });
  expect(await configuration('$LATEST', arn)).toMatchObject({ FunctionArn: `${arn}:$LATEST`, Version: '$LATEST' });
  await expect(configuration('other')).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: `Function not found: ${arn}:other`,
  });
  const qualified = { FunctionName: `${FunctionName}:live` };
  const short = await ask((lambda) => lambda.send(new GetFunctionConfigurationCommand(qualified)));
  expect(short).toMatchObject({ FunctionName, FunctionArn: `${arn}:live`, Version: '1' });
  const aliases = new ListAliasesCommand({ FunctionName });
  await expect(ask((lambda) => lambda.send(aliases))).rejects.toMatchObject({ name: 'UnknownOperationException' });
});

test('AWS Step Functions tells what a state machine logs, and leaves the definition out if asked to', async () => {
  const { stateMachineArn } = stack.outputs;
  const describe = (includedData?: 'METADATA_ONLY') =>
    using(stack, SFNClient, (client) =>
      client.send(new DescribeStateMachineCommand({ stateMachineArn, includedData })),
    );
  expect((await describe()).definition).toContain('States');
  const metadata = await describe('METADATA_ONLY');
  expect(metadata).toMatchObject({
    status: 'ACTIVE',
    loggingConfiguration: { level: 'ERROR', includeExecutionData: false },
  });
  expect(metadata.definition).toBeUndefined();
  await expect(describe('EVERYTHING' as 'METADATA_ONLY')).rejects.toMatchObject({
    name: 'ValidationException',
    message: expect.stringContaining("Value 'EVERYTHING' at 'includedData'"),
  });
});

test('Amazon EventBridge Scheduler has no schedules, because the template has none', async () => {
  const answer = await using(stack, SchedulerClient, (client) => client.send(new ListSchedulesCommand({})));
  expect(answer.Schedules).toEqual([]);
});
