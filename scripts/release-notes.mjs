// node scripts/release-notes.mjs v0.2.0: prints the section of CHANGELOG.md about a release.
import { readFileSync } from 'node:fs';
import { sectionOf } from './changelog.mjs';

const version = String(process.argv[2]).replace(/^v/, '');
const section = sectionOf(readFileSync(new URL('../CHANGELOG.md', import.meta.url), 'utf8'), version);
if (!section) {
  process.stderr.write(`CHANGELOG.md has no section for ${version}.\n`);
  process.exit(1);
}
process.stdout.write(`${section}\n`);
