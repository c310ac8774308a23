import { asArray, asObject, type Json } from './json';
import { type ResolvedTemplate, type Resource, resourcesOfType } from './resolve-template';

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
  return resourcesOfType(template, 'AWS::DynamoDB::Table').map(tableDefinition);
}

function tableDefinition({ name, properties }: Resource): TableDefinition {
  const indexes = asArray(properties.GlobalSecondaryIndexes).map((index) => {
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
export function tableShape({
  KeySchema,
  AttributeDefinitions,
  GlobalSecondaryIndexes,
}: Partial<TableDefinition>): string {
  return JSON.stringify([
    asArray(KeySchema).map(keyText),
    asArray(AttributeDefinitions).map(attributeText).sort(),
    asArray(GlobalSecondaryIndexes).map(indexText).sort(),
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
