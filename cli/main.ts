import type { CommandContext } from './context';
import { explainError } from './explain-error';
import { errorLine } from './print/notes';
import { run } from './program';

/** Runs the command line and returns the exit code. Prints each error as one line. */
export async function main(argv: readonly string[], context: CommandContext): Promise<number> {
  try {
    return await run(argv, context);
  } catch (error) {
    const { message, exitCode, cause } = explainError(error, context);
    errorLine(context, message);
    if (argv.includes('--debug')) context.stderr.write(`${((cause ?? error) as Error)?.stack}\n`);
    return exitCode;
  }
}
