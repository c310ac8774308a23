import type { CommanderError } from 'commander';
import { printable } from './print/printable';

/** What each argument is, and an example. */
const ARGUMENTS: Readonly<Record<string, readonly [what: string, example: string]>> = {
  email: ['the email address of a person', 'ana@example.com'],
  app: ['the name of an app', 'SLACK'],
  'scan-id': ['the id of a scan', 'SCAN_ID'],
  shell: ['your shell', 'bash'],
};

/** What a command says if it needs an argument, and has none. */
export function giveArgument(command: string, argument: string, otherwise = ''): string {
  const [what, example] = ARGUMENTS[argument] ?? [argument, argument];
  return `Give ${what}, such as \`user-access ${command} ${example}\`${otherwise}.`;
}

export const giveOneOf = (one: string, other: string): string => `Give ${one} or ${other}, not both.`;

export const needsValue = (flag: string): string => `${flag} needs a value.`;

export const seeHelp = (command?: string): string =>
  `See ${['user-access', ...(command === undefined ? [] : [command]), '--help'].join(' ')}.`;

/** Says what commander found in the words of the other errors. */
export function sentenceOf({ code, message }: CommanderError, command: string | undefined): string {
  const quoted = [...message.matchAll(/'([^']*)'/g)].map(([, text = '']) => text);
  // A flag is quoted as it is defined, such as '-o, --output <format>'.
  const [one = '', other = ''] = quoted.map((text) => /--[\w-]+/.exec(text)?.[0] ?? text);
  if (code === 'commander.optionMissingArgument') return needsValue(one);
  if (code === 'commander.conflictingOption') return giveOneOf(one, other);
  if (code === 'commander.missingArgument') return giveArgument(command ?? '', one);
  if (code === 'commander.excessArguments')
    return `${tooMany(message, one)} ${seeHelp(one === 'help' ? undefined : one)}`;
  // Commander writes "error: unknown option '--jsn'", and below it "(Did you mean --json?)".
  const [, text = '', meant = seeHelp(command)] = /^error: (.*?)\.?(?:\n\((Did you mean .*)\))?$/s.exec(message) ?? [];
  return `${text.charAt(0).toUpperCase()}${text.slice(1).replace(/'(.*)'/s, '$1')}. ${meant}`;
}

function tooMany(message: string, command: string): string {
  const [, expected, got, given] = /Expected (\d+) arguments? but got (\d+): (.*)\.?$/s.exec(message) ?? [];
  const listed = printable((given ?? '').replace(/\.$/, ''));
  return expected === '0'
    ? `${command} takes no argument, and got ${listed}.`
    : `${command} takes ${expected} argument${expected === '1' ? '' : 's'}, and got ${got}: ${listed}.`;
}
