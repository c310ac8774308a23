import { unknownOperation } from './aws-json';
import { holding } from './clock';
import { compileEventPattern, type EventMatcher } from './event-pattern';
import { targetInput } from './input-transformer';
import type { JsonObject } from './json';
import {
  type AcceptedEntry,
  type EntrySettings,
  type EventEnvelope,
  envelopeOf,
  isRefused,
  readEntry,
  requireEntries,
} from './put-events';
import type { RuleDefinition, RuleTarget } from './rule-definitions';

/** An event that PutEvents accepted. */
export interface PublishedEvent {
  id: string;
  source: string;
  detailType: string;
  detail: JsonObject;
  /** To the second, as EventBridge passes it on. */
  time: string;
  eventBusName: string;
}

export interface EventBusSettings extends EntrySettings {
  rules: RuleDefinition[];
  /** Sends an input to a target. Throws when the target does not take it. */
  deliver(targetArn: string, input: string, deliveryName: string): Promise<void>;
  onEvent(event: PublishedEvent): void;
  /** Takes an event that could not be delivered, with the attributes that say why. @default - it is lost */
  onUndelivered?(queueArn: string, event: string, attributes: Readonly<Record<string, string>>): void;
}

const MAX_ATTEMPTS = 3;
const FIRST_GAP_MILLISECONDS = 100;

/** Amazon EventBridge: accepts events, keeps them, and delivers each to the targets of the rules that it matches. */
export class EventBus {
  readonly published: PublishedEvent[] = [];
  readonly #rules: { rule: RuleDefinition; matches: EventMatcher }[];
  readonly #underway = new Set<Promise<void>>();
  #stopped = false;

  constructor(private readonly settings: EventBusSettings) {
    this.#rules = settings.rules.map((rule) => ({ rule, matches: compileEventPattern(rule.eventPattern) }));
  }

  handle(operation: string, request: JsonObject): JsonObject {
    if (operation !== 'PutEvents') throw unknownOperation(`AWSEvents.${operation}`);
    const entries = requireEntries(request).map((entry) => readEntry(entry, this.settings));
    const answers = entries.map((entry): JsonObject => {
      if (isRefused(entry)) return { ...entry };
      this.#publish(entry);
      return { EventId: entry.event.id };
    });
    return { FailedEntryCount: entries.filter(isRefused).length, Entries: answers };
  }

  /** Takes an event of an AWS service, which is on the default event bus. */
  takeFromService(source: string, detailType: string, detail: JsonObject): void {
    const { deployment, clock, eventId } = this.settings;
    const entry = { Source: source, DetailType: detailType, Detail: JSON.stringify(detail), Time: clock.now() / 1000 };
    const event = envelopeOf(entry, { deployment, id: eventId(entry), time: clock.now(), detail });
    this.#match({ event, eventBusName: 'default' });
  }

  /** Waits for deliveries under way, without further attempts. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.#underway);
  }

  #publish(accepted: AcceptedEntry): void {
    const { event, eventBusName } = accepted;
    const { id, source, detail, time } = event;
    const published = { id, source, detailType: event['detail-type'], detail, time, eventBusName };
    this.published.push(published);
    this.settings.onEvent(published);
    this.#match(accepted);
  }

  #match({ event, eventBusName }: AcceptedEntry): void {
    for (const { rule, matches } of this.#rules) {
      if (rule.eventBusName !== eventBusName || !matches(event)) continue;
      for (const target of rule.targets) {
        const delivery = holding(this.settings.clock, () => this.#deliver(rule, target, event));
        const underway = delivery.finally(() => this.#underway.delete(underway));
        this.#underway.add(underway);
      }
    }
  }

  async #deliver(rule: RuleDefinition, target: RuleTarget, event: EventEnvelope): Promise<void> {
    // One name for all attempts: if the answer to one is lost, the next does not start a second execution.
    const name = `${event.id}_${crypto.randomUUID()}`;
    let failure: Error | undefined;
    for (let attempt = 1; attempt <= MAX_ATTEMPTS && !this.#stopped; attempt += 1) {
      try {
        return await this.settings.deliver(target.arn, inputOf(target, event), name);
      } catch (error) {
        failure = error as Error;
        const gap = FIRST_GAP_MILLISECONDS * 2 ** (attempt - 1);
        if (attempt < MAX_ATTEMPTS) await new Promise<void>((resolve) => this.settings.clock.after(gap, resolve));
      }
    }
    const { deadLetterArn } = target;
    if (deadLetterArn !== undefined && !this.#stopped) {
      this.settings.onUndelivered?.(deadLetterArn, JSON.stringify(event), whyUndelivered(rule, target, failure));
    }
  }
}

const inputOf = ({ transformer }: RuleTarget, event: EventEnvelope): string =>
  transformer ? targetInput(transformer, event) : JSON.stringify(event);

/** The attributes of a message in a dead-letter queue. */
const whyUndelivered = ({ arn }: RuleDefinition, target: RuleTarget, failure?: Error) => ({
  RULE_ARN: arn,
  TARGET_ARN: target.arn,
  ERROR_CODE: 'ERROR_FROM_TARGET',
  ERROR_MESSAGE: failure?.message ?? '',
  EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
  RETRY_ATTEMPTS: String(MAX_ATTEMPTS - 1),
});
