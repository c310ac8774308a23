import { createHash } from 'node:crypto';
import { MAX_TASK_IDS_PER_SCAN } from '../../lib/contract/limits';
import { ScanErrorName } from '../../lib/contract/names';
import { ScanError } from './errors';
import { personKey } from './keys';
import type { Trigger } from './records';

/** What an execution is asked to do: scan a person, or collect tasks that somebody already started. */
export type ScanRequest = { readonly trigger?: Trigger } & (
  | { readonly email: string; readonly taskIds?: undefined }
  | { readonly email?: undefined; readonly taskIds: readonly string[] }
);

/** AppFabric's own pattern and length for an address (API version 2023-05-19). */
const EMAIL = /^[a-zA-Z0-9.!#$%&’*+/=?^_`{|}~-]+@[a-zA-Z0-9-]+(?:\.[a-zA-Z0-9-]+)*$/;
const LONGEST_EMAIL = 320;
const TASK_ID = /^[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}$/;
const LONGEST_TRIGGER_FIELD = 256;
const ISO_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/;

export const isEmail = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= LONGEST_EMAIL && EMAIL.test(value);

export const isTaskId = (value: unknown): value is string => typeof value === 'string' && TASK_ID.test(value);

/**
 * Reads an execution's input. The address is given back as it was written (AppFabric is asked with it); keys use its
 * lower-case form.
 *
 * @throws ScanError `InvalidScanRequest`; the message names the field and the fix, and never a value.
 */
export function parseScanRequest(input: unknown): ScanRequest {
  const request = asObject(input, 'The input');
  refuseUnknownFields(request, ['email', 'taskIds', 'trigger'], '');
  const trigger = 'trigger' in request ? { trigger: parseTrigger(request.trigger) } : {};
  const hasEmail = 'email' in request;
  if (hasEmail === 'taskIds' in request) {
    throw invalid(
      hasEmail
        ? 'email and taskIds are both there: give one of them'
        : 'email or taskIds is missing: give { "email": "person@example.com" } or { "taskIds": ["…"] }',
    );
  }
  return hasEmail
    ? { email: parseEmail(request.email), ...trigger }
    : { taskIds: parseTaskIds(request.taskIds), ...trigger };
}

/** What a request is about, in one form for one thing: two deliveries of one event give the same. */
export const subjectOf = (request: ScanRequest): string =>
  request.email !== undefined
    ? `email ${personKey(request.email)}`
    : `taskIds ${[...request.taskIds].sort().join(' ')}`;

/** The same in 64 characters: 2,000 ids are too many to keep with a scan. */
export const subjectDigest = (request: ScanRequest): string =>
  createHash('sha256').update(subjectOf(request)).digest('hex');

function parseEmail(value: unknown): string {
  if (typeof value !== 'string') throw invalid('email must be a string');
  if (value.length > LONGEST_EMAIL) throw invalid(`email is longer than ${LONGEST_EMAIL} characters`);
  if (!isEmail(value)) throw invalid('email is not an address that AppFabric takes: write it as person@example.com');
  return value;
}

function parseTaskIds(value: unknown): string[] {
  if (!Array.isArray(value)) throw invalid('taskIds must be a list of task ids');
  if (value.length === 0) throw invalid('taskIds is empty: give at least one task id');
  if (value.length > MAX_TASK_IDS_PER_SCAN) {
    throw invalid(`taskIds has ${value.length} ids, and a scan takes ${MAX_TASK_IDS_PER_SCAN}: start several scans`);
  }
  value.forEach((id, index) => {
    if (isTaskId(id)) return;
    throw invalid(`taskIds[${index}] is not a task id: AppFabric's are UUIDs in lower case`);
  });
  return [...new Set<string>(value)];
}

function parseTrigger(value: unknown): Trigger {
  const trigger = asObject(value, 'trigger');
  refuseUnknownFields(trigger, ['id', 'source', 'time'], 'trigger.');
  const time = triggerField(trigger, 'time');
  if (!ISO_TIME.test(time) || Number.isNaN(Date.parse(time))) {
    throw invalid('trigger.time is not a time: write it as 2026-01-31T12:00:00Z');
  }
  return { id: triggerField(trigger, 'id'), source: triggerField(trigger, 'source'), time };
}

function triggerField(trigger: Record<string, unknown>, field: keyof Trigger): string {
  const value = trigger[field];
  if (typeof value === 'string' && value.length > 0 && value.length <= LONGEST_TRIGGER_FIELD) return value;
  throw invalid(`trigger.${field} must be a string of 1 to ${LONGEST_TRIGGER_FIELD} characters`);
}

function asObject(value: unknown, name: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw invalid(`${name} must be a JSON object`);
}

function refuseUnknownFields(object: Record<string, unknown>, known: string[], path: string) {
  const unknown = Object.keys(object).find((field) => !known.includes(field));
  if (unknown === undefined) return;
  // A field's name may be anything, an address too; only what looks like a name is repeated.
  const named = /^[A-Za-z]\w{0,39}$/.test(unknown)
    ? `${path}${unknown}`
    : `A field${path && ` of ${path.slice(0, -1)}`}`;
  throw invalid(`${named} is not known: the fields are ${known.map((field) => path + field).join(', ')}`);
}

const invalid = (message: string) => new ScanError(ScanErrorName.INVALID_SCAN_REQUEST, `${message}.`);
