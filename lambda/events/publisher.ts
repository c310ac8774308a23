import { type EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { EVENT_SOURCE } from '../../lib/contract/names';
import type { Clock, Random } from '../common/clock';
import { forEachLimited } from '../common/concurrency';
import type { Telemetry } from '../common/telemetry';
import type { ScanEvent } from './details';

/** PutEvents accepts at most 10 entries and 256 KiB in one request. */
const MAX_ENTRIES_PER_CALL = 10;
const MAX_BYTES_PER_CALL = 240 * 1024;

/** The source, the detail-type, the time and the ARN of the table, with a name of at most 255 characters. */
const OTHER_BYTES_OF_ENTRY = 512;

/** The events of 2,000 results and their changes are 400 calls, which must end in a minute even if each takes a second. */
const MAX_CALLS_AT_ONCE = 8;

/** The waits between seven tries add up to 6 s on average and 13 s at most. */
const MAX_TRIES = 7;
const FIRST_DELAY_MILLISECONDS = 100;

export interface PublishOptions {
  /** How often an event is sent. @default 7 */
  readonly tries?: number;
  /** No call begins after this time, except the first, in milliseconds since the epoch. @default - no limit */
  readonly until?: number;
}

interface PublisherDependencies {
  readonly clock: Clock;
  readonly random: Random;
  readonly telemetry: Telemetry;
}

/** What EventBridge did not accept. */
export interface Refused<Event extends ScanEvent = ScanEvent> {
  readonly events: readonly Event[];
  /** The code or the name of the last error. It can contain anything. */
  readonly code: string | undefined;
}

/**
 * Publishes events. Events that EventBridge does not accept are returned, because what they report is recorded and can
 * be published later.
 */
export class Publisher {
  constructor(
    private readonly client: EventBridgeClient,
    private readonly eventBus: string,
    /** The ARN of the table that has what the events report. */
    private readonly table: string,
    private readonly dependencies: PublisherDependencies,
  ) {}

  /**
   * Publishes events in batches. If EventBridge accepts nothing of a batch, no other batch is begun. Those are the
   * first of the returned events, so that an event that is never accepted does not block the others.
   */
  async publish<Event extends ScanEvent>(
    events: readonly Event[],
    { tries = MAX_TRIES, until = Number.POSITIVE_INFINITY }: PublishOptions = {},
  ): Promise<Refused<Event>> {
    const batches = batchesOf(events.map((event) => ({ event, entry: this.entryOf(event) })));
    const untried: Sized<Event>[] = [];
    const refused: Sized<Event>[] = [];
    let lastCode: string | undefined;
    let isRefused = false;
    await forEachLimited([...batches.entries()], MAX_CALLS_AT_ONCE, async ([index, batch]) => {
      if (index > 0 && (isRefused || this.dependencies.clock.now() >= until)) {
        untried.push(...batch);
        return;
      }
      const { open, code } = await this.send(batch, tries, until);
      refused.push(...open);
      lastCode = code ?? lastCode;
      isRefused ||= open.length === batch.length;
    });
    if (refused.length > 0) this.dependencies.telemetry.measure('eventsRefused', refused.length);
    return { events: [...untried, ...refused].map(({ event }) => event), code: lastCode };
  }

  private entryOf(event: ScanEvent): PutEventsRequestEntry {
    return {
      EventBusName: this.eventBus,
      Source: EVENT_SOURCE,
      Resources: [this.table],
      DetailType: event.detailType,
      Time: new Date(event.time),
      Detail: JSON.stringify(event.detail),
    };
  }

  /** A response with status 200 can contain refused entries. Only those are sent again. */
  private async send<Event>(batch: readonly Sized<Event>[], tries: number, until: number) {
    const { clock, random } = this.dependencies;
    let open = batch;
    let code: string | undefined;
    for (let attempt = 0; attempt < tries; attempt++) {
      if (attempt > 0) await clock.sleep(random() * FIRST_DELAY_MILLISECONDS * 2 ** attempt);
      if (attempt > 0 && clock.now() >= until) break;
      try {
        const { Entries = [] } = await this.client.send(
          new PutEventsCommand({ Entries: open.map(({ entry }) => entry) }),
        );
        code = Entries.find((entry) => entry.ErrorCode)?.ErrorCode ?? code;
        // EventBridge has accepted an entry only if it returns an event id.
        open = open.filter((_, index) => Entries[index]?.EventId === undefined);
      } catch (error) {
        code = (error as Error).name;
      }
      if (open.length === 0) break;
    }
    return { open, code };
  }
}

interface Sized<Event> {
  readonly event: Event;
  readonly entry: PutEventsRequestEntry;
}

function batchesOf<Event>(entries: readonly Sized<Event>[]): Sized<Event>[][] {
  const batches: Sized<Event>[][] = [];
  let bytes = 0;
  for (const sized of entries) {
    const size = Buffer.byteLength(sized.entry.Detail ?? '') + OTHER_BYTES_OF_ENTRY;
    const last = batches.at(-1);
    if (last === undefined || last.length === MAX_ENTRIES_PER_CALL || bytes + size > MAX_BYTES_PER_CALL) {
      batches.push([sized]);
      bytes = size;
    } else {
      last.push(sized);
      bytes += size;
    }
  }
  return batches;
}
