// node scripts/check-release.mjs v0.2.0: whether everything that names the version of a release names this one.
import { readFileSync } from 'node:fs';
import { sectionOf } from './changelog.mjs';

const read = (path) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
const version = String(process.argv[2]).replace(/^v/, '');
const mistakes = ['package.json', 'cli/package.json', 'local/package.json'].flatMap((file) => {
  const found = JSON.parse(read(file)).version;
  return found === version ? [] : `${file} has the version ${found}.`;
});
if (!sectionOf(read('CHANGELOG.md'), version)) mistakes.push('CHANGELOG.md has no section for it.');
for (const mistake of mistakes) process.stderr.write(`Release ${version}: ${mistake}\n`);
process.exitCode = mistakes.length > 0 ? 1 : 0;
