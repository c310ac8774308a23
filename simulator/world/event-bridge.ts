import type { Meter } from './meter';
import type { Request, Response, Served } from './network';

/** An event that a bus took. */
export interface TakenEvent {
  readonly id: string;
  readonly at: number;
  readonly bus: string;
  readonly source: string;
  readonly detailType: string;
  readonly time: string | undefined;
  readonly detail: Record<string, unknown>;
}

interface Entry {
  readonly EventBusName?: string;
  readonly Source?: string;
  readonly DetailType?: string;
  readonly Detail?: string;
  readonly Time?: number | string;
}

const LONGEST_ENTRY_BYTES = 256 * 1024;

/** PutEvents with EventBridge's limits. Buses exist by being named. */
export class VirtualEventBridge {
  readonly taken: TakenEvent[] = [];
  readonly #listeners: ((event: TakenEvent) => void)[] = [];

  constructor(
    private readonly now: () => number,
    private readonly uuid: () => string,
    private readonly meter: Meter,
  ) {}

  onTaken(listener: (event: TakenEvent) => void): void {
    this.#listeners.push(listener);
  }

  async serve({ operation, input }: Request): Promise<Served> {
    if (operation !== 'PutEvents') return { response: failure('UnknownOperationException', operation) };
    const entries = (input.Entries ?? []) as Entry[];
    if (entries.length < 1 || entries.length > 10) {
      return { response: failure('ValidationException', `Entries must be 1 to 10, found ${entries.length}.`) };
    }
    const results = entries.map((entry) => this.take(entry));
    const FailedEntryCount = results.filter((result) => 'ErrorCode' in result).length;
    return { response: answer({ FailedEntryCount, Entries: results }) };
  }

  private take(entry: Entry) {
    const mistake = mistakeIn(entry);
    if (mistake) return { ErrorCode: mistake, ErrorMessage: `${mistake}.` };
    const event: TakenEvent = {
      id: this.uuid(),
      at: this.now(),
      bus: entry.EventBusName ?? 'default',
      source: entry.Source ?? '',
      detailType: entry.DetailType ?? '',
      time: entry.Time === undefined ? undefined : timeOf(entry.Time),
      detail: JSON.parse(entry.Detail ?? '{}'),
    };
    this.taken.push(event);
    this.meter.events++;
    for (const listener of this.#listeners) listener(event);
    return { EventId: event.id };
  }
}

function mistakeIn({ Source = '', DetailType = '', Detail = '', Time }: Entry): string | undefined {
  if (!Source || !DetailType || !Detail) return 'InvalidArgument';
  if (Source.startsWith('aws.')) return 'NotAuthorizedForSourceException';
  const bytes = [Source, DetailType, Detail].reduce((sum, text) => sum + Buffer.byteLength(text), Time ? 14 : 0);
  if (bytes > LONGEST_ENTRY_BYTES) return 'InvalidArgument';
  try {
    const detail: unknown = JSON.parse(Detail);
    return typeof detail === 'object' && detail !== null && !Array.isArray(detail) ? undefined : 'MalformedDetail';
  } catch {
    return 'MalformedDetail';
  }
}

const timeOf = (time: number | string): string => new Date(typeof time === 'number' ? time * 1000 : time).toISOString();

const headers = { 'content-type': 'application/x-amz-json-1.1' };
const answer = (output: object): Response => ({ status: 200, headers, body: JSON.stringify(output) });
const failure = (type: string, message: string): Response => ({
  status: 400,
  headers,
  body: JSON.stringify({ __type: type, message }),
});
