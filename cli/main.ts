import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { didYouMean, parseArguments } from './args';
import { commandNames, findCommand } from './commands';
import type { Command } from './commands/command';
import { ExitCode, mistake } from './errors';
import { explain } from './explain';
import { commandHelp, programHelp } from './help';
import { errorLine } from './notes';
import { ALWAYS, type Options, optionNames } from './options';
import { printable } from './printable';
import type { World } from './world';

/** Runs the command line, and returns the exit code. Nothing is thrown: an error ends in one line. */
export async function main(argv: readonly string[], world: World): Promise<number> {
  try {
    const { words, options } = parseArguments(argv);
    if (options.version) {
      world.stdout.write(`${version(world)}\n`);
      return ExitCode.DONE;
    }
    return await dispatch(words, options, world);
  } catch (error) {
    const { message, exitCode, cause } = explain(error, world);
    errorLine(world, message);
    if (argv.includes('--debug')) world.stderr.write(`${((cause ?? error) as Error)?.stack}\n`);
    return exitCode;
  }
}

async function dispatch(words: readonly string[], options: Options, world: World): Promise<number> {
  const [first, ...rest] = words;
  if (first === 'help' || (options.help && first === undefined)) return help(rest[0], world);
  const { command, words: own } = commandFor(first, rest, options);
  if (options.help) return help(command.name, world);
  check(command, own, options);
  return command.run(own, options, world);
}

/** With --local (`npm start`) the word `scan` may be left out, and a person's address stands for it anywhere. */
function commandFor(first: string | undefined, rest: readonly string[], options: Options) {
  const command = findCommand(first);
  if (command) return { command, words: rest };
  const scan = findCommand('scan') as Command;
  if (first === undefined && options.local) return { command: scan, words: [] };
  if (first?.includes('@')) return { command: scan, words: [first, ...rest] };
  throw first === undefined
    ? mistake(`What to do? Give a command (${commandNames.join(', ')}), or --help.`)
    : mistake(`There is no command ${printable(first)}${didYouMean(first, commandNames)}`);
}

function check(command: Command, words: readonly string[], options: Options): void {
  const strange = optionNames.find((name) => name in options && ![...command.options, ...ALWAYS].includes(name));
  if (strange) throw mistake(`--${strange} is not for ${command.name}. Try user-access ${command.name} --help.`);
  if (options.json && options.csv) throw mistake('Give --json or --csv, not both.');
  const usage = `Usage: user-access ${command.name} ${command.forms[0]}`.trimEnd();
  if (words.filter(Boolean).length < command.words.least)
    throw mistake(`${command.name} needs ${command.forms[0]}. ${usage}`);
  if (words.length > command.words.most) {
    throw mistake(`${command.name} does not take ${printable(words[command.words.most] ?? '')}. ${usage}`);
  }
}

function help(name: string | undefined, { stdout }: World): number {
  if (name === undefined) {
    stdout.write(programHelp());
    return ExitCode.DONE;
  }
  const command = findCommand(name);
  if (!command) throw mistake(`There is no command ${printable(name)}${didYouMean(name, commandNames)}`);
  stdout.write(commandHelp(command));
  return ExitCode.DONE;
}

function version({ packageRoot }: World): string {
  const { version } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { version: string };
  return version;
}
