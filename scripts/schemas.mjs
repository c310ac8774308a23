// Generates the JSON Schemas of the events from their types (lib/contract/events.ts and watch-events.ts) and writes them to schemas/.
// test/lib/contract/schemas.test.ts fails if the schemas are out of date.
import './check-node.mjs';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createGenerator } from 'ts-json-schema-generator';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

const TYPES = {
  'user-access-result.json': 'UserAccessResultDetail',
  'user-access-scan-completed.json': 'UserAccessScanCompletedDetail',
  'user-access-scan-failed.json': 'UserAccessScanFailedDetail',
  'user-access-changed.json': 'UserAccessChangedDetail',
  'user-access-watch-started.json': 'UserAccessWatchStartedDetail',
  'user-access-watch-overdue.json': 'UserAccessWatchOverdueDetail',
  'user-access-watch-cleared.json': 'UserAccessWatchClearedDetail',
  'user-access-watch-given-up.json': 'UserAccessWatchGivenUpDetail',
  'user-access-watch-stopped.json': 'UserAccessWatchStoppedDetail',
};

/** @returns the content of each file in schemas/ */
export function schemaFiles() {
  const generator = createGenerator({
    path: join(root, 'lib', 'contract', '{events,watch-events}.ts'),
    tsconfig: join(root, 'tsconfig.json'),
    // Without references, and open to attributes that are added within a version.
    expose: 'none',
    topRef: false,
    additionalProperties: true,
    sortProps: false,
    skipTypeCheck: true,
  });
  return Object.entries(TYPES).map(([file, type]) => {
    const { $schema, title, description, definitions: _none, ...schema } = generator.createSchema(type);
    return [file, `${JSON.stringify({ $schema, title, description, ...inDraft4(schema) }, null, 2)}\n`];
  });
}

/** EventBridge's schema registry reads draft 4, which has no `const`. */
function inDraft4(value) {
  if (Array.isArray(value)) return value.map(inDraft4);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) =>
    key === 'const' ? ['enum', [inner]] : [key, inDraft4(inner)],
  );
  return Object.fromEntries(entries);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [file, content] of schemaFiles()) writeFileSync(join(root, 'schemas', file), content);
}
