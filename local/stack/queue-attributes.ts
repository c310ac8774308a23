import { asArray, type Json, type JsonObject } from './json';
import { DEPLOYED_AT } from './physical-names';
import type { Message, Queue } from './queues';
import { type ResolvedTemplate, resourcesOfType } from './resolve-template';

/** The names that GetQueueAttributes takes. */
export const QUEUE_ATTRIBUTES: readonly string[] = `All Policy VisibilityTimeout MaximumMessageSize
  MessageRetentionPeriod ApproximateNumberOfMessages ApproximateNumberOfMessagesNotVisible CreatedTimestamp
  LastModifiedTimestamp QueueArn ApproximateNumberOfMessagesDelayed DelaySeconds ReceiveMessageWaitTimeSeconds
  RedrivePolicy FifoQueue ContentBasedDeduplication KmsMasterKeyId KmsDataKeyReusePeriodSeconds DeduplicationScope
  FifoThroughputLimit RedriveAllowPolicy SqsManagedSseEnabled`.split(/\s+/);

/** The names that ReceiveMessage takes. */
export const MESSAGE_ATTRIBUTES: readonly string[] = `All SenderId SentTimestamp ApproximateReceiveCount
  ApproximateFirstReceiveTimestamp SequenceNumber MessageDeduplicationId MessageGroupId AWSTraceHeader
  DeadLetterQueueSourceArn`.split(/\s+/);

/** What Amazon SQS uses where a template says nothing, in seconds and bytes. */
const DEFAULTS = {
  DelaySeconds: 0,
  MaximumMessageSize: 1_048_576,
  MessageRetentionPeriod: 345_600,
  ReceiveMessageWaitTimeSeconds: 0,
  VisibilityTimeout: 30,
};

/** A setting of a queue, in seconds or bytes. */
export const settingOf = ({ resource }: Queue, name: keyof typeof DEFAULTS): number =>
  Number(resource.properties[name] ?? DEFAULTS[name]);

/** All attributes of a queue. Each value is a string. */
export function queueAttributes(queue: Queue, template: ResolvedTemplate): JsonObject {
  const { arn, properties } = queue.resource;
  const { KmsMasterKeyId, KmsDataKeyReusePeriodSeconds = 300, RedriveAllowPolicy, RedrivePolicy } = properties;
  const settings = (Object.keys(DEFAULTS) as (keyof typeof DEFAULTS)[]).map((name) => [name, settingOf(queue, name)]);
  const { visible, inFlight } = queue.counts;
  const present = Object.entries({
    QueueArn: arn,
    ApproximateNumberOfMessages: visible,
    ApproximateNumberOfMessagesNotVisible: inFlight,
    ApproximateNumberOfMessagesDelayed: 0,
    CreatedTimestamp: DEPLOYED_AT / 1000,
    LastModifiedTimestamp: DEPLOYED_AT / 1000,
    ...(Object.fromEntries(settings) as Record<string, number>),
    Policy: policyOf(queue, template),
    SqsManagedSseEnabled: KmsMasterKeyId === undefined && properties.SqsManagedSseEnabled !== false,
    ...(KmsMasterKeyId !== undefined && { KmsMasterKeyId, KmsDataKeyReusePeriodSeconds }),
    RedriveAllowPolicy,
    RedrivePolicy,
  }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(present.map(([name, value]) => [name, textOf(value as Json)]));
}

/** The last policy of a template for a queue replaces the others. */
const policyOf = ({ resource }: Queue, template: ResolvedTemplate): Json | undefined =>
  resourcesOfType(template, 'AWS::SQS::QueuePolicy')
    .filter(({ properties }) => asArray(properties.Queues).some((queue) => queue === resource.name))
    .at(-1)?.properties.PolicyDocument;

/** What Amazon SQS itself says of a message. Each value is a string. */
export const messageAttributes = ({ sentAt, receiveCount, firstReceivedAt }: Message): JsonObject => ({
  SenderId: 'local',
  SentTimestamp: textOf(sentAt),
  ApproximateReceiveCount: textOf(receiveCount),
  ApproximateFirstReceiveTimestamp: textOf(firstReceivedAt),
});

const textOf = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** Attributes of a message that are texts, as a sender gives them. */
export const asTexts = (attributes: Readonly<Record<string, string>>): JsonObject =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, text]) => [name, { DataType: 'String', StringValue: text }]),
  );
