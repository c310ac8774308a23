import { randomUUID } from 'node:crypto';
import type { Clock } from './clock';
import type { JsonObject } from './json';
import { type ResolvedTemplate, type Resource, resourcesOfType } from './resolve-template';

/** Times are in milliseconds. */
export interface Message {
  readonly id: string;
  readonly body: string;
  /** Each as Amazon SQS takes it: with its type and its value. */
  readonly attributes: JsonObject;
  readonly sentAt: number;
  receiveCount: number;
  firstReceivedAt: number;
  /** Until then, whoever has received it has it alone. */
  hiddenUntil: number;
}

/** A queue of a template, in memory. */
export class Queue {
  #messages: Message[] = [];

  constructor(
    readonly resource: Resource,
    private readonly clock: Clock,
  ) {}

  send(body: string, attributes: JsonObject = {}): Message {
    const now = this.clock.now();
    const times = { sentAt: now, firstReceivedAt: 0, hiddenUntil: 0 };
    const message = { id: randomUUID(), body, attributes, receiveCount: 0, ...times };
    this.#messages.push(message);
    return message;
  }

  receive(most: number, hiddenMilliseconds: number): Message[] {
    const now = this.clock.now();
    const received = this.#messages.filter(({ hiddenUntil }) => hiddenUntil <= now).slice(0, most);
    for (const message of received) {
      message.receiveCount += 1;
      if (message.receiveCount === 1) message.firstReceivedAt = now;
      message.hiddenUntil = now + hiddenMilliseconds;
    }
    return received;
  }

  /** Deletes the message, if it was received for the last time then. */
  delete(id: string, receiveCount: number): void {
    this.#messages = this.#messages.filter((message) => message.id !== id || message.receiveCount !== receiveCount);
  }

  /** How many messages can be received, and how many are in flight. */
  get counts(): { readonly visible: number; readonly inFlight: number } {
    const now = this.clock.now();
    const inFlight = this.#messages.filter(({ hiddenUntil }) => hiddenUntil > now).length;
    return { visible: this.#messages.length - inFlight, inFlight };
  }
}

/** The queues of a template, by name. */
export function queuesOf(template: ResolvedTemplate, clock: Clock): ReadonlyMap<string, Queue> {
  const resources = resourcesOfType(template, 'AWS::SQS::Queue');
  return new Map(resources.map((resource) => [resource.name, new Queue(resource, clock)]));
}

export const queueUrl = ({ accountId }: Pick<ResolvedTemplate, 'accountId'>, endpoint: string, name: string): string =>
  `${endpoint}/${accountId}/${name}`;
