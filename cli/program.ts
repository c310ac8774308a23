import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommanderError, Option } from 'commander';
import { needsValue, seeHelp, sentenceOf } from './command-line-error';
import { COMMANDS } from './commands';
import type { CommandDefinition } from './commands/command';
import type { CommandContext } from './context';
import { didYouMean, ExitCode, mistake } from './errors';
import { CONFLICTS, flagOf, LOCATION_OPTIONS, OPTIONS, type OptionName, type Options, optionNames } from './options';
import { printable } from './print/printable';

/** Parses the command line, runs its command, and returns the exit code. */
export async function run(argv: readonly string[], context: CommandContext): Promise<number> {
  let exitCode: number = ExitCode.DONE;
  const program = createProgram(argv, context);
  for (const definition of COMMANDS) {
    const command = addCommand(program, definition, argv);
    command.action(async () => {
      exitCode = await definition.run(command.args[0], checkedOptions(command), context);
    });
  }
  addHelp(program);
  try {
    await program.parseAsync(argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    const command = argv.find((word) => names.includes(word));
    if (error.exitCode !== 0) throw mistake(sentenceOf(error, command), error);
  }
  return exitCode;
}

/** The program accepts all flags, so that flags can come before the command, as --local does in `npm start`. */
function createProgram(argv: readonly string[], { packageRoot, stdout }: CommandContext): Command {
  const { version } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8'));
  const program = new Command('user-access').usage('<command> [options]').argument('[words...]').exitOverride();
  program.configureOutput({
    writeOut: (text) => stdout.write(text),
    outputError: () => {},
    getOutHelpWidth: () => stdout.columns ?? 100,
  });
  program.helpOption('-h, --help', 'Show this help.').version(version, '--version', 'Show the version.');
  for (const name of optionNames) {
    const isShown = name === 'debug' || LOCATION_OPTIONS.includes(name);
    program.addOption(optionOf(name, argv).hideHelp(!isShown));
  }
  return program.action(async ([first]: string[]) => {
    // `npm start` without a command starts a scan. An email address in place of a command starts a scan of that person.
    const isScan = first === undefined ? program.opts<Options>().local : first.includes('@');
    if (!isScan) throw unknownCommand(first);
    await program.parseAsync(['scan', ...argv], { from: 'user' });
  });
}

function addCommand(program: Command, definition: CommandDefinition, argv: readonly string[]): Command {
  const { usage, summary, options, examples, notes } = definition;
  const command = program.command(usage).description(summary);
  const own = optionNames.filter((name) => options.includes(name) || name === 'debug');
  for (const name of own) command.addOption(optionOf(name, argv));
  addSection(command, 'Examples', examples.map(withProgram));
  if (notes) addSection(command, 'Notes', notes);
  return command;
}

function addHelp(program: Command): void {
  const help = program.command('help [command]').description('Show the help of a command.');
  help.action((name?: string) => {
    const command = name === undefined ? program : program.commands.find((each) => each.name() === name);
    if (!command) throw unknownCommand(name);
    command.outputHelp();
  });
  addSection(program, 'Examples', ['scan --local', ...COMMANDS.map(({ examples }) => examples[0])].map(withProgram));
  addSection(program, 'Exit codes', [
    '0    Done.',
    '1    The scan failed, the watch was stopped, what you asked for does not exist, or doctor found something to do.',
    '2    There is a mistake in the command. Nothing was started.',
    '3    The scan completed, and its verdict is one of --fail-on, or the watch has given up.',
    '130  Stopped with Ctrl-C.',
  ]);
}

const withProgram = (example: string) => `user-access ${example}`;

const addSection = (command: Command, title: string, lines: readonly string[]) =>
  command.addHelpText('after', `\n${title}:\n${lines.map((line) => `  ${line}`).join('\n')}`);

function optionOf(name: OptionName, argv: readonly string[]): Option {
  const { flags, about, parse } = OPTIONS[name];
  const flag = flagOf(name);
  const option = new Option(flags, about).conflicts(CONFLICTS[name] ?? []);
  if (LOCATION_OPTIONS.includes(name)) option.helpGroup('Where the scanner is:');
  return option.argParser((value: string | undefined, previous: unknown) => {
    if (previous !== undefined) throw mistake(`${flag} is given twice.`);
    if (value === undefined) return true;
    // Commander would read `--outputs --json` as a file named --json.
    const isForgotten = value.startsWith('-') && !argv.includes(`${flag}=${value}`);
    if (value === '' || isForgotten) throw mistake(needsValue(flag));
    return parse(value);
  });
}

/** Returns the given flags. Each must be a flag of the command. */
function checkedOptions(command: Command): Options {
  const options = command.optsWithGlobals<Options>();
  const own = command.options.map((option) => option.attributeName());
  const other = (Object.keys(options) as OptionName[]).find((name) => !own.includes(name));
  const name = command.name();
  if (other) throw mistake(`${name} does not take ${flagOf(other)}. ${seeHelp(name)}`);
  if (command.args.includes('')) throw mistake(`${name} does not take an empty argument. ${seeHelp(name)}`);
  return options;
}

const names = COMMANDS.map(({ usage }) => usage.replace(/ .*/, ''));

function unknownCommand(typed: string | undefined) {
  if (typed === undefined) return mistake(`Give a command (${names.join(', ')}), or --help.`);
  return mistake(`Unknown command ${printable(typed)}.${didYouMean(typed, names, ` ${seeHelp()}`)}`);
}
