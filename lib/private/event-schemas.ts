import * as eventschemas from 'aws-cdk-lib/aws-eventschemas';
import { Construct } from 'constructs';
import { EVENT_SOURCE } from '../contract/names';
import { type JsonSchema, SCHEMA_FILES, schemaOf } from './event-schema-files';

/** A schema registry with the schema of each event's detail. */
export class EventSchemas extends Construct {
  public readonly registry: eventschemas.CfnRegistry;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.registry = new eventschemas.CfnRegistry(this, 'Registry', {
      description: `Details of the events that ${EVENT_SOURCE} publishes`,
    });
    for (const detailType of Object.keys(SCHEMA_FILES)) {
      const name = detailType.replaceAll(' ', '');
      new eventschemas.CfnSchema(this, name, {
        registryName: this.registry.attrRegistryName,
        schemaName: `${EVENT_SOURCE}@${name}`,
        description: `The detail of '${detailType}'`,
        type: 'JSONSchemaDraft4',
        content: draft4(schemaOf(detailType)),
      });
    }
  }
}

/** EventBridge supports only draft 4 of JSON Schema. The schemas use only keywords that mean the same in draft 4. */
const draft4 = (schema: JsonSchema): string =>
  JSON.stringify({ ...schema, $schema: 'http://json-schema.org/draft-04/schema#' });
