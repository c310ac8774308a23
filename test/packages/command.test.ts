import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { filesIn, link, pack, unpack } from '../support/packed';

let folder: string;
let installed: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'command-package-'));
  const tarball = pack('cli', folder);
  installed = unpack(tarball, folder, 'user-access-cli');
  const { dependencies } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
  for (const dependency of Object.keys(dependencies)) link(dependency, folder);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The installed command, in a project that is not this repository. */
function userAccess(...args: string[]) {
  const { bin } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
  // Links are kept as they are, so that nothing else of this repository can be found.
  const node = ['--preserve-symlinks-main', join(installed, bin['user-access'])];
  return spawnSync(process.execPath, [...node, ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: '/usr/bin:/bin', HOME: folder, npm_lifecycle_event: 'npx' },
  });
}

test('the tarball holds the command, the stack and the scenarios, with the licenses of the code in them', () => {
  const files = filesIn(installed);
  expect(files).toEqual(
    expect.arrayContaining([
      'LICENSE',
      'NOTICE',
      'README.md',
      'dist/THIRD_PARTY_LICENSES.txt',
      'dist/user-access.mjs',
      'dist/lambda-worker.mjs',
      'dist/scenarios/example-company.json',
      'dist/stack/UserAccess.template.json',
    ]),
  );
  expect(files.filter((file) => /\.ts$|^(commands|print|connection)/.test(file))).toEqual([]);
});

test('with nothing else, `scan` scans the first person of the example', () => {
  const { status, stdout, stderr } = userAccess('scan', '--json');
  expect(stderr).toMatch(/^No person and no scanner are given: this scans the example on this machine\./);
  expect(JSON.parse(stdout)).toMatchObject({ email: 'ana.diaz@example.com', status: 'COMPLETED' });
  expect(status).toBe(0);
});

test('what to type next is what works with npx', () => {
  const { stderr } = userAccess('scan', '--local', 'mei.tanaka@example.com');
  expect(stderr).toContain('run: npx user-access-cli results mei.tanaka@example.com --local');
});

test('a person without a scanner is not taken for one of the example', () => {
  const { status, stdout, stderr } = userAccess('scan', 'mei.tanaka@example.com');
  expect(stderr).toMatch(/^user-access: The scanner is not specified: give --local, --outputs/);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
});

test('--scan-timeout needs the construct, and says so if it is not installed', () => {
  const { status, stderr } = userAccess('scan', '--local', '--scan-timeout', '60');
  expect(stderr).toContain('Run `npm install cdk-appfabric-user-access aws-cdk-lib constructs`');
  expect(status).toBe(1);
});

test('a missing bundle is an error at once', () => {
  const stack = join(installed, 'dist', 'stack');
  const [bundle] = readdirSync(stack).filter((name) => name.startsWith('asset.'));
  rmSync(join(stack, String(bundle)), { recursive: true });
  const { status, stderr } = userAccess('scan', '--local');
  expect(stderr).toMatch(/^user-access: The bundle of the function \S+ is missing: there is none in \S+asset\.\S+\./);
  expect(status).toBe(1);
  mkdirSync(join(stack, String(bundle)));
  expect(userAccess('scan', '--local').stderr).toMatch(/^user-access: The bundle of the function \S+ is missing: /);
  rmSync(join(stack, 'UserAccess.assets.json'));
  expect(userAccess('scan', '--local').stderr).toMatch(/^user-access: \S+UserAccess\.assets\.json is missing\./);
});
