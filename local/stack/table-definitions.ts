import { asArray, asObject, isObject, type Json, type JsonObject } from './json';
import { type ResolvedTemplate, resourcesOfType } from './resolve-template';

/** The body of a CreateTable request. */
export interface TableDefinition {
  TableName: string;
  BillingMode: 'PAY_PER_REQUEST';
  AttributeDefinitions: Json[];
  KeySchema: Json[];
  GlobalSecondaryIndexes?: Json[];
}

/** The tables of a template: their keys and indexes. Backups, encryption and time to live do not apply here. */
export function tableDefinitions(template: ResolvedTemplate): TableDefinition[] {
  return resourcesOfType(template, 'AWS::DynamoDB::Table').map(({ name, properties }) =>
    tableDefinition(name, properties),
  );
}

function tableDefinition(name: string, { GlobalSecondaryIndexes, ...properties }: JsonObject): TableDefinition {
  const indexes = asArray(GlobalSecondaryIndexes).map((index) => {
    const { IndexName = '', KeySchema = [], Projection = {} } = asObject(index);
    return { IndexName, KeySchema, Projection };
  });
  return {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: asArray(properties.AttributeDefinitions),
    KeySchema: asArray(properties.KeySchema),
    ...(indexes.length > 0 && { GlobalSecondaryIndexes: indexes }),
  };
}

/** Everything about a table that cannot change once it exists, as one string: tells whether a stored table still fits. */
export function tableShape(table: JsonObject): string {
  return JSON.stringify(sorted({ ...tableDefinition('', table) }));
}

/** Without the order of lists and of keys, which means nothing in a table's keys and indexes. */
function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map((item) => JSON.stringify(sorted(item))).sort();
  if (!isObject(value)) return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, inner]) => [key, sorted(inner)]);
}
