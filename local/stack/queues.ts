import { createHash, randomUUID } from 'node:crypto';
import { AwsError } from './aws-error';
import { unknownOperation } from './aws-json';
import type { Clock } from './clock';
import type { JsonObject } from './json';
import { type ResolvedTemplate, resourcesOfType } from './resolve-template';

interface Message {
  readonly id: string;
  readonly body: string;
  /** Until then, whoever has received it has it alone, in milliseconds. */
  hiddenUntil: number;
}

/** How long a message that was received is in flight, in seconds: the default of Amazon SQS. */
const VISIBILITY_TIMEOUT = 30;

/** Amazon SQS: the queues of a template, in memory. */
export class Queues {
  /** By the ARN of the queue. */
  readonly #messages: ReadonlyMap<string, Message[]>;

  constructor(
    template: ResolvedTemplate,
    private readonly clock: Clock,
    private readonly endpoint = '',
  ) {
    const queues = resourcesOfType(template, 'AWS::SQS::Queue');
    this.#messages = new Map(queues.map(({ arn }) => [arn, []]));
  }

  readonly #operations: Record<string, (messages: Message[], request: JsonObject, arn: string) => JsonObject> = {
    SendMessage: (messages, { MessageBody }) => {
      const { id, body } = this.#add(messages, String(MessageBody));
      return { MessageId: id, MD5OfMessageBody: md5(body) };
    },
    ReceiveMessage: (messages, { MaxNumberOfMessages = 1, VisibilityTimeout = VISIBILITY_TIMEOUT }) => {
      const visible = messages.filter((each) => each.hiddenUntil <= this.clock.now());
      const received = visible.slice(0, Number(MaxNumberOfMessages));
      for (const each of received) each.hiddenUntil = this.clock.now() + Number(VisibilityTimeout) * 1000;
      const Messages = received.map(({ id, body }) => ({
        ...{ MessageId: id, ReceiptHandle: id },
        ...{ Body: body, MD5OfBody: md5(body) },
      }));
      const answer: JsonObject = Messages.length > 0 ? { Messages } : {};
      return answer;
    },
    DeleteMessage: (messages, { ReceiptHandle }) => {
      const at = messages.findIndex(({ id }) => id === ReceiptHandle);
      if (at >= 0) messages.splice(at, 1);
      return {};
    },
    GetQueueUrl: (_messages, _request, arn) => ({ QueueUrl: [this.endpoint, ...arn.split(':').slice(4)].join('/') }),
    GetQueueAttributes: (messages, _request, arn) => {
      const inFlight = messages.filter(({ hiddenUntil }) => hiddenUntil > this.clock.now()).length;
      return {
        Attributes: {
          QueueArn: arn,
          ApproximateNumberOfMessages: String(messages.length - inFlight),
          ApproximateNumberOfMessagesNotVisible: String(inFlight),
        },
      };
    },
  };

  handle(operation: string, request: JsonObject): JsonObject {
    const operate = Object.hasOwn(this.#operations, operation) ? this.#operations[operation] : undefined;
    if (!operate) throw unknownOperation(`AmazonSQS.${operation}`);
    const name = String(request.QueueUrl ?? request.QueueName)
      .split('/')
      .at(-1);
    const [arn, messages] = [...this.#messages].find(([each]) => each.split(':').at(-1) === name) ?? [];
    if (!arn || !messages) throw new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');
    return operate(messages, request, arn);
  }

  /** Takes an event that could not be delivered. */
  send(queueArn: string, body: string): void {
    const messages = this.#messages.get(queueArn);
    if (messages) this.#add(messages, body);
  }

  #add(messages: Message[], body: string): Message {
    const message = { id: randomUUID(), body, hiddenUntil: 0 };
    messages.push(message);
    return message;
  }
}

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
