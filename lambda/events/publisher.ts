import { type EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { EVENT_SOURCE } from '../../lib/contract/names';
import type { Clock, Random } from '../common/clock';
import type { ScanEvent } from './details';

/** PutEvents accepts at most 10 entries and 256 KiB in one request. */
const MAX_ENTRIES_PER_CALL = 10;
const MAX_BYTES_PER_CALL = 240 * 1024;

/**
 * The waits between seven tries add up to 6 s on average and 13 s at most. Then the state machine retries the function.
 */
const MAX_TRIES = 7;
const FIRST_DELAY_MILLISECONDS = 100;

/** EventBridge kept refusing events. What they report is recorded, so the next try of the function publishes them. */
export class EventsRefused extends Error {
  override readonly name = 'EventsRefused';
}

export class Publisher {
  constructor(
    private readonly client: EventBridgeClient,
    private readonly eventBusName: string,
    private readonly clock: Clock,
    private readonly random: Random,
  ) {}

  /** Publishes every event at least once, or throws. */
  async publish(events: readonly ScanEvent[]): Promise<void> {
    for (const batch of batchesOf(events.map((event) => this.entryOf(event)))) await this.send(batch);
  }

  private entryOf(event: ScanEvent): PutEventsRequestEntry {
    return {
      EventBusName: this.eventBusName,
      Source: EVENT_SOURCE,
      DetailType: event.detailType,
      Time: new Date(event.time),
      Detail: JSON.stringify(event.detail),
    };
  }

  /** A response with status 200 can contain refused entries. Only those are sent again. */
  private async send(entries: PutEventsRequestEntry[]): Promise<void> {
    let open = entries;
    let lastCode: string | undefined;
    for (let attempt = 0; attempt < MAX_TRIES; attempt++) {
      if (attempt > 0) await this.clock.sleep(this.random() * FIRST_DELAY_MILLISECONDS * 2 ** attempt);
      const { Entries = [] } = await this.client.send(new PutEventsCommand({ Entries: open }));
      lastCode = Entries.find((entry) => entry.ErrorCode)?.ErrorCode ?? lastCode;
      // EventBridge has accepted an entry only if it returns an event id.
      open = open.filter((_, index) => Entries[index]?.EventId === undefined);
      if (open.length === 0) return;
    }
    throw new EventsRefused(`EventBridge refused ${open.length} events ${MAX_TRIES} times (${lastCode ?? 'no code'}).`);
  }
}

function batchesOf(entries: PutEventsRequestEntry[]): PutEventsRequestEntry[][] {
  const batches: PutEventsRequestEntry[][] = [];
  let bytes = 0;
  for (const entry of entries) {
    const size = Buffer.byteLength(entry.Detail ?? '') + 256;
    const last = batches.at(-1);
    if (last === undefined || last.length === MAX_ENTRIES_PER_CALL || bytes + size > MAX_BYTES_PER_CALL) {
      batches.push([entry]);
      bytes = size;
    } else {
      last.push(entry);
      bytes += size;
    }
  }
  return batches;
}
