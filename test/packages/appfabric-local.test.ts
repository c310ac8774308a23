import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { filesIn, pack, unpack } from '../support/packed';

const APP_BUNDLE = '6f3b1c2d-0000-4000-8000-123456789012';

let folder: string;
let installed: string;
let serving: ChildProcess | undefined;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'appfabric-local-package-'));
  installed = unpack(pack('local', folder), folder, 'appfabric-local');
});

afterEach(() => serving?.kill());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const command = () => join(installed, 'dist', 'appfabric-local.mjs');
const run = (...args: string[]) => spawnSync(process.execPath, [command(), ...args], { cwd: folder, encoding: 'utf8' });

/** The endpoint of a server that has started. */
async function serve(...args: string[]): Promise<string> {
  serving = spawn(process.execPath, [command(), '--port', '0', ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  if (!serving.stdout) throw new Error('no output');
  const [line] = await once(serving.stdout.setEncoding('utf8'), 'data');
  const [, endpoint] = /^export AWS_ENDPOINT_URL_APPFABRIC=(http:\S+)\n$/.exec(line) ?? [];
  return String(endpoint);
}

const startTasks = async (endpoint: string, email: string, appBundleIdentifier = APP_BUNDLE) => {
  const authorization = 'AWS4-HMAC-SHA256 Credential=A/20260101/us-east-1/appfabric/aws4_request, Signature=0';
  const response = await fetch(`${endpoint}/useraccess/start`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify({ appBundleIdentifier, email }),
  });
  return { status: response.status, body: (await response.json()) as { userAccessTasksList?: { app: string }[] } };
};

const scenario = {
  appBundleArn: `arn:aws:appfabric:us-east-1:111122223333:appbundle/${APP_BUNDLE}`,
  authorizations: [{ app: 'SLACK', tenantId: 'T1' }],
  users: [],
};

test('the tarball is the command and the scenarios', () => {
  const files = filesIn(installed).filter((file) => /\./.test(file));
  expect(files.sort()).toEqual([
    'README.md',
    'dist/THIRD_PARTY_LICENSES.txt',
    'dist/appfabric-local.mjs',
    'package.json',
    'scenarios/example-company.json',
    'scenarios/leaving-employee.json',
  ]);
});

test('it answers as AppFabric does, with the accounts of a scenario', async () => {
  const file = join(folder, 'scenario.json');
  writeFileSync(file, JSON.stringify(scenario));
  const endpoint = await serve(file);
  const { status, body } = await startTasks(endpoint, 'ana@example.com');
  expect(status).toBe(201);
  expect(body.userAccessTasksList?.map(({ app }) => app)).toEqual(['SLACK']);
});

test('without a file, it is the example company, which the commands of its README ask for', async () => {
  const readme = readFileSync(join(installed, 'README.md'), 'utf8');
  const [, appBundle = '', email = ''] = /--app-bundle-identifier (\S+) --email (\S+)/.exec(readme) ?? [];
  const endpoint = await serve();
  expect((await startTasks(endpoint, email)).status).toBe(404);
  const { status, body } = await startTasks(endpoint, email, appBundle);
  expect(status).toBe(201);
  expect(body.userAccessTasksList?.length).toBeGreaterThan(10);
});

test('an example of the package has a name', async () => {
  const endpoint = await serve('leaving-employee');
  const { appBundleArn } = JSON.parse(readFileSync(join(installed, 'scenarios', 'leaving-employee.json'), 'utf8'));
  const { body } = await startTasks(endpoint, 'noor.haddad@example.com', appBundleArn);
  expect(body.userAccessTasksList).toHaveLength(5);
});

test('it does not answer another website that a browser on this machine shows', async () => {
  const endpoint = await serve();
  const origin = { headers: { origin: 'https://example.com' } };
  expect((await fetch(`${endpoint}/appbundles/x/appauthorizations`, origin)).status).toBe(403);
});

test.each([
  [['--port', 'soon'], '--port must be a whole number from 0 to 65535.'],
  [['--prot', '1'], 'Unknown option --prot. Did you mean --port?'],
  [['-x'], 'Unknown option -x. See --help.'],
  [['--port'], '--port needs a value.'],
  [['--port', '--help'], '--port needs a value.'],
  [['--help=yes'], '--help takes no value.'],
  [['a.json', 'b.json'], 'Give one scenario, not 2. See --help.'],
  [['missing.json'], 'missing.json does not exist: check the path.'],
  [['leaving-employe'], 'leaving-employe does not exist: check the path. Did you mean leaving-employee?'],
  [['.'], '. is a folder, not a file: check the path.'],
])('%j is a mistake, told in one line', (args, message) => {
  const { status, stdout, stderr } = run(...args);
  expect(stderr).toBe(`appfabric-local: ${message}\n`);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
});

test('a mistake in the scenario names the place', () => {
  const file = join(folder, 'wrong.json');
  writeFileSync(file, JSON.stringify({ ...scenario, users: [{ mail: 'ana@example.com' }] }));
  const { status, stderr } = run(file);
  expect(stderr).toMatch(/^appfabric-local: .*wrong\.json.*users/s);
  expect(status).toBe(2);
});

test('--help and --version', () => {
  expect(run('--help').stdout).toMatch(/^Usage: appfabric-local \[scenario\]/);
  expect(run('-v').stdout).toBe(run('--version').stdout);
  expect(run('--version').stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});
