import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

test('npm run help explains every script', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
  const shown = execFileSync(process.execPath, ['scripts/help.mjs'], { encoding: 'utf8' });
  const explained = [...shown.matchAll(/^ {2}([\w:-]+) {2,}\S/gm)].map(([, name]) => name);
  // npm runs this script itself.
  const { prepare: _, ...own } = scripts;
  expect(explained.sort()).toEqual(Object.keys(own).sort());
});
