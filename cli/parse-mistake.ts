import type { CommanderError } from 'commander';
import type { CommandDefinition } from './commands/command';
import { type CommandError, mistake } from './errors';
import { printable } from './print/printable';

const ARGUMENTS: Readonly<Record<string, string>> = {
  app: 'an app',
  email: 'the email address of a person',
  'scan-id': 'the id of a scan',
  shell: 'your shell',
};

/** What commander found, in the words that this program has for the same mistake elsewhere. */
export function parseMistake(error: CommanderError, command: CommandDefinition | undefined): CommandError {
  const { code, message } = error;
  const [first = '', second = ''] = [...message.matchAll(/'[^']*?(--[\w-]+)[^']*'/g)].map(([, flag]) => flag);
  const [, quoted = ''] = /'(.*)'/s.exec(message) ?? [];
  const [, meant = 'See --help.'] = /\n\((Did you mean .*)\)$/s.exec(message) ?? [];
  switch (code) {
    case 'commander.conflictingOption':
      return mistake(`Give ${first} or ${second}, not both.`, error);
    case 'commander.optionMissingArgument':
      return mistake(`${first} needs a value.`, error);
    case 'commander.unknownOption':
      return mistake(`Unknown option ${printable(quoted)}. ${meant}`, error);
    case 'commander.missingArgument':
      return mistake(`Give ${ARGUMENTS[quoted]}, such as \`user-access ${firstWords(command)}\`.`, error);
    default:
      return mistake(`${sentenceOf(message)} See --help.`, error);
  }
}

/** The command with its argument, and without the flags. */
const firstWords = (command: CommandDefinition | undefined) => command?.examples[0].split(' ').slice(0, 2).join(' ');

/** Commander writes "error: too many arguments". */
function sentenceOf(message: string): string {
  const [, first = '', rest = ''] = /^error: (.)(.*?)\.?$/s.exec(message) ?? [];
  return `${first.toUpperCase()}${rest}.`;
}
