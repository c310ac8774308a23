import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Effort } from '../options';
import { spread } from '../statistics';

const run = promisify(execFile);

const APPS = ['empty', 'ours', 'nodejs-function'];

/** `cdk synth`, each app in turn, several times. */
export async function synth(root: string, effort: Effort) {
  const runs = new Map<string, { seconds: number; memoryMiB: number }[]>(APPS.map((app) => [app, []]));
  // One run is not measured, because it reads aws-cdk-lib from the disk.
  await once(root, 'empty');
  for (let time = 0; time < effort.synthRuns; time++) {
    for (const [app, results] of runs) results.push(await once(root, app));
  }
  return [...runs].map(([app, results]) => ({
    app,
    seconds: spread(results.map(({ seconds }) => seconds)),
    memoryMiB: spread(results.map(({ memoryMiB }) => memoryMiB)),
  }));
}

async function once(root: string, app: string) {
  const folder = mkdtempSync(join(tmpdir(), 'user-access-synth-'));
  const MEMORY_FILE = join(folder, 'memory');
  const command = `${process.execPath} ${join(root, 'bench', 'synth', 'app.mjs')} ${app}`;
  const begun = performance.now();
  await run(
    join(root, 'node_modules', '.bin', 'cdk'),
    ['synth', '--quiet', '--app', command, '--output', join(folder, 'cdk.out')],
    { cwd: folder, env: { ...process.env, MEMORY_FILE } },
  );
  const seconds = (performance.now() - begun) / 1000;
  const memoryMiB = Number(readFileSync(MEMORY_FILE, 'utf8'));
  rmSync(folder, { recursive: true });
  return { seconds, memoryMiB };
}
