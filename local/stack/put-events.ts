import { createHash, randomUUID } from 'node:crypto';
import { constraintError, validationError } from './aws-error';
import type { Clock } from './clock';
import { asArray, asObject, asString, isObject, type JsonObject, parseJson } from './json';
import { busName, type Deployment } from './physical-names';

/** An event as rules see it. */
export type EventEnvelope = JsonObject &
  Record<'id' | 'source' | 'detail-type' | 'time', string> & { detail: JsonObject };

export interface AcceptedEntry {
  eventBusName: string;
  event: EventEnvelope;
}

export interface RefusedEntry {
  ErrorCode: string;
  ErrorMessage: string;
}

const MAX_ENTRIES = 10;
const MAX_ENTRY_BYTES = 256 * 1024;

/** The entries of a PutEvents request. Throws when EventBridge would refuse the request as a whole. */
export function requireEntries(request: JsonObject): JsonObject[] {
  const entries = asArray(request.Entries).map(asObject);
  if (entries.length < 1) throw constraintError('entries', 'have length greater than or equal to 1');
  if (entries.length > MAX_ENTRIES)
    throw constraintError('entries', `have length less than or equal to ${MAX_ENTRIES}`);
  if (entries.some((entry) => entryBytes(entry) > MAX_ENTRY_BYTES)) {
    throw validationError('Total size of the entries in the request is over the limit.');
  }
  return entries;
}

export interface EntrySettings {
  deployment: Pick<Deployment, 'accountId' | 'region'>;
  buses: string[];
  clock: Clock;
  /** Makes the id of an accepted event. */
  eventId: (entry: JsonObject) => string;
}

interface Stamp {
  readonly deployment: EntrySettings['deployment'];
  readonly id: string;
  /** In milliseconds since the epoch. */
  readonly time: number;
  readonly detail: JsonObject;
}

/** The event that rules see for an entry. */
export function envelopeOf(entry: JsonObject, { deployment, id, time, detail }: Stamp): EventEnvelope {
  return {
    version: '0',
    id,
    'detail-type': String(entry.DetailType),
    source: String(entry.Source),
    account: deployment.accountId,
    time: `${new Date(time).toISOString().slice(0, 19)}Z`,
    region: deployment.region,
    resources: asArray(entry.Resources),
    detail,
  };
}

/** Accepts one entry as EventBridge does, or returns the error that EventBridge gives. */
export function readEntry(
  entry: JsonObject,
  { deployment, buses, clock, eventId }: EntrySettings,
): AcceptedEntry | RefusedEntry {
  const source = asString(entry.Source);
  const detailType = asString(entry.DetailType);
  const detailText = asString(entry.Detail);
  if (!source) return missing('Source');
  if (!detailType) return missing('DetailType');
  if (!detailText) return missing('Detail');
  if (source.startsWith('aws.')) {
    return { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'Not authorized for the source.' };
  }
  const detail = parseJson(detailText);
  if (!isObject(detail)) return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
  const eventBusName = busName(asString(entry.EventBusName) ?? 'default');
  // EventBridge accepts such an entry and drops it. Here the mistake should be visible.
  if (!buses.includes(eventBusName)) return invalid(`Event bus ${eventBusName} does not exist.`);
  const time = typeof entry.Time === 'number' ? entry.Time * 1000 : clock.now();
  const event = envelopeOf(entry, { deployment, id: eventId(entry), time, detail });
  return { eventBusName, event };
}

/**
 * Ids made of the entry: an entry that is put again, unchanged, is the same event, delivered once more. EventBridge
 * delivers at least once, and this is the only way to see that from outside. The salt keeps the ids of two buses apart.
 */
export function contentIds(): (entry: JsonObject) => string {
  const salt = randomUUID();
  return (entry) => {
    const digits = createHash('sha256').update(salt).update(JSON.stringify(entry)).digest('hex');
    return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
  };
}

export function isRefused(entry: AcceptedEntry | RefusedEntry): entry is RefusedEntry {
  return 'ErrorCode' in entry;
}

function missing(member: string): RefusedEntry {
  return invalid(`Parameter ${member} is not valid. Reason: ${member} is a required argument.`);
}

function invalid(ErrorMessage: string): RefusedEntry {
  return { ErrorCode: 'InvalidArgument', ErrorMessage };
}

function entryBytes({ Time, Source, DetailType, Detail, Resources }: JsonObject): number {
  const texts = [Source, DetailType, Detail, ...asArray(Resources)].filter((text) => typeof text === 'string');
  return texts.reduce((bytes, text) => bytes + Buffer.byteLength(text), Time === undefined ? 0 : 14);
}
