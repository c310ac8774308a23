// Builds everything that ships or runs: the jsii library, the Lambda bundles, the reader, the synthesized example app, the
// command and the local AppFabric. If no source is newer than the last build, does nothing unless --force is set.
import './check-node.mjs';
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeAbsoluteLinks } from './absolute-links.mjs';
import { bundleAll } from './bundle.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stamp = join(root, 'dist', '.built');
const sources = [
  'bin',
  'cli',
  'lambda',
  'lib',
  'local',
  'results',
  'schemas',
  'scripts',
  'package.json',
  'cdk.json',
  'README.md',
];
const built = ['cdk.out', 'cli/dist', 'local/dist'];

function newest(path) {
  if (!existsSync(path) || built.some((folder) => path === join(root, folder))) return 0;
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

function isFresh() {
  if (![stamp, ...built.map((folder) => join(root, folder))].every(existsSync)) return false;
  const { mtimeMs } = statSync(stamp);
  return sources.every((source) => newest(join(root, source)) <= mtimeMs);
}

function run(command, ...args) {
  const bin = join(root, 'node_modules', '.bin');
  const env = { ...process.env, PATH: `${bin}:${process.env.PATH}` };
  // Standard output is for the command: `npm start -- --json` prints one JSON object there.
  execFileSync(join(bin, command), args, { cwd: root, env, stdio: ['ignore', 2, 2] });
}

if (process.argv.includes('--force') || !isFresh()) {
  const started = Date.now();
  if (process.argv.includes('--force')) rmSync(join(root, 'dist'), { recursive: true, force: true });
  // The oldest supported CDK is in test/packages, and the newest is here.
  run('jsii', '--generate-tsconfig', 'tsconfig.jsii.json', '--silence-warnings', 'metadata/missing-dev-dependency');
  writeAbsoluteLinks(join(root, '.jsii'));
  rmSync(join(root, 'dist', 'results'), { recursive: true, force: true });
  await bundleAll(root);
  run('tsc', '-p', 'results/tsconfig.json');
  // Synthesis does not delete the assets of earlier builds, and the command's package contains this folder.
  rmSync(join(root, 'cdk.out'), { recursive: true, force: true });
  run('cdk', 'synth', '--quiet');
  cpSync(join(root, 'cdk.out'), join(root, 'cli', 'dist', 'stack'), { recursive: true });
  cpSync(join(root, 'local', 'scenarios'), join(root, 'cli', 'dist', 'scenarios'), { recursive: true });
  writeFileSync(stamp, `${new Date().toISOString()}\n`);
  process.stderr.write(`Built the package in ${((Date.now() - started) / 1000).toFixed(1)} s.\n`);
}
