import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { LOADS, LoadName } from '../../simulator/load';

export const root = join(__dirname, '..', '..');
const script = join(root, 'scripts', 'simulate.mjs');

/** Runs the simulator in processes of its own, where it takes half the time that it takes in Jest. */
export async function runSimulator(...args: string[]) {
  const run = promisify(execFile)(process.execPath, [script, ...args], { cwd: root });
  // It ends with 1 when it finds a violation.
  const { stdout } = await run.catch((error: { stdout: string }) => error);
  return JSON.parse(stdout);
}

/** Runs a load of simulator/load.ts. */
export const runLoad = <Name extends LoadName>(name: Name): ReturnType<(typeof LOADS)[Name]> =>
  runSimulator('--load', name) as ReturnType<(typeof LOADS)[Name]>;
