#!/usr/bin/env node
import '../local/older-node';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { fileURLToPath } from 'node:url';
import { systemClock } from './clock';
import { ExitCode } from './errors';
import { main } from './main';
import { stopSignal } from './stop-signal';

const { stdout, stderr } = process;

// A reader that closes the pipe early (`user-access scans | head`) is not an error. The command drops the rest of its
// output and goes on to its own end, because its exit code says what it found.
for (const output of [stdout, stderr]) {
  output.on('error', ({ code, message }: NodeJS.ErrnoException) => {
    if (code === 'EPIPE') return;
    // Such as a full disk.
    if (output === stdout) stderr.write(`user-access: The output could not be written: ${message}\n`);
    process.exit(ExitCode.FAILED);
  });
}

/** Ctrl-C at the question ends the command, as it does anywhere else. */
async function ask(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  terminal.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  const closed = new Promise<string>((resolve) => terminal.once('close', () => resolve('')));
  const answer = await Promise.race([terminal.question(question), closed]);
  terminal.close();
  return answer;
}

// Leaves out the SDK's warning about older versions of Node.js. package.json has the supported versions.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

process.exitCode = await main(process.argv.slice(2), {
  env: process.env,
  cwd: process.cwd(),
  // The built command is dist/user-access.mjs.
  packageRoot: dirname(dirname(fileURLToPath(import.meta.url))),
  stdout,
  stderr,
  clock: systemClock,
  stopSignal,
  ...(process.stdin.isTTY && process.stderr.isTTY && { ask }),
});
