import type { CommandContext } from './context';
import { explainError } from './explain-error';
import { errorLine } from './print/notes';
import { run } from './program';

/** Runs the command line and returns the exit code. Prints each error as one line. */
export async function main(argv: readonly string[], given: CommandContext): Promise<number> {
  // Mistakes have color too, and are found before the options are known.
  const context = argv.includes('--no-color') ? withoutColor(given) : given;
  try {
    return await run(argv, context);
  } catch (error) {
    const { message, exitCode, cause } = explainError(error, context);
    errorLine(context, message);
    if (argv.some((word) => VERBOSE.includes(word))) context.stderr.write(`${((cause ?? error) as Error)?.stack}\n`);
    return exitCode;
  }
}

const VERBOSE: readonly string[] = ['-v', '--verbose', '--debug'];

const withoutColor = (context: CommandContext): CommandContext => ({
  ...context,
  env: { ...context.env, NO_COLOR: '1', FORCE_COLOR: undefined },
});
