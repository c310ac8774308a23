/** The two operations of the user access API, with their paths and status codes in restJson1. */
export const OPERATIONS = {
  StartUserAccessTasks: { path: '/useraccess/start', status: 201 },
  BatchGetUserAccessTasks: { path: '/useraccess/batchget', status: 200 },
} as const;

export type Operation = keyof typeof OPERATIONS;

export const OPERATION_NAMES = Object.keys(OPERATIONS) as Operation[];

/** Undefined when AppFabric has no such operation. */
export function operationAt(method: string, path: string): Operation | undefined {
  const [resource] = path.split('?');
  return method === 'POST' ? OPERATION_NAMES.find((name) => OPERATIONS[name].path === resource) : undefined;
}
