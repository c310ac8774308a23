import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { userAccess } from '../support/command';

let packageRoot: string;

beforeEach(() => {
  packageRoot = mkdtempSync(join(tmpdir(), 'user-access-package-'));
  mkdirSync(join(packageRoot, 'dist'));
  cpSync(join('cli', 'package.json'), join(packageRoot, 'package.json'));
});
afterEach(() => rmSync(packageRoot, { recursive: true }));

/** The package with these files and folders of its dist. */
function install(...names: string[]): void {
  for (const name of names) symlinkSync(join(process.cwd(), 'cli', 'dist', name), join(packageRoot, 'dist', name));
}

// Without the file that runs functions, a scan would start and never end.
test.each([
  ['lambda-worker.mjs', ['scenarios', 'stack']],
  ['stack/UserAccess.template.json', ['lambda-worker.mjs', 'scenarios']],
  ['scenarios/example-company.json', ['lambda-worker.mjs', 'stack']],
])('without %s, a local scan is an error at once', async (missing, installed) => {
  install(...installed);
  const data = join(packageRoot, 'data');
  expect(await userAccess(['scan', '--local', '--data', data], { packageRoot })).toEqual({
    code: 1,
    stdout: '',
    stderr: `user-access: ${join(packageRoot, 'dist', missing)} is missing. Build or install the package again.\n`,
  });
});
