import { EMAIL_PATTERN, MAX_EMAIL_LENGTH, MAX_TASK_IDS_PER_SCAN, TASK_ID_PATTERN } from '../../lib/contract/limits';
import { ScanErrorName } from '../../lib/contract/names';
import { type Person, personOf } from '../../lib/contract/person';
import type { Trigger } from '../../lib/contract/records';
import { ScanError } from './errors';

/** The input of an execution: a person to scan, or tasks that were started elsewhere. */
export type ScanRequest = { readonly trigger?: Trigger } & (
  | { readonly person: Person; readonly taskIds?: undefined }
  | { readonly person?: undefined; readonly taskIds: readonly string[] }
);

const MAX_TRIGGER_FIELD_LENGTH = 256;
const ISO_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/;

export const isTaskId = (value: unknown): value is string => typeof value === 'string' && TASK_ID_PATTERN.test(value);

/**
 * Reads an execution's input.
 *
 * @throws ScanError `InvalidScanRequest`, with a message that names the field and the fix, but does not contain its
 * value
 */
export function parseScanRequest(input: unknown): ScanRequest {
  const request = asObject(input, 'The input');
  rejectUnknownFields(request, ['email', 'taskIds', 'trigger'], '');
  const trigger = 'trigger' in request ? { trigger: parseTrigger(request.trigger) } : {};
  const hasEmail = 'email' in request;
  if (hasEmail === 'taskIds' in request) {
    throw invalid(
      hasEmail
        ? 'email and taskIds are both set: remove one of them'
        : 'email or taskIds is required: set { "email": "person@example.com" } or { "taskIds": ["…"] }',
    );
  }
  return hasEmail
    ? { person: parsePerson(request.email), ...trigger }
    : { taskIds: parseTaskIds(request.taskIds), ...trigger };
}

/** The trigger of an input that is otherwise not valid, so that a malformed event can be found. */
export function triggerIn(input: unknown): Trigger | undefined {
  try {
    const { id, source, time } = asObject(asObject(input, 'The input').trigger, 'trigger');
    return parseTrigger({ id, source, time });
  } catch {
    return undefined;
  }
}

/** Identifies what a request asks for. It is the same for all deliveries of an event. */
export const subjectOf = (request: ScanRequest): string =>
  request.person !== undefined ? `email ${request.person.key}` : `taskIds ${[...request.taskIds].sort().join(' ')}`;

function parsePerson(value: unknown): Person {
  if (typeof value !== 'string') throw invalid('email must be a string');
  if (value.length > MAX_EMAIL_LENGTH) throw invalid(`email must have at most ${MAX_EMAIL_LENGTH} characters`);
  if (!EMAIL_PATTERN.test(value)) {
    throw invalid('email is not an email address that AppFabric accepts: write it as person@example.com');
  }
  return personOf(value);
}

function parseTaskIds(value: unknown): string[] {
  if (!Array.isArray(value)) throw invalid('taskIds must be a list of task ids');
  if (value.length === 0) throw invalid('taskIds is empty: list at least one task id');
  if (value.length > MAX_TASK_IDS_PER_SCAN) {
    throw invalid(`taskIds has ${value.length} ids, but the maximum is ${MAX_TASK_IDS_PER_SCAN}: start several scans`);
  }
  value.forEach((id, index) => {
    if (isTaskId(id)) return;
    throw invalid(`taskIds[${index}] is not a task id: it must be a UUID in lower case`);
  });
  return [...new Set<string>(value)];
}

function parseTrigger(value: unknown): Trigger {
  const trigger = asObject(value, 'trigger');
  rejectUnknownFields(trigger, ['id', 'source', 'time'], 'trigger.');
  const time = triggerField(trigger, 'time');
  if (!ISO_TIME.test(time) || Number.isNaN(Date.parse(time))) {
    throw invalid('trigger.time is not a time: write it as 2026-01-31T12:00:00Z');
  }
  return { id: triggerField(trigger, 'id'), source: triggerField(trigger, 'source'), time };
}

function triggerField(trigger: Record<string, unknown>, field: keyof Trigger): string {
  const value = trigger[field];
  if (typeof value === 'string' && value.length > 0 && value.length <= MAX_TRIGGER_FIELD_LENGTH) {
    return value.toWellFormed();
  }
  throw invalid(`trigger.${field} must be a string of 1 to ${MAX_TRIGGER_FIELD_LENGTH} characters`);
}

function asObject(value: unknown, name: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw invalid(`${name} must be a JSON object`);
}

function rejectUnknownFields(object: Record<string, unknown>, known: string[], path: string) {
  const unknown = Object.keys(object).find((field) => !known.includes(field));
  if (unknown === undefined) return;
  // A field's name can be anything, even an email address. The message contains it only if it looks like a name.
  const named = /^[A-Za-z]\w{0,39}$/.test(unknown)
    ? `${path}${unknown}`
    : `A field${path && ` of ${path.slice(0, -1)}`}`;
  throw invalid(`${named} is not supported: the fields are ${known.map((field) => path + field).join(', ')}`);
}

const invalid = (message: string) => new ScanError(ScanErrorName.INVALID_SCAN_REQUEST, `${message}.`);
