import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as eventschemas from 'aws-cdk-lib/aws-eventschemas';
import { Construct } from 'constructs';
import { DetailType, EVENT_SOURCE } from '../contract/names';

/** The schema of each detail-type, in the folder `schemas` of the package. */
const SCHEMA_FILES = {
  [DetailType.RESULT]: 'user-access-result.json',
  [DetailType.SCAN_COMPLETED]: 'user-access-scan-completed.json',
  [DetailType.SCAN_FAILED]: 'user-access-scan-failed.json',
  [DetailType.CHANGED]: 'user-access-changed.json',
  [DetailType.WATCH_STARTED]: 'user-access-watch-started.json',
  [DetailType.WATCH_OVERDUE]: 'user-access-watch-overdue.json',
  [DetailType.WATCH_CLEARED]: 'user-access-watch-cleared.json',
  [DetailType.WATCH_GIVEN_UP]: 'user-access-watch-given-up.json',
  [DetailType.WATCH_STOPPED]: 'user-access-watch-stopped.json',
};

/** A schema registry with the schema of each event's detail. */
export class EventSchemas extends Construct {
  public readonly registry: eventschemas.CfnRegistry;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.registry = new eventschemas.CfnRegistry(this, 'Registry', {
      description: `Details of the events that ${EVENT_SOURCE} publishes`,
    });
    for (const [detailType, file] of Object.entries(SCHEMA_FILES)) {
      const name = detailType.replaceAll(' ', '');
      new eventschemas.CfnSchema(this, name, {
        registryName: this.registry.attrRegistryName,
        schemaName: `${EVENT_SOURCE}@${name}`,
        description: `The detail of '${detailType}'`,
        type: 'JSONSchemaDraft4',
        content: draft4(file),
      });
    }
  }
}

/** EventBridge supports only draft 4 of JSON Schema. The schemas use only keywords that mean the same in draft 4. */
function draft4(file: string): string {
  const schema = JSON.parse(readFileSync(join(__dirname, '..', '..', '..', 'schemas', file), 'utf8'));
  return JSON.stringify({ ...schema, $schema: 'http://json-schema.org/draft-04/schema#' });
}
