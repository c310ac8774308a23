import { AwsError } from '../../local/stack/aws-error';
import { EventBus, type PublishedEvent } from '../../local/stack/event-bus';
import type { JsonObject } from '../../local/stack/json';
import type { VirtualClock } from './clock';
import type { Meter } from './meter';
import type { Request, Response, Served } from './network';

/** An event that the bus accepted. */
export interface TakenEvent extends PublishedEvent {
  readonly at: number;
}

/** The event bus of `local/stack`, without rules, behind the world's network. */
export class VirtualEventBridge {
  readonly taken: TakenEvent[] = [];
  /** Called for every event. */
  onTaken: (event: TakenEvent) => void = () => undefined;
  readonly #bus: EventBus;
  readonly #buses = ['default'];

  constructor(
    clock: VirtualClock,
    eventId: () => string,
    meter: Meter,
    deployment: { accountId: string; region: string },
  ) {
    this.#bus = new EventBus({
      clock,
      deployment,
      eventId,
      buses: this.#buses,
      rules: [],
      deliver: async () => undefined,
      onEvent: (published) => {
        const event = { ...published, at: clock.now() };
        this.taken.push(event);
        meter.events++;
        this.onTaken(event);
      },
    });
  }

  addBuses(names: readonly string[]): void {
    this.#buses.push(...names);
  }

  async serve({ operation, input }: Request): Promise<Served> {
    try {
      return { response: response(200, this.#bus.handle(operation, input as JsonObject)) };
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      return { response: response(error.status, { __type: error.name, message: error.message }) };
    }
  }
}

const response = (status: number, output: object): Response => ({
  status,
  headers: { 'content-type': 'application/x-amz-json-1.1' },
  body: JSON.stringify(output),
});
