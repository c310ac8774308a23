// npm run release-template: stores the template of a release, which test/safe-change.test.ts compares the next one with.
// Run it for a release, when the version is set. Before that, it would hide what an update of the last release replaces.
import './check-node.mjs';
import { writeFileSync } from 'node:fs';
import { releaseTemplate } from '../test/fixtures/release/app.ts';

const { Resources } = releaseTemplate();
for (const resource of Object.values(Resources)) delete resource.Metadata;
writeFileSync(
  new URL('../test/fixtures/release/template.json', import.meta.url),
  `${JSON.stringify({ Resources }, null, 2)}\n`,
);
