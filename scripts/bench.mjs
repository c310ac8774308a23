// Bundles the benchmark and runs it: npm run bench [-- --quick] [-- --json].
import './check-node.mjs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleProgram } from './bundle-program.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
process.chdir(root);
await import(
  await bundleProgram(root, 'bench/main.ts', 'dist/bench/main.mjs', {
    external: ['aws-local-stepfunctions', 'dynalite', 'esbuild'],
    alias: { '@aws-sdk/client-dynamodb': join(root, 'bench', 'measure', 'light-dynamodb.ts') },
  })
);
