import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { seeHelp, sentenceOf } from './command-line-error';
import { COMMANDS } from './commands';
import type { CommandDefinition } from './commands/command';
import type { CommandContext } from './context';
import { didYouMean, ExitCode, mistake } from './errors';
import { givenOptions, optionOf } from './given-options';
import { COMMON_OPTIONS, LOCATION_OPTIONS, type OptionName, type Options, optionNames } from './options';
import { beside, helpItem } from './print/help-item';
import { MarkdownOutput } from './print/markdown';
import { printable } from './print/printable';
import { INDENT } from './print/say';
import { wrapLines } from './print/wrap';
import { isRepeated, repeat } from './repeat';

/** Parses the command line, runs its command, and returns the exit code. */
export async function run(argv: readonly string[], context: CommandContext): Promise<number> {
  let exitCode: number = ExitCode.DONE;
  const program = createProgram(argv, context);
  for (const definition of COMMANDS) {
    const command = addCommand(program, definition, argv, context);
    command.action(async () => {
      exitCode = await runCommand(definition, command.args[0], givenOptions(command, definition), context);
    });
  }
  addHelp(program, context);
  try {
    await program.parseAsync(argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    const command = argv.find((word) => names.includes(word));
    if (error.exitCode !== 0) throw mistake(sentenceOf(error, command), error);
  }
  return exitCode;
}

async function runCommand(
  definition: CommandDefinition,
  argument: string | undefined,
  options: Options,
  context: CommandContext,
): Promise<number> {
  if (isRepeated(options, context)) {
    return repeat(context, options, (each) => definition.run(argument, options, each));
  }
  if (options.output !== 'markdown') return definition.run(argument, options, context);
  const stdout = new MarkdownOutput(context.stdout);
  return definition.run(argument, options, { ...context, stdout }).finally(() => stdout.end());
}

/** The program accepts all flags, so that flags can come before the command, as --local does in `npm start`. */
function createProgram(argv: readonly string[], context: CommandContext): Command {
  const { packageRoot, stdout } = context;
  const { version } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8'));
  const program = new Command('user-access').usage('<command> [options]').argument('[words...]').exitOverride();
  program.configureOutput({
    writeOut: (text) => stdout.write(text),
    outputError: () => {},
    getOutHelpWidth: () => helpWidth(context),
  });
  program.configureHelp({
    // Below 40 columns, commander would not break descriptions into lines.
    minWidthToWrap: 10,
    formatItem: (term, width, about) => helpItem(term, width, about, helpWidth(context)),
  });
  program.helpOption('-h, --help', 'Show this help.').version(version, '-V, --version', 'Show the version.');
  const shown = [...LOCATION_OPTIONS, ...COMMON_OPTIONS];
  for (const name of optionNames) program.addOption(optionOf(name, argv).hideHelp(!isShown(name, shown)));
  return program.action(async ([first]: string[]) => {
    // `npm start` without a command starts a scan. An email address in place of a command starts a scan of that person.
    const { local, verbose } = program.opts<Options>();
    const isScan = first === undefined ? local : first.includes('@');
    // Alone, -v asks for the version, as it does in many programs: there is nothing to show more of.
    if (first === undefined && verbose && !local) stdout.write(`${version}\n`);
    else if (!isScan) throw unknownCommand(first);
    else await program.parseAsync(['scan', ...argv], { from: 'user' });
  });
}

/** --debug is for people who know it from elsewhere. */
const isShown = (name: OptionName, names: readonly OptionName[]) => names.includes(name) && name !== 'debug';

function addCommand(
  program: Command,
  definition: CommandDefinition,
  argv: readonly string[],
  context: CommandContext,
): Command {
  const { usage, summary, options, examples, notes } = definition;
  const command = program.command(usage).description(summary);
  const own = [...options, ...COMMON_OPTIONS];
  for (const name of optionNames.filter((each) => own.includes(each))) {
    command.addOption(optionOf(name, argv, definition).hideHelp(!isShown(name, own)));
  }
  addSection(command, 'Examples', examples.map(withProgram));
  if (notes) addSection(command, 'Notes', wrapLines(notes.join(' '), helpWidth(context) - INDENT.length));
  return command;
}

function addHelp(program: Command, context: CommandContext): void {
  const help = program.command('help [command]').description('Show the help of a command.');
  help.action((name?: string) => {
    const command = name === undefined ? program : program.commands.find((each) => each.name() === name);
    if (!command) throw unknownCommand(name);
    command.outputHelp();
  });
  addSection(program, 'Examples', ['scan --local', ...COMMANDS.map(({ examples }) => examples[0])].map(withProgram));
  const columns = helpWidth(context) - INDENT.length;
  const codes = EXIT_CODES.map(([code, about]) => beside(code.padEnd(CODE_WIDTH), about, columns));
  addSection(program, 'Exit codes', codes.join('\n').split('\n'));
}

const EXIT_CODES = [
  ['0', 'Done.'],
  ['1', 'The scan failed, the watch was stopped, what you asked for does not exist, or doctor found something to do.'],
  ['2', 'There is a mistake in the command. Nothing was started.'],
  ['3', 'The scan completed, and its verdict is one of --fail-on, or the watch has given up.'],
  ['130', 'Stopped with Ctrl-C.'],
] as const;
const CODE_WIDTH = 5;

const withProgram = (example: string) => `user-access ${example}`;

const addSection = (command: Command, title: string, lines: readonly string[]) =>
  command.addHelpText('after', `\n${title}:\n${lines.map((line) => `${INDENT}${line}`).join('\n')}`);

const helpWidth = ({ stdout }: CommandContext) => stdout.columns ?? 100;

const names = COMMANDS.map(({ usage }) => usage.replace(/ .*/, ''));

function unknownCommand(typed: string | undefined) {
  if (typed === undefined) return mistake(`Give a command (${names.join(', ')}), or --help.`);
  return mistake(`Unknown command ${printable(typed)}.${didYouMean(typed, names, ` ${seeHelp()}`)}`);
}
