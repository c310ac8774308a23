/** The operations that scans use, with their methods, paths and status codes in restJson1. */
export const OPERATIONS = {
  StartUserAccessTasks: { method: 'POST', path: '/useraccess/start', status: 201 },
  BatchGetUserAccessTasks: { method: 'POST', path: '/useraccess/batchget', status: 200 },
  ListAppAuthorizations: { method: 'GET', path: '/appbundles/{appBundleIdentifier}/appauthorizations', status: 200 },
} as const;

export type Operation = keyof typeof OPERATIONS;

export const OPERATION_NAMES = Object.keys(OPERATIONS) as Operation[];

/** Undefined when AppFabric has no such operation. */
export function operationAt(method: string, target: string): Operation | undefined {
  return OPERATION_NAMES.find((name) => OPERATIONS[name].method === method && labelsOf(name, target));
}

/**
 * The values in the path of a request, encoded as they are there. A value is one segment, so an ARN must be encoded.
 *
 * @param target the path, with or without a query
 */
export function labelsOf(operation: Operation, target: string): Record<string, string> | undefined {
  const [path = ''] = target.split('?');
  const segments = path.split('/');
  const template = OPERATIONS[operation].path.split('/');
  if (segments.length !== template.length) return undefined;
  const labels: Record<string, string> = {};
  for (const [index, expected] of template.entries()) {
    const label = /^\{(.*)\}$/.exec(expected)?.[1];
    const segment = segments[index] ?? '';
    if (label !== undefined) labels[label] = segment;
    else if (segment !== expected) return undefined;
  }
  return labels;
}
