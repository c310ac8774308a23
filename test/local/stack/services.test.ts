import { randomUUID } from 'node:crypto';
import { CloudFormationClient, DescribeStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import { EventBridgeClient, ListRulesCommand, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { DescribeKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { GetFunctionConcurrencyCommand, GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { AppFabricEndpoint } from '../../../local/appfabric/endpoint';
import { parseScenario } from '../../../local/scenario';
import { LocalStack } from '../../../local/stack';

const APP_BUNDLE = 'arn:aws:appfabric:us-east-1:111122223333:appbundle/1b2c3d4e-0000-4000-8000-000000000001';

let stack: LocalStack;
let config: { endpoint: string; region: string; credentials: { accessKeyId: string; secretAccessKey: string } };

beforeAll(async () => {
  const text = JSON.stringify({ appBundleArn: APP_BUNDLE, authorizations: [], users: [] });
  stack = await LocalStack.start({
    assemblyDir: 'cdk.out',
    workerFile: 'cli/dist/lambda-worker.mjs',
    appFabric: (now) => new AppFabricEndpoint(parseScenario(text, 'scenario'), { now, randomUUID }),
    appBundleArn: APP_BUNDLE,
  });
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  config = { endpoint: stack.endpoint, region: 'us-east-1', credentials };
});
afterAll(() => stack.stop());

/** Uses a client once. */
async function using<Client extends { destroy(): void }, T>(
  client: Client,
  use: (client: Client) => Promise<T>,
): Promise<T> {
  try {
    return await use(client);
  } finally {
    client.destroy();
  }
}

const queueUrl = (id: string) => `${stack.endpoint}/111122223333/UserAccess-${id}`;
const EMPLOYEE_LEFT = 'ScannerEmployeeLeftDeadLetterQueue9EC3C4D1';

test('AWS STS says in which account everything is', async () => {
  const identity = await using(new STSClient(config), (sts) => sts.send(new GetCallerIdentityCommand({})));
  expect(identity).toMatchObject({ Account: '111122223333', Arn: 'arn:aws:iam::111122223333:user/local' });
});

test('AWS CloudFormation knows the stack of a resource, and says so if there is none', async () => {
  const find = (PhysicalResourceId: string) =>
    using(new CloudFormationClient(config), (client) =>
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
    using(new LambdaClient(config), (lambda) => lambda.send(new GetFunctionConfigurationCommand({ FunctionName })));
  expect(await read(name)).toMatchObject({ FunctionName: name, State: 'Active', Timeout: 120 });
  await expect(read('other')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  const command = new GetFunctionConcurrencyCommand({ FunctionName: name });
  const concurrency = await using(new LambdaClient(config), (lambda) => lambda.send(command));
  expect(concurrency.ReservedConcurrentExecutions).toBeUndefined();
});

test('AWS KMS does not know a key that is not in the template', async () => {
  const command = new DescribeKeyCommand({ KeyId: 'arn:aws:kms:us-east-1:111122223333:key/other' });
  await expect(using(new KMSClient(config), (kms) => kms.send(command))).rejects.toMatchObject({
    name: 'NotFoundException',
  });
});

test('Amazon EventBridge lists the rules of a bus', async () => {
  const { eventBusName } = stack.outputs;
  const rulesOn = async (EventBusName?: string) => {
    const command = new ListRulesCommand({ EventBusName });
    const { Rules = [] } = await using(new EventBridgeClient(config), (events) => events.send(command));
    return Rules.map(({ Name = '' }) => Name.replace(/^UserAccess-Scanner|Rule.*$/g, '')).sort();
  };
  expect(await rulesOn()).toEqual(['EndedScans', 'EndedWatches']);
  expect(await rulesOn(eventBusName)).toEqual(['EmployeeLeft', 'EmployeeOffboarded']);
});

describe('Amazon SQS', () => {
  const sqs = <T>(use: (client: SQSClient) => Promise<T>) => using(new SQSClient(config), use);
  const counts = async (QueueUrl: string) => {
    const { Attributes = {} } = await sqs((client) =>
      client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] })),
    );
    return [Attributes.ApproximateNumberOfMessages, Attributes.ApproximateNumberOfMessagesNotVisible].map(Number);
  };

  test('keeps a message until it is deleted, and hides it from others when it is received', async () => {
    const QueueUrl = queueUrl('ScannerEndedScansDeadLetterQueueF5B53812');
    await sqs((client) => client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'one' })));
    expect(await counts(QueueUrl)).toEqual([1, 0]);
    const receive = (VisibilityTimeout?: number) =>
      sqs((client) => client.send(new ReceiveMessageCommand({ QueueUrl, VisibilityTimeout })));
    expect((await receive(0)).Messages).toMatchObject([{ Body: 'one' }]);
    const [{ ReceiptHandle } = {}] = (await receive()).Messages ?? [];
    expect([await counts(QueueUrl), (await receive()).Messages]).toEqual([[0, 1], undefined]);
    await sqs((client) => client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle })));
    expect(await counts(QueueUrl)).toEqual([0, 0]);
  });

  test('does not know other queues', async () => {
    await expect(counts(queueUrl('Other'))).rejects.toMatchObject({ name: 'QueueDoesNotExist' });
  });

  test('gets an event that its rule could not deliver', async () => {
    // As the input of an execution, the event is longer than Step Functions takes.
    const Detail = JSON.stringify({ email: '\\'.repeat(131_030) });
    const entry = { Source: 'com.example.hr', DetailType: 'Employee Left', Detail };
    const QueueUrl = queueUrl(EMPLOYEE_LEFT);
    const { eventBusName: EventBusName } = stack.outputs;
    const put = new PutEventsCommand({ Entries: [{ ...entry, EventBusName }] });
    const { FailedEntryCount } = await using(new EventBridgeClient(config), (events) => events.send(put));
    expect(FailedEntryCount).toBe(0);
    let messages = 0;
    for (const end = Date.now() + 5_000; messages === 0 && Date.now() < end; ) [messages = 0] = await counts(QueueUrl);
    expect(messages).toBe(1);
  });
});
