import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

test('API.md is what the docstrings say (run `npm run api-reference` after a change)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'api-reference-'));
  const file = join(folder, 'API.md');
  execFileSync('node_modules/.bin/jsii-docgen', ['--output', file], { stdio: 'ignore' });
  const generated = readFileSync(file, 'utf8');
  rmSync(folder, { recursive: true });
  expect(generated).toContain('### UserAccessScanner ');
  expect(readFileSync('API.md', 'utf8') === generated).toBe(true);
});
