// Bundles the simulation (simulator/) and runs it: npm run simulate -- --seeds 10000
import './check-node.mjs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleProgram } from './bundle-program.mjs';

process.setSourceMapsEnabled(true);
const root = dirname(dirname(fileURLToPath(import.meta.url)));
process.chdir(root);
await import(await bundleProgram(root, 'simulator/main.ts', 'dist/simulation/main.mjs'));
