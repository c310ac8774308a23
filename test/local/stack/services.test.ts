import { CloudFormationClient, DescribeStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import { DescribeKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { GetFunctionConcurrencyCommand, GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
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
