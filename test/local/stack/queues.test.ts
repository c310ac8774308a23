import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  type QueueAttributeName,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { LocalStack } from '../../../local/stack';
import { systemClock } from '../../../local/stack/clock';
import { queueAttributes } from '../../../local/stack/queue-attributes';
import { Queue } from '../../../local/stack/queues';
import { startSynthesizedStack, using } from '../../support/synthesized-stack';

let stack: LocalStack;

beforeAll(async () => {
  stack = await startSynthesizedStack();
});
afterAll(() => stack.stop());

const EMPLOYEE_LEFT = 'ScannerEmployeeLeftDeadLetterQueue9EC3C4D1';
const ENDED_SCANS = 'ScannerEndedScansDeadLetterQueueF5B53812';
const queueUrl = (id: string) => `${stack.endpoint}/111122223333/UserAccess-${id}`;
const sqs = <T>(use: (client: SQSClient) => Promise<T>) => using(stack, SQSClient, use);

const attributes = (QueueUrl: string, ...AttributeNames: QueueAttributeName[]) =>
  sqs(async (client) => (await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }))).Attributes);
async function counts(QueueUrl: string): Promise<number[]> {
  const all = await attributes(QueueUrl, 'All');
  return [all?.ApproximateNumberOfMessages, all?.ApproximateNumberOfMessagesNotVisible].map(Number);
}
const send = (QueueUrl: string, MessageBody: string) =>
  sqs((client) => client.send(new SendMessageCommand({ QueueUrl, MessageBody })));
const receive = (QueueUrl: string, request: Partial<ReceiveMessageCommandInput> = {}) =>
  sqs(async (client) => (await client.send(new ReceiveMessageCommand({ QueueUrl, ...request }))).Messages);
const remove = (QueueUrl: string, ReceiptHandle?: string) =>
  sqs((client) => client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle })));

test('a message is kept until it is deleted, and hidden from others when it is received', async () => {
  const url = queueUrl(ENDED_SCANS);
  await send(url, 'one');
  expect(await counts(url)).toEqual([1, 0]);
  expect(await receive(url, { VisibilityTimeout: 0 })).toMatchObject([{ Body: 'one' }]);
  const [{ ReceiptHandle } = {}] = (await receive(url)) ?? [];
  expect([await counts(url), await receive(url)]).toEqual([[0, 1], undefined]);
  await remove(url, ReceiptHandle);
  expect(await counts(url)).toEqual([0, 0]);
  await remove(url, ReceiptHandle);
});

test('only the last receipt handle of a message deletes it', async () => {
  const url = queueUrl(ENDED_SCANS);
  await send(url, 'twice');
  const [first] = (await receive(url, { VisibilityTimeout: 0 })) ?? [];
  const names = ['All'] as const;
  const [second] = (await receive(url, { VisibilityTimeout: 0, MessageSystemAttributeNames: [...names] })) ?? [];
  expect(second?.Attributes).toMatchObject({ ApproximateReceiveCount: '2', SenderId: expect.any(String) });
  expect(Number(second?.Attributes?.SentTimestamp)).toBeLessThanOrEqual(
    Number(second?.Attributes?.ApproximateFirstReceiveTimestamp),
  );
  await remove(url, first?.ReceiptHandle);
  expect(await counts(url)).toEqual([1, 0]);
  await remove(url, second?.ReceiptHandle);
  expect(await counts(url)).toEqual([0, 0]);
});

test('whoever waits for a message gets it when it comes', async () => {
  const url = queueUrl(ENDED_SCANS);
  const received = receive(url, { WaitTimeSeconds: 10 });
  await new Promise((resolve) => setTimeout(resolve, 200));
  await send(url, 'late');
  const [message] = (await received) ?? [];
  expect(message?.Body).toBe('late');
  await remove(url, message?.ReceiptHandle);
});

test('queues are found by their names, and listed page by page', async () => {
  const QueueName = `UserAccess-${EMPLOYEE_LEFT}`;
  const found = await sqs((client) => client.send(new GetQueueUrlCommand({ QueueName })));
  expect(found.QueueUrl).toBe(queueUrl(EMPLOYEE_LEFT));
  const list = (request: { QueueNamePrefix?: string; MaxResults?: number; NextToken?: string }) =>
    sqs((client) => client.send(new ListQueuesCommand(request)));
  const { QueueUrls: all = [] } = await list({});
  expect(all).toHaveLength(4);
  expect(all).toEqual(all.toSorted());
  const { QueueUrls: first = [], NextToken } = await list({ MaxResults: 3 });
  const { QueueUrls: second = [], NextToken: end } = await list({ MaxResults: 3, NextToken });
  expect([...first, ...second]).toEqual(all);
  expect([first.length, end]).toEqual([3, undefined]);
  expect((await list({ QueueNamePrefix: 'Other' })).QueueUrls).toBeUndefined();
  await expect(list({ NextToken: 'forged' })).rejects.toMatchObject({ name: 'InvalidParameterValue' });
});

test('a queue has the attributes of its template, and those that are asked for', async () => {
  const url = queueUrl(ENDED_SCANS);
  const { Policy = '', ...all } = (await attributes(url, 'All')) ?? {};
  expect(all).toMatchObject({
    ...{ MessageRetentionPeriod: '1209600', VisibilityTimeout: '30', SqsManagedSseEnabled: 'true' },
    QueueArn: `arn:aws:sqs:us-east-1:111122223333:UserAccess-${ENDED_SCANS}`,
  });
  const resources = JSON.parse(Policy).Statement.map(({ Resource }: { Resource: string }) => Resource);
  expect(resources).toEqual([all.QueueArn, all.QueueArn]);
  expect(await attributes(url, 'DelaySeconds')).toEqual({ DelaySeconds: '0' });
  expect(await attributes(url)).toBeUndefined();
});

test.each<[string, string, (client: SQSClient, QueueUrl: string) => Promise<unknown>]>([
  [
    'AWS.SimpleQueueService.NonExistentQueue',
    'The specified queue does not exist.',
    (client) => client.send(new GetQueueUrlCommand({ QueueName: 'Other' })),
  ],
  [
    'AWS.SimpleQueueService.NonExistentQueue',
    'The specified queue does not exist.',
    (client) => client.send(new ReceiveMessageCommand({ QueueUrl: queueUrl('Other') })),
  ],
  [
    'InvalidParameterValue',
    'Value 11 for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.',
    (client, QueueUrl) => client.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 11 })),
  ],
  [
    'InvalidParameterValue',
    'Value 0 for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.',
    (client, QueueUrl) => client.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 0 })),
  ],
  [
    'InvalidParameterValue',
    'Value 21 for parameter WaitTimeSeconds is invalid. Reason: Must be between 0 and 20, if provided.',
    (client, QueueUrl) => client.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 21 })),
  ],
  [
    'InvalidAttributeName',
    'Unknown Attribute Depth.',
    (client, QueueUrl) =>
      client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['Depth' as QueueAttributeName] })),
  ],
  [
    'ReceiptHandleIsInvalid',
    'The input receipt handle "forged" is not a valid receipt handle.',
    (client, QueueUrl) => client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: 'forged' })),
  ],
  [
    'MissingParameter',
    'The request must contain the parameter MessageBody.',
    (client, QueueUrl) => client.send(new SendMessageCommand({ QueueUrl, MessageBody: '' })),
  ],
])('%s: %s', async (Code, message, ask) => {
  const asked = sqs((client) => ask(client, queueUrl(ENDED_SCANS)));
  await expect(asked).rejects.toMatchObject({ message, Error: { Code }, $metadata: { httpStatusCode: 400 } });
});

test('an event that its rule could not deliver waits in the dead-letter queue, and says why', async () => {
  // As the input of an execution, the event is longer than Step Functions takes.
  const Detail = JSON.stringify({ email: '\\'.repeat(131_030) });
  const { eventBusName: EventBusName, watchStateMachineArn } = stack.outputs;
  const entry = { Source: 'com.example.hr', DetailType: 'Employee Left', Detail, EventBusName };
  const put = new PutEventsCommand({ Entries: [entry] });
  const { FailedEntryCount } = await using(stack, EventBridgeClient, (events) => events.send(put));
  expect(FailedEntryCount).toBe(0);
  const url = queueUrl(EMPLOYEE_LEFT);
  const once = { WaitTimeSeconds: 10, VisibilityTimeout: 0 };
  const [some] = (await receive(url, { ...once, MessageAttributeNames: ['RETRY.*', 'RULE'] })) ?? [];
  expect(Object.keys(some?.MessageAttributes ?? {})).toEqual(['RETRY_ATTEMPTS']);
  const [message] = (await receive(url, { MessageAttributeNames: ['All'] })) ?? [];
  expect(JSON.parse(message?.Body ?? '')).toMatchObject({ 'detail-type': 'Employee Left', detail: JSON.parse(Detail) });
  const said = Object.entries(message?.MessageAttributes ?? {}).map(([name, { StringValue }]) => [name, StringValue]);
  expect(Object.fromEntries(said)).toEqual({
    RULE_ARN: expect.stringMatching(`:rule/${EventBusName}/UserAccess-ScannerEmployeeLeftRule`),
    TARGET_ARN: watchStateMachineArn,
    ERROR_CODE: 'ERROR_FROM_TARGET',
    ERROR_MESSAGE: expect.stringContaining("at 'input'"),
    EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
    RETRY_ATTEMPTS: '2',
  });
  await remove(url, message?.ReceiptHandle);
});

test('a queue with a key of your own has no key of Amazon SQS', () => {
  const properties = { KmsMasterKeyId: 'key', RedriveAllowPolicy: { redrivePermission: 'denyAll' } };
  const resource = { logicalId: 'Queue', type: 'AWS::SQS::Queue', name: 'mine', arn: 'arn', properties };
  const template = { region: 'us-east-1', accountId: '111122223333', stackName: 'Mine', resources: [resource] };
  expect(queueAttributes(new Queue(resource, systemClock), template)).toMatchObject({
    ...{ KmsMasterKeyId: 'key', KmsDataKeyReusePeriodSeconds: '300', SqsManagedSseEnabled: 'false' },
    ...{ MessageRetentionPeriod: '345600', RedriveAllowPolicy: '{"redrivePermission":"denyAll"}' },
  });
});
