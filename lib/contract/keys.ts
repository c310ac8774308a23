import { createHash } from 'node:crypto';
import type { Verdict } from './access/access';
import type { PersonKey } from './person';
import type { ScanStatus } from './records';
import type { WatchStatus } from './watches';

/**
 * The keys of the table, with which each question is one Query (docs/table.md).
 *
 * The parts of a key are joined with `#`. Tenants and email addresses can contain any character, so `#` in a part is
 * written as `%23`, and `%` as `%25`. Different parts never result in the same key.
 */

/** A sort key can have 1,024 bytes. The longest one here has two parts and 16 other bytes. */
const MAX_PART_BYTES = 400;
const LONG_PART_PREFIX_LENGTH = 100;

export function keyPart(value: string): string {
  // Lone surrogates have no UTF-8 encoding. All of them would become the same replacement character.
  const escaped = value.replace(/[%#]|\p{Surrogate}/gu, escapeCharacter);
  if (Buffer.byteLength(escaped) <= MAX_PART_BYTES) return escaped;
  const digest = createHash('sha256').update(escaped).digest('hex');
  return `${[...escaped].slice(0, LONG_PART_PREFIX_LENGTH).join('')}%~${digest}`;
}

function escapeCharacter(character: string): string {
  const code = character.charCodeAt(0).toString(16).toUpperCase();
  return code.length <= 2 ? `%${code}` : `%u${code}`;
}

export interface Key {
  readonly pk: string;
  readonly sk: string;
}

export const TASK_PREFIX = 'TASK#';
export const STANDING_PREFIX = 'STANDING#';
export const PERSON_SCAN_PREFIX = 'SCAN#';

export const scanPartition = (scanId: string): string => `SCAN#${keyPart(scanId)}`;
export const personPartition = (person: PersonKey): string => `PERSON#${keyPart(person)}`;

export const scanRecordKey = (scanId: string): Key => ({ pk: scanPartition(scanId), sk: 'SCAN' });

/** `taskKey` is the id of the task, or `startFailedKey` if the task could not be started. */
export const taskRecordKey = (scanId: string, taskKey: string): Key => ({
  pk: scanPartition(scanId),
  sk: `${TASK_PREFIX}${taskKey}`,
});

export const startFailedKey = (app: string, tenantId: string): string =>
  `START-FAILED#${keyPart(app)}#${keyPart(tenantId)}`;

export const standingKey = (person: PersonKey, app: string, tenantId: string): Key => ({
  pk: personPartition(person),
  sk: `${STANDING_PREFIX}${keyPart(app)}#${keyPart(tenantId)}`,
});

export const CHANGE_PREFIX = 'CHANGE#';

/**
 * Sorts the changes of a person by when the scans asked. A scan has at most one change for each of its tasks.
 *
 * @param order that of the answer that differs (`orderOf`), so that the changes in a tenant are in the order of its
 * answers, even if two scans asked in the same millisecond
 */
export const changeKey = (person: PersonKey, order: string): Key => ({
  pk: personPartition(person),
  sk: `${CHANGE_PREFIX}${order}`,
});

/** The changes in an app, in the index ByApp. */
export const appChangesPartition = (app: string): string => `CHANGES#${keyPart(app)}`;

/** Sorts the changes in an app by when their answers were recorded. */
export const appChangeOrder = (recordedAt: string, changeId: string): string => `${recordedAt}#${keyPart(changeId)}`;

/** The current watch of a person, and the past ones after it. */
export const WATCH_PREFIX = 'WATCH';

/** The current watch of a person, or the last one, until another one begins. */
export const watchKey = (person: PersonKey): Key => ({ pk: personPartition(person), sk: WATCH_PREFIX });

/** A watch that ended before another one began. */
export const pastWatchKey = (person: PersonKey, startedAt: string, watchId: string): Key => ({
  pk: personPartition(person),
  sk: `${WATCH_PREFIX}#${scanOrder(startedAt, watchId)}`,
});

export const watchIdKey = (watchId: string): Key => ({ pk: `WATCH#${keyPart(watchId)}`, sk: 'WATCH_ID' });

/** The ids of a person's watches and of the requests that joined them, in the index ByWatch: to delete them all. */
export const watchIdsPartition = (person: PersonKey): string => `WATCH_IDS#${keyPart(person)}`;

export const PERSON_RECORD = 'PERSON';

export const personKey = (person: PersonKey): Key => ({ pk: personPartition(person), sk: PERSON_RECORD });

export const personScanKey = (person: PersonKey, startedAt: string, scanId: string): Key => ({
  pk: personPartition(person),
  sk: `${PERSON_SCAN_PREFIX}${scanOrder(startedAt, scanId)}`,
});

/** `subject` is what the trigger asks for. One event can ask for scans of several people. */
export const triggerKey = (triggerId: string, subject: string): Key => ({
  pk: `TRIGGER#${keyPart(triggerId)}#${createHash('sha256').update(subject).digest('hex')}`,
  sk: 'TRIGGER',
});

/** Sorts scans by start time, which has a fixed length, and scans of the same millisecond by id. */
export const scanOrder = (startedAt: string, scanId: string): string => `${startedAt}#${keyPart(scanId)}`;

export const appPartition = (app: string): string => `APP#${keyPart(app)}`;
export const tenantPrefix = (tenantId: string): string => `TENANT#${keyPart(tenantId)}#`;
export const appSortKey = (tenantId: string, person: PersonKey): string =>
  `${tenantPrefix(tenantId)}${keyPart(person)}`;

export const statusPartition = (status: ScanStatus): string => `STATUS#${status}`;
export const verdictPartition = (verdict: Verdict): string => `VERDICT#${verdict}`;

/** Sorts people by how long they have had their verdict. */
export const verdictOrder = (since: string, person: PersonKey): string => `${since}#${keyPart(person)}`;

export const watchPartition = (status: WatchStatus): string => `WATCH#${status}`;

/** Sorts running watches by when they are due, and others by when they ended. */
export const watchOrder = (time: string, person: PersonKey, watchId: string): string =>
  `${time}#${keyPart(person)}#${keyPart(watchId)}`;
