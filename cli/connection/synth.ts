import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { CommandContext } from '../context';
import { failure } from '../errors';
import { packageFile } from './package-file';

/**
 * The folder with the synthesized app. With a scan timeout, the app is synthesized again in a temporary folder, which
 * `remove` deletes.
 */
export async function assembly(context: CommandContext, scanTimeoutSeconds?: number) {
  const template = packageFile(context.packageRoot, 'stack', 'UserAccess.template.json');
  packageFile(context.packageRoot, 'stack', 'UserAccess.assets.json');
  const built = dirname(template);
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

/** Runs the example app like the CDK CLI. The construct is the one of the folder that the command runs in. */
async function synthesize({ packageRoot, cwd, env }: CommandContext, outdir: string, context: Record<string, string>) {
  const repository = dirname(packageRoot);
  const inRepository = existsSync(join(repository, 'cdk.json'));
  const app = inRepository ? appOf(repository) : [join(packageRoot, 'dist', 'app.cjs')];
  const child = spawn(process.execPath, app, {
    cwd: inRepository ? repository : cwd,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      ...env,
      NODE_PATH: join(cwd, 'node_modules'),
      CDK_OUTDIR: outdir,
      CDK_CONTEXT_JSON: JSON.stringify(context),
    },
  });
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const code = await new Promise((done, fail) => child.on('error', fail).on('close', done));
  if (code === 0) return;
  if (/Cannot find module '(aws-cdk-lib|cdk-appfabric-user-access|constructs)/.test(stderr)) {
    throw failure(
      '--scan-timeout synthesizes the stack again, and the construct is not in this folder. Run `npm install cdk-appfabric-user-access aws-cdk-lib constructs`, or leave out --scan-timeout.',
    );
  }
  const reason = stderr.split('\n').find((line) => /Error/.test(line)) ?? 'there is no error message.';
  throw failure(`The app could not be synthesized with this scan timeout: ${reason.trim()}`);
}

/** The arguments of `node` in the app of a cdk.json, which is run with the Node.js of this command. */
function appOf(folder: string): string[] {
  const { app } = JSON.parse(readFileSync(join(folder, 'cdk.json'), 'utf8'));
  return app.split(' ').slice(1);
}
