import { type Field, invalidFields, validation } from './errors';
import {
  APP_BUNDLE,
  characters,
  EMAIL,
  MAX_APP_BUNDLE_LENGTH,
  MAX_EMAIL_LENGTH,
  MAX_TASK_IDS,
  TASK_ID,
} from './limits';
import type { Operation } from './operations';

/** The members of the requests. Which ones are required depends on the operation. */
export interface OperationInput {
  readonly appBundleIdentifier: string;
  readonly email: string;
  readonly taskIdList: readonly string[];
}

const CHECKS: Record<keyof OperationInput, (value: unknown) => readonly Field[]> = {
  appBundleIdentifier: (value) => text('appBundleIdentifier', value, APP_BUNDLE, MAX_APP_BUNDLE_LENGTH),
  email: (value) => text('email', value, EMAIL, MAX_EMAIL_LENGTH),
  taskIdList: taskIds,
};

const MEMBERS: Record<Operation, readonly (keyof OperationInput)[]> = {
  StartUserAccessTasks: ['appBundleIdentifier', 'email'],
  BatchGetUserAccessTasks: ['appBundleIdentifier', 'taskIdList'],
};

/**
 * Reads the members of a request's body.
 *
 * @throws AppFabric's ValidationException
 */
export function readInput(operation: Operation, body: string | Uint8Array): OperationInput {
  const document = parse(body);
  const problems = MEMBERS[operation].flatMap((name) => CHECKS[name](document[name]));
  if (problems.length > 0) throw invalidFields(problems);
  // The checks cover the members that this operation reads.
  return document as unknown as OperationInput;
}

function parse(body: string | Uint8Array): Record<string, unknown> {
  let document: unknown;
  try {
    document = JSON.parse(typeof body === 'string' ? body : new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    throw validation('cannotParse', 'The request body is not valid JSON.');
  }
  if (typeof document !== 'object' || document === null || Array.isArray(document)) {
    throw validation('cannotParse', 'The request body must be a JSON object.');
  }
  return document as Record<string, unknown>;
}

function text(name: string, value: unknown, pattern: RegExp, max: number): readonly Field[] {
  if (value === undefined || value === null) return invalid(name, 'not be null');
  if (typeof value !== 'string') return invalid(name, 'be a string');
  if (characters(value) > max) return invalid(name, `have length less than or equal to ${max}`);
  return pattern.test(value) ? [] : invalid(name, `satisfy regular expression pattern: ${pattern.source}`);
}

function taskIds(value: unknown): readonly Field[] {
  const name = 'taskIdList';
  if (value === undefined || value === null) return invalid(name, 'not be null');
  if (!Array.isArray(value)) return invalid(name, 'be a list');
  if (value.length < 1) return invalid(name, 'have length greater than or equal to 1');
  if (value.length > MAX_TASK_IDS) return invalid(name, `have length less than or equal to ${MAX_TASK_IDS}`);
  return value.flatMap((id: unknown, index) => text(`${name}[${index}]`, id, TASK_ID, 36));
}

const invalid = (name: string, constraint: string): readonly Field[] => [
  { name, message: `Member must ${constraint}` },
];
