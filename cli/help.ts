import { COMMANDS } from './commands';
import type { Command } from './commands/command';
import { ALWAYS, OPTIONS, type OptionName, type OptionSpec, optionNames, WHERE } from './options';

/** The help of the whole program. */
export function programHelp(): string {
  return sections({
    Usage: ['user-access <command> …', 'user-access <command> --help'],
    Commands: aligned(
      COMMANDS.map(({ name, forms, summary }) => [[name, forms[0]].filter(Boolean).join(' '), summary]),
    ),
    'Where the scanner is': optionLines(WHERE),
    Examples: ['user-access scan --local', ...COMMANDS.slice(0, 4).map(({ examples }) => `user-access ${examples[0]}`)],
    'Exit codes': aligned([
      ['0', 'done'],
      ['1', 'the scan failed, or what you asked for is not there'],
      ['2', 'a mistake in the command; nothing was started'],
      ['130', 'stopped with Ctrl-C'],
    ]),
  });
}

/** The help of one command. */
export function commandHelp({ name, summary, forms, options, notes, examples }: Command): string {
  const own = optionNames.filter((option) => [...options, ...ALWAYS].includes(option));
  return `${summary}\n\n${sections({
    Usage: forms.map((form) => `user-access ${name} ${form}`.trimEnd()),
    Flags: optionLines(own),
    Examples: examples.map((example) => `user-access ${example}`),
    ...(notes && { Notes: notes.split('\n') }),
  })}`;
}

function optionLines(names: readonly OptionName[]): string[] {
  return aligned(
    names.map((name) => {
      const { value, about }: OptionSpec = OPTIONS[name];
      return [value === undefined ? `--${name}` : `--${name} ${value}`, about];
    }),
  );
}

function aligned(lines: readonly (readonly [string, string])[]): string[] {
  const longest = Math.max(...lines.map(([left]) => left.length));
  return lines.map(([left, right]) => `${left.padEnd(longest)}  ${right}`);
}

const sections = (parts: Record<string, readonly string[]>): string =>
  Object.entries(parts)
    .map(([title, lines]) => `${title}:\n${lines.map((line) => `  ${line}\n`).join('')}`)
    .join('\n');
