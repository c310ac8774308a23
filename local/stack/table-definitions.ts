import { asArray, asObject, type Json, type JsonObject } from './json';
import { type ResolvedTemplate, type Resource, resourcesOfType } from './resolve-template';

/** The body of a CreateTable request. */
export interface TableDefinition {
  TableName: string;
  BillingMode: 'PAY_PER_REQUEST';
  AttributeDefinitions: Json[];
  KeySchema: Json[];
  GlobalSecondaryIndexes?: Json[];
  LocalSecondaryIndexes?: Json[];
}

/** The tables of a template. What DynamoDB does around the data (backups, encryption, time to live) has no part here. */
export function tableDefinitions(template: ResolvedTemplate): TableDefinition[] {
  return resourcesOfType(template, 'AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable').map(tableDefinition);
}

function tableDefinition({ name, properties }: Resource): TableDefinition {
  const globalIndexes = indexes(properties.GlobalSecondaryIndexes);
  const localIndexes = indexes(properties.LocalSecondaryIndexes);
  return {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: asArray(properties.AttributeDefinitions),
    KeySchema: asArray(properties.KeySchema),
    ...(globalIndexes.length > 0 && { GlobalSecondaryIndexes: globalIndexes }),
    ...(localIndexes.length > 0 && { LocalSecondaryIndexes: localIndexes }),
  };
}

function indexes(value: Json | undefined): JsonObject[] {
  return asArray(value).map((index) => {
    const { IndexName = '', KeySchema = [], Projection = {} } = asObject(index);
    return { IndexName, KeySchema, Projection };
  });
}

/** One text for everything that cannot be changed by writing items, to tell whether a stored table still fits. */
export function tableShape(table: { [key: string]: Json } | TableDefinition): string {
  const { KeySchema, AttributeDefinitions, GlobalSecondaryIndexes, LocalSecondaryIndexes } = table as JsonObject;
  return JSON.stringify([
    asArray(KeySchema).map(keyText),
    asArray(AttributeDefinitions).map(attributeText).sort(),
    asArray(GlobalSecondaryIndexes).map(indexText).sort(),
    asArray(LocalSecondaryIndexes).map(indexText).sort(),
  ]);
}

function keyText(key: Json): string {
  return `${asObject(key).AttributeName} ${asObject(key).KeyType}`;
}

function attributeText(attribute: Json): string {
  return `${asObject(attribute).AttributeName} ${asObject(attribute).AttributeType}`;
}

function indexText(index: Json): string {
  const { IndexName, KeySchema, Projection } = asObject(index);
  const { ProjectionType, NonKeyAttributes } = asObject(Projection);
  return JSON.stringify([
    IndexName,
    asArray(KeySchema).map(keyText),
    ProjectionType,
    asArray(NonKeyAttributes).map(String).sort(),
  ]);
}
