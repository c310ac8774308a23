// Bundles the simulation (simulator/) and runs it: npm run simulate -- --seeds 10000
import './check-node.mjs';
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleSimulation } from './bundle-simulation.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const script = await bundleSimulation(root, join(root, 'dist', 'simulation', 'main.mjs'));
const child = spawn(process.execPath, ['--enable-source-maps', script, ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
