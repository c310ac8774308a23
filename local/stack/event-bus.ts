import { unknownOperation } from './aws-json';
import type { Clock } from './clock';
import { compileEventPattern, type EventMatcher } from './event-pattern';
import { targetInput } from './input-transformer';
import type { JsonObject } from './json';
import { type AcceptedEntry, type EntrySettings, isRefused, readEntry, requireEntries } from './put-events';
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

/** The delivery of an event to one target of a rule that it matched. */
export interface Delivery {
  eventId: string;
  ruleName: string;
  targetArn: string;
  input?: string;
  /** Why the target did not get it: AWS would send the event to the dead-letter queue. */
  error?: string;
}

/** Sends an input to a target. An ARN that nothing here serves counts as delivered. */
export type Deliver = (targetArn: string, input: string, deliveryName: string) => Promise<void>;

export interface EventBusSettings extends Omit<EntrySettings, 'now'> {
  clock: Clock;
  rules: RuleDefinition[];
  deliver: Deliver;
  onEvent(event: PublishedEvent): void;
}

const MAX_ATTEMPTS = 3;
const FIRST_GAP_MILLISECONDS = 100;

/** Amazon EventBridge: accepts events, keeps them, and delivers each to the targets of the rules that it matches. */
export class EventBus {
  readonly published: PublishedEvent[] = [];
  readonly deliveries: Delivery[] = [];
  readonly #rules: { rule: RuleDefinition; matches: EventMatcher }[];
  readonly #underway = new Set<Promise<void>>();
  #stopped = false;

  constructor(private readonly settings: EventBusSettings) {
    this.#rules = settings.rules.map((rule) => ({ rule, matches: compileEventPattern(rule.eventPattern) }));
  }

  handle(operation: string, request: JsonObject): JsonObject {
    if (operation !== 'PutEvents') throw unknownOperation(`AWSEvents.${operation}`);
    const settings = { ...this.settings, now: () => this.settings.clock.now() };
    const entries = requireEntries(request).map((entry) => readEntry(entry, settings));
    const answers = entries.map((entry): JsonObject => {
      if (isRefused(entry)) return { ...entry };
      this.#publish(entry);
      return { EventId: entry.event.id };
    });
    return { FailedEntryCount: entries.filter(isRefused).length, Entries: answers };
  }

  /** Waits for deliveries under way, without further attempts. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.#underway);
  }

  #publish({ event, eventBusName }: AcceptedEntry): void {
    const { id, source, detail, time } = event;
    const published = { id, source, detailType: event['detail-type'], detail, time, eventBusName };
    this.published.push(published);
    this.settings.onEvent(published);
    for (const { rule, matches } of this.#rules) {
      if (rule.eventBusName !== eventBusName || !matches(event)) continue;
      for (const target of rule.targets) this.#dispatch(rule, target, event);
    }
  }

  #dispatch(rule: RuleDefinition, target: RuleTarget, event: AcceptedEntry['event']): void {
    const delivery: Delivery = { eventId: event.id, ruleName: rule.name, targetArn: target.arn };
    const underway = this.#deliver(delivery, () => targetInput(target, rule, event)).finally(() => {
      this.deliveries.push(delivery);
      this.#underway.delete(underway);
    });
    this.#underway.add(underway);
  }

  async #deliver(delivery: Delivery, makeInput: () => string): Promise<void> {
    // One name for all attempts: if the answer to one is lost, the next does not start a second execution.
    const name = `${delivery.eventId}_${crypto.randomUUID()}`;
    for (let attempt = 1; attempt <= MAX_ATTEMPTS && !this.#stopped; attempt += 1) {
      try {
        delivery.input = makeInput();
        await this.settings.deliver(delivery.targetArn, delivery.input, name);
        delivery.error = undefined;
        return;
      } catch (error) {
        delivery.error = error instanceof Error ? error.name : 'Error';
        if (attempt < MAX_ATTEMPTS) await this.#pause(FIRST_GAP_MILLISECONDS * 2 ** (attempt - 1));
      }
    }
  }

  #pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => this.settings.clock.after(milliseconds, resolve));
  }
}
