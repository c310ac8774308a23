import { type EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { EVENT_SOURCE } from '../../lib/contract/names';
import type { Clock, Random } from '../common/clock';
import type { ScanEvent } from './details';

/** PutEvents takes 10 entries. Together they stay below the 256 KiB that one may have. */
const MAX_ENTRIES_PER_CALL = 10;
const MAX_BYTES_PER_CALL = 240 * 1024;

/** Seven tries take at most 6 s. After that the state machine retries the function. */
const TRIES = 7;
const FIRST_DELAY_MILLISECONDS = 100;

/** EventBridge kept refusing an entry. What it tells is recorded, and the function's next try publishes it. */
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

  /** An answer with status 200 can contain refused entries. Only those are sent again. */
  private async send(entries: PutEventsRequestEntry[]): Promise<void> {
    let open = entries;
    let lastCode: string | undefined;
    for (let attempt = 0; attempt < TRIES; attempt++) {
      if (attempt > 0) await this.clock.sleep(this.random() * FIRST_DELAY_MILLISECONDS * 2 ** attempt);
      const { Entries = [] } = await this.client.send(new PutEventsCommand({ Entries: open }));
      lastCode = Entries.find((entry) => entry.ErrorCode)?.ErrorCode ?? lastCode;
      // An entry without an id was not taken, whatever else the answer says about it.
      open = open.filter((_, index) => Entries[index]?.EventId === undefined);
      if (open.length === 0) return;
    }
    throw new EventsRefused(`EventBridge refused ${open.length} events ${TRIES} times (${lastCode ?? 'no code'}).`);
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
