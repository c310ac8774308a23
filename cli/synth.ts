import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { failure } from './errors';
import type { World } from './world';

/** A folder with a synthesized app, and what to do with it when it is no longer needed. */
export interface Assembly {
  readonly directory: string;
  remove(): void;
}

/** What the build synthesized; with a scan timeout, the same app synthesized again with it. */
export async function assembly(world: World, scanTimeoutSeconds?: number): Promise<Assembly> {
  const built = join(world.packageRoot, 'cdk.out');
  if (!existsSync(built)) throw failure('The stack is not built: run `npm run build` in the package first.');
  if (scanTimeoutSeconds === undefined) return { directory: built, remove: () => {} };
  const directory = mkdtempSync(join(tmpdir(), 'user-access-cdk.out-'));
  const remove = () => rmSync(directory, { recursive: true, force: true });
  try {
    await synthesize(world, directory, { scanTimeoutSeconds: String(scanTimeoutSeconds) });
    return { directory, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

/** Runs the app of cdk.json as the CDK's own command does, which is not there in an installed package. */
async function synthesize({ packageRoot, env }: World, directory: string, context: Record<string, string>) {
  const { app, context: fixed } = JSON.parse(readFileSync(join(packageRoot, 'cdk.json'), 'utf8'));
  const child = spawn(app, {
    cwd: packageRoot,
    shell: true,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      ...env,
      // The Node.js that runs this command: another one may not run TypeScript.
      PATH: `${dirname(process.execPath)}:${env.PATH ?? ''}`,
      CDK_OUTDIR: directory,
      CDK_CONTEXT_JSON: JSON.stringify({ ...fixed, ...context }),
    },
  });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  const code = await new Promise((done, fail) => child.on('error', fail).on('close', done));
  if (code === 0) return;
  const reason = said.split('\n').find((line) => /Error/.test(line)) ?? 'it said nothing';
  throw failure(`The app could not be synthesized with that scan timeout: ${reason.trim()}`);
}
