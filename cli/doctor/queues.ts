import { GetQueueAttributesCommand, GetQueueUrlCommand } from '@aws-sdk/client-sqs';
import { failure } from '../errors';
import { count } from '../print/verdict-sentence';
import type { DoctorClients } from './clients';
import { type Found, REVERT, toDo } from './finding';
import { unlessMissing } from './problem';

type Sqs = DoctorClients['sqs'];

/** Undefined if there is no such queue. */
export async function urlOf(sqs: Sqs, arn: string): Promise<string | undefined> {
  const [, , , , QueueOwnerAWSAccountId, QueueName] = arn.split(':');
  const command = new GetQueueUrlCommand({ QueueName, QueueOwnerAWSAccountId });
  return (await unlessMissing(sqs.send(command)))?.QueueUrl;
}

export const nameOf = (urlOrArn: string): string => urlOrArn.split(/[:/]/).at(-1) ?? urlOrArn;

export const missing = (name: string): Found =>
  toDo(`the queue ${name} does not exist`, `What can't be delivered is lost. ${REVERT}`);

export async function queueFindings(sqs: Sqs, QueueUrl: string): Promise<Found[]> {
  const command = new GetQueueAttributesCommand({
    QueueUrl,
    // Those that somebody reads at the moment count, too.
    AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible', 'MessageRetentionPeriod'],
  });
  const answer = await unlessMissing(sqs.send(command));
  if (answer === undefined) return [missing(nameOf(QueueUrl))];
  const { ApproximateNumberOfMessages, ApproximateNumberOfMessagesNotVisible, MessageRetentionPeriod } =
    answer.Attributes ?? {};
  const messages = Number(ApproximateNumberOfMessages) + Number(ApproximateNumberOfMessagesNotVisible);
  if (Number.isNaN(messages)) throw failure('AWS did not say how many messages there are.');
  if (messages === 0) return [];
  const kept = MessageRetentionPeriod ? ` The queue keeps a message for ${daysOf(MessageRetentionPeriod)}.` : '';
  const advice = `What EventBridge could not deliver was not done. Fix the cause, then do it now (docs/operations.md#deadletters).${kept}`;
  return [toDo(`${count(messages, 'message')} in ${nameOf(QueueUrl)}`, advice)];
}

const daysOf = (seconds: string): string => count(Math.round((Number(seconds) / 86_400) * 10) / 10, 'day');
