import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DetailType } from '../contract/names';

/** The part of JSON Schema that the schemas of the events use. */
export interface JsonSchema {
  readonly type: string;
  readonly properties?: { readonly [field: string]: JsonSchema };
  readonly items?: JsonSchema;
  readonly enum?: readonly string[];
}

/** The schema of each detail-type, in the folder `schemas` of the package. */
export const SCHEMA_FILES: Readonly<Record<string, string>> = {
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

/** The schema of the detail of an event. */
export function schemaOf(detailType: string): JsonSchema {
  const file = join(__dirname, '..', '..', '..', 'schemas', String(SCHEMA_FILES[detailType]));
  return JSON.parse(readFileSync(file, 'utf8'));
}
