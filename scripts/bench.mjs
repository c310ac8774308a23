// Builds what is out of date, bundles the benchmark and runs it: npm run bench [-- --quick] [-- --json].
import './check-node.mjs';
import { execFileSync, spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { requireBanner } from './bundle.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
// The build writes to standard error, because standard output is for the benchmark.
execFileSync(process.execPath, [join(root, 'scripts', 'build.mjs')], { cwd: root, stdio: ['ignore', 2, 2] });

const outfile = join(root, 'dist', 'bench', 'main.mjs');
await build({
  entryPoints: [join(root, 'bench', 'main.ts')],
  outfile,
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  logLevel: 'warning',
  external: ['aws-local-stepfunctions', 'dynalite', 'esbuild'],
  alias: { '@aws-sdk/client-dynamodb': join(root, 'bench', 'measure', 'light-dynamodb.ts') },
  banner: requireBanner,
});
const { status } = spawnSync(process.execPath, [outfile, ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' });
process.exit(status ?? 1);
