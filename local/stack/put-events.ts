import { createHash } from 'node:crypto';
import { constraintError, validationError } from './aws-error';
import { asArray, asObject, asString, isObject, type Json, type JsonObject, parseJson } from './json';
import type { Deployment } from './physical-names';
import { busName } from './rule-definitions';

/** An event as rules see it. */
export interface EventEnvelope extends JsonObject {
  version: '0';
  id: string;
  'detail-type': string;
  source: string;
  account: string;
  time: string;
  region: string;
  resources: Json[];
  detail: JsonObject;
}

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

/** The entries of a PutEvents request. What is wrong with the whole of it is thrown. */
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

/**
 * Takes one entry as EventBridge does, or says why not.
 *
 * An entry that is put again to the letter is the same event here, delivered once more: EventBridge delivers at least
 * once, and from outside nothing else could show what comes of that. `salt` keeps the ids of one bus apart from
 * another's.
 */
export function readEntry(
  entry: JsonObject,
  buses: string[],
  place: Deployment,
  salt: string,
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
  // EventBridge accepts such an entry and drops it. Here it is a mistake that somebody should see.
  if (!buses.includes(eventBusName)) return invalid(`Event bus ${eventBusName} does not exist.`);
  const time = typeof entry.Time === 'number' ? new Date(entry.Time * 1000) : new Date();
  const event: EventEnvelope = {
    version: '0',
    id: eventId(salt, entry),
    'detail-type': detailType,
    source,
    account: place.accountId,
    time: `${time.toISOString().slice(0, 19)}Z`,
    region: place.region,
    resources: asArray(entry.Resources),
    detail,
  };
  return { eventBusName, event };
}

/** A UUID that is made of the entry. */
function eventId(salt: string, entry: JsonObject): string {
  const digits = createHash('sha256').update(salt).update(JSON.stringify(entry)).digest('hex');
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    digits.slice(12, 16),
    digits.slice(16, 20),
    digits.slice(20, 32),
  ].join('-');
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
