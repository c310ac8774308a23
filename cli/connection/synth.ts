import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { CommandContext } from '../context';
import { failure } from '../errors';

/**
 * The folder with the synthesized app. With a scan timeout, the app is synthesized again in a temporary folder, which
 * `remove` deletes.
 */
export async function assembly(context: CommandContext, scanTimeoutSeconds?: number) {
  const built = join(context.packageRoot, 'cdk.out');
  if (!existsSync(built)) throw failure('The stack is not built: run `npm run build` in the package first.');
  if (scanTimeoutSeconds === undefined) return { directory: built, remove: () => {} };
  const directory = mkdtempSync(join(tmpdir(), 'user-access-cdk.out-'));
  const remove = () => rmSync(directory, { recursive: true, force: true });
  try {
    await synthesize(context, directory, { scanTimeoutSeconds: String(scanTimeoutSeconds) });
    return { directory, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

/** Runs the app in cdk.json like the CDK CLI, which an installed package doesn't have. */
async function synthesize({ packageRoot, env }: CommandContext, directory: string, context: Record<string, string>) {
  const { app, context: fixed } = JSON.parse(readFileSync(join(packageRoot, 'cdk.json'), 'utf8'));
  const child = spawn(app, {
    cwd: packageRoot,
    shell: true,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      ...env,
      // Uses the Node.js of this command, because another version may not run TypeScript.
      PATH: `${dirname(process.execPath)}:${env.PATH ?? ''}`,
      CDK_OUTDIR: directory,
      CDK_CONTEXT_JSON: JSON.stringify({ ...fixed, ...context }),
    },
  });
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const code = await new Promise((done, fail) => child.on('error', fail).on('close', done));
  if (code === 0) return;
  const reason = stderr.split('\n').find((line) => /Error/.test(line)) ?? 'there is no error message.';
  throw failure(`The app could not be synthesized with this scan timeout: ${reason.trim()}`);
}
