import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { filesIn, link, pack, root, unpack } from '../support/packed';

const name = 'cdk-appfabric-user-access';

/** Tools that a synthesis might be tempted to call. They are first on the PATH, tell that they were called, and fail. */
const FORBIDDEN = ['esbuild', 'docker', 'npm', 'npx', 'yarn', 'pnpm', 'bun', 'podman', 'finch'];

const app = `
import { App, Duration, Stack } from 'aws-cdk-lib';
import { EventField } from 'aws-cdk-lib/aws-events';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { Access, AppBundle, TaskErrorMeaning, UserAccessScanner, Verdict } from '${name}';

const app = new App({ outdir: 'cdk.out', analyticsReporting: false });
const stack = new Stack(app, 'Theirs', { env: { account: '111122223333', region: 'us-east-1' } });
const appBundle = AppBundle.fromAppBundleArn(
  stack,
  'AppBundle',
  'arn:aws:appfabric:us-east-1:111122223333:appbundle/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9',
);
const scanner = new UserAccessScanner(stack, 'Scanner', {
  appBundle,
  scanTimeout: Duration.minutes(10),
  registerEventSchemas: true,
  accessRules: { taskErrors: [{ errorCode: '1001', meaning: TaskErrorMeaning.NO_ACCOUNT }] },
});
scanner.scanOn('Offboarded', {
  eventPattern: { source: ['com.example.hr'] },
  email: EventField.fromPath('$.detail.email'),
});
scanner.scanOnSchedule('Watch', { schedule: ScheduleExpression.rate(Duration.days(1)), emails: ['ana@example.com'] });
scanner.onResult('Found', { access: [Access.OPEN, Access.BLOCKED] });
scanner.onScanCompleted('Open', { verdict: [Verdict.OPEN] });
app.synth();
`;

const tsconfig = {
  compilerOptions: {
    target: 'es2022',
    module: 'node16',
    moduleResolution: 'node16',
    strict: true,
    types: ['node'],
    typeRoots: [join(root, 'node_modules', '@types')],
    outDir: 'built',
    skipLibCheck: true,
  },
  include: ['*.ts'],
};

/** What the examples of docs/construct.md and docs/security.md take as given. */
const given = `
declare const stack: import('aws-cdk-lib').Stack;
declare const appBundle: import('${name}').IAppBundle;
declare const scanner: import('${name}').UserAccessScanner;
declare const handler: import('aws-cdk-lib/aws-lambda').IFunction;
`;

/** What the examples of lib/ take as given, in the place where jsii-rosetta looks for it. */
const fixture = readFileSync(join(root, 'rosetta', 'default.ts-fixture'), 'utf8');

interface Documented {
  readonly docs?: { readonly example?: string };
}

/** The TypeScript examples of the guide and of the API's documentation, each as a module of its own. */
function examples(): string[] {
  const guide = ['construct.md', 'security.md']
    .map((page) => readFileSync(join(root, 'docs', page), 'utf8'))
    .join('\n');
  const inGuide = [...guide.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code = '']) => {
    const imports = code.match(/^import .*$/gm) ?? [];
    return [...imports, given, '{', code.replace(/^import .*$/gm, ''), '}', 'export {};'].join('\n');
  });
  const assembly: { types: Record<string, Documented & { methods?: Documented[] }> } = JSON.parse(
    readFileSync(join(root, '.jsii'), 'utf8'),
  );
  const inApi = Object.values(assembly.types)
    .flatMap((type) => [type, ...(type.methods ?? [])])
    .flatMap(({ docs }) => docs?.example ?? [])
    .map((code) => (code.startsWith('import ') ? code : fixture.replace('/// here', code)));
  return [...inGuide, ...inApi];
}

let folder: string;
let listing: string[];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'package-test-'));
  const installed = unpack(pack('.', folder), folder, name);
  for (const peer of ['aws-cdk-lib', 'constructs']) link(peer, folder);
  const cdk = JSON.parse(readFileSync(join(root, 'node_modules', 'aws-cdk-lib', 'package.json'), 'utf8'));
  for (const dependency of Object.keys(cdk.dependencies)) {
    if (!cdk.bundleDependencies.includes(dependency)) link(dependency, folder);
  }
  listing = filesIn(installed);

  writeFileSync(join(folder, 'app.ts'), app);
  for (const [place, code] of examples().entries()) writeFileSync(join(folder, `example-${place}.ts`), code);
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(tsconfig));
  mkdirSync(join(folder, 'bin'));
  for (const tool of FORBIDDEN) {
    const stub = join(folder, 'bin', tool);
    writeFileSync(stub, `#!/bin/sh\necho "${tool} $*" >> "${join(folder, 'called')}"\nexit 1\n`);
    chmodSync(stub, 0o755);
  }
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the tarball holds the library, the functions and the reader, and neither sources nor tests nor the command', () => {
  expect(listing).toEqual(
    expect.arrayContaining([
      '.jsii',
      'LICENSE',
      'README.md',
      'dist/lib/index.js',
      'dist/lib/index.d.ts',
      'dist/lambda/start-scan/index.mjs',
      'dist/lambda/poll-tasks/index.mjs',
      'dist/lambda/fail-scan/index.mjs',
      'dist/lambda/watch/index.mjs',
      'dist/THIRD_PARTY_LICENSES.txt',
      'dist/results/index.js',
      'NOTICE',
      'schemas/user-access-result.json',
    ]),
  );
  expect(
    listing.filter((file) => /^(lib|lambda|local|cli|cdk\.out|test|bin|bench|node_modules|dist\/cli)\b/.test(file)),
  ).toEqual([]);
});

test('the README for other languages has no link into the repository that is relative', () => {
  const { readme, version } = JSON.parse(readFileSync(join(folder, 'node_modules', name, '.jsii'), 'utf8'));
  const links = [...readme.markdown.matchAll(/\]\(([^)]*)\)/g)].map(([, link]) => String(link));
  const repository = `https://github.com/${name}/${name}`;
  expect(links).toContain(`${repository}/blob/v${version}/docs/construct.md#use-it-in-other-stacks`);
  expect(links).toContain(`${repository}/raw/v${version}/docs/images/serve-page.webp`);
  expect(links.filter((link) => !/^(https:|#)/.test(link))).toEqual([]);
});

test('another TypeScript app, and every example of the guide and of the API, compiles against it', () => {
  expect(examples().length).toBeGreaterThan(20);
  execFileSync(process.execPath, [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', folder], {
    cwd: folder,
    stdio: 'inherit',
  });
});

test('that app synthesizes, with no bundler and no Docker', () => {
  // Nothing else of this repository can be found: peers are linked one by one, and links are kept as they are.
  execFileSync(process.execPath, ['--preserve-symlinks', join('built', 'app.js')], {
    cwd: folder,
    env: { PATH: `${join(folder, 'bin')}:/usr/bin:/bin`, HOME: folder },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  expect(existsSync(join(folder, 'called'))).toBe(false);

  const out = join(folder, 'cdk.out');
  const assets = JSON.parse(readFileSync(join(out, 'Theirs.assets.json'), 'utf8'));
  const sources = Object.values<{ source: { path: string; packaging: string } }>(assets.files).map(
    ({ source }) => source,
  );
  const bundles = sources.filter(({ packaging }) => packaging === 'zip');
  expect(bundles).toHaveLength(4);
  for (const { path } of bundles) expect(existsSync(join(out, path, 'index.mjs'))).toBe(true);
});

test('the schemas can be imported by name', () => {
  const script = `console.log(require('${name}/schemas/user-access-result.json').title)`;
  const title = execFileSync(process.execPath, ['-e', script], { cwd: folder, encoding: 'utf8' });
  expect(title.trim()).toBe('User Access Result');
});
