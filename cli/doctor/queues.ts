import { GetQueueAttributesCommand, GetQueueUrlCommand } from '@aws-sdk/client-sqs';
import { failure } from '../errors';
import { count } from '../print/verdict-sentence';
import type { DoctorClients } from './clients';
import { type Check, type Found, ok, REVERT, toDo } from './finding';
import { unlessMissing } from './problem';
import type { ScannerRules } from './rules';
import type { Scanner } from './scanner';
import { stemOf } from './scanner-resources';

type Sqs = DoctorClients['sqs'];

/** Undefined if there is no such queue. */
export async function urlOf(sqs: Sqs, arn: string): Promise<string | undefined> {
  const [, , , , QueueOwnerAWSAccountId, QueueName] = arn.split(':');
  const command = new GetQueueUrlCommand({ QueueName, QueueOwnerAWSAccountId });
  return (await unlessMissing(sqs.send(command)))?.QueueUrl;
}

const nameOf = (urlOrArn: string): string => urlOrArn.split(/[:/]/).at(-1) ?? urlOrArn;

/** What EventBridge could not deliver: in the queues of the stack, and in those that rules of other stacks have. */
export function queueChecks(scanner: Scanner, scannerRules: () => Promise<ScannerRules>): Check[] {
  const { sqs } = scanner.clients;
  const stackQueues = async (): Promise<string[]> => {
    const resources = await scanner.resources();
    const sources = [...resources.ofType('AWS::Events::Rule'), ...resources.ofType('AWS::Scheduler::ScheduleGroup')];
    const stems = new Set(sources.map(stemOf));
    const queues = resources.ofType('AWS::SQS::Queue').filter((queue) => stems.has(stemOf(queue)));
    return queues.map(({ physicalId }) => physicalId);
  };
  return [
    {
      name: 'dead letters',
      run: async () => {
        const urls = await stackQueues();
        const findings: Found[] = [];
        for (const url of urls) findings.push(...(await queueFindings(sqs, url)));
        return findings.length > 0 ? findings : [ok(`${count(urls.length, 'queue')}, without messages`)];
      },
    },
    {
      name: 'dead letters',
      run: async () => {
        const inStack = new Set((await stackQueues()).map(nameOf));
        const { rules } = await scannerRules();
        const arns = rules.flatMap(({ targets }) =>
          targets.flatMap(({ DeadLetterConfig }) => DeadLetterConfig?.Arn ?? []),
        );
        const findings: Found[] = [];
        for (const arn of new Set(arns)) {
          if (inStack.has(nameOf(arn))) continue;
          const url = await urlOf(sqs, arn);
          if (url === undefined) findings.push(missing(nameOf(arn)));
          else findings.push(...(await queueFindings(sqs, url)));
        }
        return findings;
      },
    },
  ];
}

const missing = (name: string): Found =>
  toDo(`the queue ${name} does not exist`, `What can't be delivered is lost. ${REVERT}`);

async function queueFindings(sqs: Sqs, QueueUrl: string): Promise<Found[]> {
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
