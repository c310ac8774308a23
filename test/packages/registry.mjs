// npm run test:packages: packs the packages, installs them from the registry as people do, and uses them.
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { install, manifest, NEWEST, OLDEST, pack, root, run } from './project.mjs';

const work = mkdtempSync(join(tmpdir(), 'packages-'));

const CONSTRUCT = { name: 'cdk-appfabric-user-access', folder: '.' };
const COMMAND = { name: 'user-access-cli', folder: 'cli' };
const APPFABRIC = { name: 'appfabric-local', folder: 'local' };

/** Node.js 20 is the oldest that the command supports. */
const NODE_20 = 'node@20.19.0';

/** A new project with these packages. */
function project(name, packages) {
  const folder = join(work, name);
  install(folder, packages);
  return folder;
}

function expect(condition, message) {
  if (!condition) throw new Error(message);
}

async function lintPackages(tarballs) {
  for (const [name, tarball] of Object.entries(tarballs)) {
    const data = new Uint8Array(readFileSync(tarball));
    const { messages, pkg } = await publint({ pack: { tarball: data.buffer } });
    expect(messages.length === 0, `publint, ${name}: ${messages.map((each) => formatMessage(each, pkg)).join('\n')}`);
  }
  const tarball = new Uint8Array(readFileSync(tarballs[CONSTRUCT.name]));
  const { problems, types } = await checkPackage(createPackageFromTarballData(tarball));
  expect(types !== false, `${CONSTRUCT.name} has no types`);
  expect(problems.length === 0, `are the types wrong: ${JSON.stringify(problems, undefined, 2)}`);
}

/** The installed command scans the example, with the Node.js of this repository and with the oldest. */
function useCommand(tarball) {
  const folder = project('command', [tarball, NODE_20]);
  for (const node of [process.execPath, join(folder, 'node_modules', '.bin', 'node')]) {
    const path = `${dirname(node)}:${process.env.PATH}`;
    const output = run('npx', ['user-access', 'scan', '--json'], { cwd: folder, env: { ...process.env, PATH: path } });
    const { status, verdict } = JSON.parse(output);
    expect(status === 'COMPLETED' && verdict === 'OPEN', `The command printed ${output}`);
    console.log(`  ${run(node, ['--version']).trim()}: a scan of the example ends ${verdict}.`);
  }
}

/** All feature flags that CDK recommends, as `cdk init` sets them. */
const recommended = (folder) =>
  JSON.parse(readFileSync(join(folder, 'node_modules/aws-cdk-lib/recommended-feature-flags.json'), 'utf8'));

/** Compiles and synthesizes an app with the construct. What CDK prints is a warning that people would see. */
function useConstruct(tarball, { cdk, constructs }) {
  const compiler = ['typescript', '@types/node'].map((name) => `${name}@${manifest.devDependencies[name]}`);
  const folder = project(`cdk-${cdk}`, [tarball, `aws-cdk-lib@${cdk}`, `constructs@${constructs}`, ...compiler]);
  cpSync(join(root, 'examples/typescript/first-stack.ts'), join(folder, 'app.ts'));
  const options = ['--module', 'node16', '--target', 'es2022', '--strict', '--types', 'node', 'app.ts'];
  // Without --skipLibCheck: the declarations use nothing that this version of CDK does not have.
  run('npx', ['tsc', ...options], { cwd: folder });
  for (const [name, context] of Object.entries({ none: {}, recommended: recommended(folder) })) {
    const env = { ...process.env, CDK_OUTDIR: join(folder, name), CDK_CONTEXT_JSON: JSON.stringify(context) };
    const printed = run(
      process.execPath,
      ['-e', "process.stderr.write = process.stdout.write.bind(process.stdout); require('./app.js')"],
      { cwd: folder, env },
    );
    expect(printed === '', `aws-cdk-lib ${cdk} with feature flags: ${name}, printed:\n${printed}`);
    const messages = messagesIn(join(folder, name));
    expect(messages.length === 0, `aws-cdk-lib ${cdk} with feature flags: ${name}, warns:\n${messages.join('\n')}`);
  }
  console.log(`  aws-cdk-lib ${cdk}, constructs ${constructs}: compiles, and synthesizes without a warning.`);
}

/** What `cdk synth` would show of an assembly. */
function messagesIn(assembly) {
  const { artifacts } = JSON.parse(readFileSync(join(assembly, 'manifest.json'), 'utf8'));
  return Object.values(artifacts)
    .flatMap(({ metadata = {} }) => Object.entries(metadata))
    .flatMap(([path, entries]) => entries.map((entry) => ({ path, ...entry })))
    .filter(({ type }) => /^aws:cdk:(warning|error)$/.test(type))
    .map(({ path, data }) => `${path}: ${data}`);
}

try {
  const tarballs = Object.fromEntries(
    [CONSTRUCT, COMMAND, APPFABRIC].map((each) => [each.name, pack(each.folder, join(work, each.name, 'tarball'))]),
  );
  console.log('publint, and are the types wrong:');
  await lintPackages(tarballs);
  console.log('  nothing.');
  console.log('The command, installed:');
  useCommand(tarballs[COMMAND.name]);
  console.log('The construct, installed:');
  for (const versions of [OLDEST, NEWEST]) useConstruct(tarballs[CONSTRUCT.name], versions);
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
} finally {
  rmSync(work, { recursive: true, force: true });
}
