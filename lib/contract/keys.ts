import { createHash } from 'node:crypto';
import type { PersonKey } from './person';

/**
 * The keys of the table: every question is one Query (docs/table.md).
 *
 * Parts are joined with `#`. Tenants and addresses come from outside, so `#` inside a part is written `%23` and `%` is
 * written `%25`: two different parts never give the same key.
 */

/** DynamoDB allows 1,024 bytes for a sort key. The longest of ours joins two parts and 16 other bytes. */
const MAX_PART_BYTES = 400;
const CHARACTERS_KEPT_OF_A_LONG_PART = 100;

export function keyPart(value: string): string {
  // A lone surrogate has no UTF-8 form: all of them would become the same replacement character.
  const escaped = value.replace(/[%#]|\p{Surrogate}/gu, escapeCharacter);
  if (Buffer.byteLength(escaped) <= MAX_PART_BYTES) return escaped;
  const digest = createHash('sha256').update(escaped).digest('hex');
  return `${[...escaped].slice(0, CHARACTERS_KEPT_OF_A_LONG_PART).join('')}%~${digest}`;
}

function escapeCharacter(character: string): string {
  const code = character.charCodeAt(0).toString(16).toUpperCase();
  return code.length <= 2 ? `%${code}` : `%u${code}`;
}

export interface Key {
  readonly pk: string;
  readonly sk: string;
}

export const SCAN_SORT_KEY = 'SCAN';
export const TASK_PREFIX = 'TASK#';
export const STANDING_PREFIX = 'STANDING#';
export const PERSON_SCAN_PREFIX = 'SCAN#';

export const scanPartition = (scanId: string): string => `SCAN#${keyPart(scanId)}`;
export const personPartition = (person: PersonKey): string => `PERSON#${keyPart(person)}`;

export const scanRecordKey = (scanId: string): Key => ({ pk: scanPartition(scanId), sk: SCAN_SORT_KEY });

/** `taskKey` is the task's id, or `startFailedKey` where AppFabric gave none. */
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

export const personScanKey = (person: PersonKey, startedAt: string, scanId: string): Key => ({
  pk: personPartition(person),
  sk: `${PERSON_SCAN_PREFIX}${scanOrder(startedAt, scanId)}`,
});

/** `subject` is what the trigger asked for: one event may ask for the scans of several people. */
export const triggerKey = (triggerId: string, subject: string): Key => ({
  pk: `TRIGGER#${keyPart(triggerId)}#${createHash('sha256').update(subject).digest('hex')}`,
  sk: 'TRIGGER',
});

/** Sorts scans by age. The start time has a fixed width; the id decides between scans of one millisecond. */
export const scanOrder = (startedAt: string, scanId: string): string => `${startedAt}#${keyPart(scanId)}`;

export const appPartition = (app: string): string => `APP#${keyPart(app)}`;
export const tenantPrefix = (tenantId: string): string => `TENANT#${keyPart(tenantId)}#`;
export const appSortKey = (tenantId: string, person: PersonKey): string =>
  `${tenantPrefix(tenantId)}${keyPart(person)}`;

export const statusPartition = (status: string): string => `STATUS#${status}`;
