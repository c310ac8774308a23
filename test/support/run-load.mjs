// Runs one of test/simulator/loads.ts in a process of its own: node test/support/run-load.mjs largest
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleProgram } from '../../scripts/bundle-program.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
await import(await bundleProgram(root, 'test/simulator/loads.ts', `dist/simulation/load-${process.argv[2]}.mjs`));
