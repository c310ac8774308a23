import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { LOADS, LoadName } from '../simulator/loads';

export const root = join(__dirname, '..', '..');

/** Runs a script that prints JSON, in a process of its own: it takes half the time that it takes in Jest. */
async function run(script: string, args: readonly string[]) {
  const running = promisify(execFile)(process.execPath, [join(root, script), ...args], {
    cwd: root,
    maxBuffer: 64 * 1024 * 1024,
  });
  // The simulator ends with 1 when it finds a violation.
  const { stdout } = await running.catch((error: { stdout: string }) => error);
  return JSON.parse(stdout);
}

export const runSimulator = (...args: string[]) => run('scripts/simulate.mjs', args);

/** Runs a load of test/simulator/loads.ts. */
export const runLoad = <Name extends LoadName>(name: Name): ReturnType<(typeof LOADS)[Name]> =>
  run('test/support/run-load.mjs', [name]) as ReturnType<(typeof LOADS)[Name]>;
