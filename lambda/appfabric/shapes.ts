import type {
  $SchemaRef,
  StaticListSchema,
  StaticOperationSchema,
  StaticSimpleSchema,
  StaticStructureSchema,
} from '@smithy/types';

/** The SDK's schema format, as far as AppFabric's model needs it. */
export const NAMESPACE = 'com.amazonaws.appfabric';

export type Members = Record<string, $SchemaRef>;

export const string = 0;
export const stringList = 64;
/** Personal data. The trait `sensitive` (8) keeps it out of the client's logs. */
export const sensitiveString: StaticSimpleSchema = [0, NAMESPACE, 'SensitiveString', 8, 0];
/** A string in the path of the request. The trait `httpLabel` is 1. */
export const label: $SchemaRef = [0, 1];
export const queryString = (httpQuery: string): $SchemaRef => [0, { httpQuery }];
export const queryInteger = (httpQuery: string): $SchemaRef => [1, { httpQuery }];

export function structure(name: string, members: Members): StaticStructureSchema {
  return [3, NAMESPACE, name, 0, Object.keys(members), Object.values(members)];
}

export function list(name: string, item: $SchemaRef): StaticListSchema {
  return [1, NAMESPACE, name, 0, item];
}

export function operation(
  name: string,
  http: [method: string, path: string, status: number],
  input: Members,
  output: Members,
): StaticOperationSchema {
  return [9, NAMESPACE, name, { http }, structure(`${name}Request`, input), structure(`${name}Response`, output)];
}
