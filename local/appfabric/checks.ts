import type { Field } from './errors';
import {
  APP_BUNDLE,
  characters,
  EMAIL,
  MAX_APP_BUNDLE_LENGTH,
  MAX_EMAIL_LENGTH,
  MAX_NEXT_TOKEN_LENGTH,
  MAX_RESULTS,
  MAX_TASK_IDS,
  TASK_ID,
} from './limits';

/** The members of the requests. Which ones are required depends on the operation. */
export interface OperationInput {
  readonly appBundleIdentifier: string;
  readonly email: string;
  readonly taskIdList: readonly string[];
  readonly maxResults?: number;
  readonly nextToken?: string;
}

/** AppFabric's limits for the members of its requests. Each check returns the fields that are not valid. */
export const CHECKS: Record<keyof OperationInput, (value: unknown) => readonly Field[]> = {
  appBundleIdentifier: (value) => text('appBundleIdentifier', value, APP_BUNDLE, MAX_APP_BUNDLE_LENGTH),
  email: (value) => text('email', value, EMAIL, MAX_EMAIL_LENGTH),
  taskIdList: taskIds,
  maxResults,
  nextToken: (value) => (value === undefined ? [] : text('nextToken', value, /./, MAX_NEXT_TOKEN_LENGTH)),
};

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

function maxResults(value: unknown): readonly Field[] {
  if (value === undefined) return [];
  if (!Number.isInteger(value)) return invalid('maxResults', 'be an integer');
  if (Number(value) < 1) return invalid('maxResults', 'have value greater than or equal to 1');
  return Number(value) <= MAX_RESULTS ? [] : invalid('maxResults', `have value less than or equal to ${MAX_RESULTS}`);
}

export const invalid = (name: string, constraint: string): readonly Field[] => [
  { name, message: `Member must ${constraint}` },
];
