import { CHECKS, type OperationInput } from './checks';
import { invalidFields, validation } from './errors';
import { labelsOf, OPERATIONS, type Operation } from './operations';

const MEMBERS: Record<Operation, readonly (keyof OperationInput)[]> = {
  StartUserAccessTasks: ['appBundleIdentifier', 'email'],
  BatchGetUserAccessTasks: ['appBundleIdentifier', 'taskIdList'],
  ListAppAuthorizations: ['appBundleIdentifier', 'maxResults', 'nextToken'],
};

/**
 * Reads the members of a request: of a GET from its path and query, of a POST from its body.
 *
 * @param target the path and the query
 * @throws AppFabric's ValidationException
 */
export function readInput(operation: Operation, body: string | Uint8Array, target = ''): OperationInput {
  const document = OPERATIONS[operation].method === 'GET' ? parseTarget(operation, target) : parseBody(body);
  const problems = MEMBERS[operation].flatMap((name) => CHECKS[name](document[name]));
  if (problems.length > 0) throw invalidFields(problems);
  // The checks cover the members that this operation reads.
  return document as unknown as OperationInput;
}

function parseTarget(operation: Operation, target: string): Record<string, unknown> {
  const query = new URLSearchParams(target.split('?').slice(1).join('?'));
  const maxResults = query.get('maxResults');
  return {
    ...Object.fromEntries(
      Object.entries(labelsOf(operation, target) ?? {}).map(([name, value]) => [name, decode(value)]),
    ),
    ...(maxResults !== null && { maxResults: /^-?\d+$/.test(maxResults) ? Number(maxResults) : maxResults }),
    nextToken: query.get('nextToken') ?? undefined,
  };
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw validation('cannotParse', 'The path of the request is not encoded correctly.');
  }
}

function parseBody(body: string | Uint8Array): Record<string, unknown> {
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
