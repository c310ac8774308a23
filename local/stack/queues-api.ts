import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Operation } from './aws-json';
import { asArray, asObject, type JsonObject } from './json';
import { pageOf } from './pages';
import {
  MESSAGE_ATTRIBUTES,
  messageAttributes,
  QUEUE_ATTRIBUTES,
  queueAttributes,
  settingOf,
} from './queue-attributes';
import {
  invalidValue,
  nameParameters,
  noSuchQueue,
  numberParameter,
  readReceiptHandle,
  receiptHandle,
  requireParameter,
} from './queue-requests';
import { type Message, type Queue, queueUrl } from './queues';
import type { ResolvedTemplate } from './resolve-template';

const MAX_VISIBILITY_TIMEOUT_SECONDS = 43_200;
const MAX_WAIT_SECONDS = 20;
/** Between two looks for a message, while a request waits for one. */
const LOOK_MILLISECONDS = 50;

/** Amazon SQS, for the queues of a template. */
export function queueOperations(
  queues: ReadonlyMap<string, Queue>,
  template: ResolvedTemplate,
  endpoint: string,
): Record<string, Operation> {
  const names = [...queues.keys()].sort();
  const queueNamed = (name = ''): Queue => {
    const found = queues.get(name);
    if (!found) throw noSuchQueue();
    return found;
  };
  const queueIn = (request: JsonObject) => queueNamed(requireParameter(request, 'QueueUrl').split('/').at(-1));
  return {
    GetQueueUrl: (request) => {
      const { name } = queueNamed(requireParameter(request, 'QueueName')).resource;
      return { QueueUrl: queueUrl(template, endpoint, name) };
    },
    ListQueues: (request) => {
      const { QueueNamePrefix: prefix = '', NextToken: token } = request;
      const size = numberParameter(request, 'MaxResults', 1, 1000, 1000);
      const named = names.filter((name) => name.startsWith(String(prefix)));
      const page = pageOf(named, { keyOf: (name) => name, size, token });
      if (!page) throw invalidValue('NextToken', token, 'It is not a token of this list.');
      const { items, nextToken } = page;
      return {
        ...(items.length > 0 && { QueueUrls: items.map((name) => queueUrl(template, endpoint, name)) }),
        ...(nextToken !== undefined && { NextToken: nextToken }),
      };
    },
    GetQueueAttributes: (request) => {
      const asked = nameParameters(request, 'AttributeNames', QUEUE_ATTRIBUTES);
      const Attributes = only(queueAttributes(queueIn(request), template), asked);
      return { ...(Object.keys(Attributes).length > 0 && { Attributes }) };
    },
    SendMessage: (request) => {
      const body = requireParameter(request, 'MessageBody');
      const { id } = queueIn(request).send(body, asObject(request.MessageAttributes));
      return { MessageId: id, MD5OfMessageBody: md5(body) };
    },
    ReceiveMessage: (request) => receive(queueIn(request), request),
    DeleteMessage: (request) => {
      const queue = queueIn(request);
      const { id, receiveCount } = readReceiptHandle(requireParameter(request, 'ReceiptHandle'));
      queue.delete(id, receiveCount);
      return {};
    },
  };
}

async function receive(queue: Queue, request: JsonObject): Promise<JsonObject> {
  const most = numberParameter(request, 'MaxNumberOfMessages', 1, 10, 1);
  const hidden = settingOf(queue, 'VisibilityTimeout');
  const hiddenSeconds = numberParameter(request, 'VisibilityTimeout', 0, MAX_VISIBILITY_TIMEOUT_SECONDS, hidden);
  const patience = settingOf(queue, 'ReceiveMessageWaitTimeSeconds');
  const waitSeconds = numberParameter(request, 'WaitTimeSeconds', 0, MAX_WAIT_SECONDS, patience);
  const asked = ['AttributeNames', 'MessageSystemAttributeNames'].flatMap((name) =>
    nameParameters(request, name, MESSAGE_ATTRIBUTES),
  );
  const end = Date.now() + waitSeconds * 1000;
  let received = queue.receive(most, hiddenSeconds * 1000);
  while (received.length === 0 && Date.now() < end) {
    await sleep(LOOK_MILLISECONDS, undefined, { ref: false });
    received = queue.receive(most, hiddenSeconds * 1000);
  }
  const custom = asArray(request.MessageAttributeNames).map(String);
  return received.length > 0 ? { Messages: received.map((each) => described(each, asked, custom)) } : {};
}

function described(message: Message, asked: string[], custom: string[]): JsonObject {
  const Attributes = only(messageAttributes(message), asked);
  const MessageAttributes = only(message.attributes, custom);
  return {
    MessageId: message.id,
    ReceiptHandle: receiptHandle(message.id, message.receiveCount),
    Body: message.body,
    MD5OfBody: md5(message.body),
    ...(Object.keys(Attributes).length > 0 && { Attributes }),
    ...(Object.keys(MessageAttributes).length > 0 && { MessageAttributes }),
  };
}

/** The attributes that are asked for, by name, by the beginning of their names (`prefix.*`), or all of them. */
function only(attributes: JsonObject, asked: string[]): JsonObject {
  const isAsked = (name: string) =>
    asked.some(
      (each) => each === 'All' || each === name || (each.endsWith('.*') && name.startsWith(each.slice(0, -2))),
    );
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => isAsked(name)));
}

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
