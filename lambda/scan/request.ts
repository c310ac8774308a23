import { MAX_TASK_IDS_PER_SCAN, TASK_ID_PATTERN } from '../../lib/contract/limits';
import { ScanErrorName } from '../../lib/contract/names';
import type { Person } from '../../lib/contract/person';
import type { Trigger } from '../../lib/contract/records';
import { InputReader } from '../common/input';
import { ScanError } from './errors';

/** The input of an execution: a person to scan, or tasks that were started elsewhere. */
export type ScanRequest = { readonly trigger?: Trigger } & (
  | { readonly person: Person; readonly taskIds?: undefined }
  | { readonly person?: undefined; readonly taskIds: readonly string[] }
);

const reader = new InputReader((message) => new ScanError(ScanErrorName.INVALID_SCAN_REQUEST, message));

export const isTaskId = (value: unknown): value is string => typeof value === 'string' && TASK_ID_PATTERN.test(value);

/**
 * Reads an execution's input.
 *
 * @throws ScanError `InvalidScanRequest`, with a message that names the field and the fix, but does not contain its
 * value
 */
export function parseScanRequest(input: unknown): ScanRequest {
  const request = reader.asObject(input, 'The input');
  reader.rejectUnknownFields(request, ['email', 'taskIds', 'trigger'], '');
  const trigger = 'trigger' in request ? { trigger: reader.trigger(request.trigger) } : {};
  const hasEmail = 'email' in request;
  if (hasEmail === 'taskIds' in request) {
    throw reader.invalid(
      hasEmail
        ? 'email and taskIds are both set: remove one of them'
        : 'email or taskIds is required: set { "email": "person@example.com" } or { "taskIds": ["…"] }',
    );
  }
  return hasEmail
    ? { person: reader.person(request.email), ...trigger }
    : { taskIds: parseTaskIds(request.taskIds), ...trigger };
}

/** The trigger of an input that is otherwise not valid, so that a malformed event can be found. */
export const triggerIn = (input: unknown): Trigger | undefined => reader.triggerIn(input);

/** Identifies what a request asks for. It is the same for all deliveries of an event. */
export const subjectOf = (request: ScanRequest): string =>
  request.person !== undefined ? `email ${request.person.key}` : `taskIds ${[...request.taskIds].sort().join(' ')}`;

function parseTaskIds(value: unknown): string[] {
  if (!Array.isArray(value)) throw reader.invalid('taskIds must be a list of task ids');
  if (value.length === 0) throw reader.invalid('taskIds is empty: list at least one task id');
  if (value.length > MAX_TASK_IDS_PER_SCAN) {
    throw reader.invalid(
      `taskIds has ${value.length} ids, but the maximum is ${MAX_TASK_IDS_PER_SCAN}: start several scans`,
    );
  }
  value.forEach((id, index) => {
    if (isTaskId(id)) return;
    throw reader.invalid(`taskIds[${index}] is not a task id: it must be a UUID in lower case`);
  });
  return [...new Set<string>(value)];
}
