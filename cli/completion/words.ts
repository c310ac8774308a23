import { either } from '../choices';
import type { CommandDefinition } from '../commands/command';
import { COMMON_OPTIONS, choicesOf, flagOf, LOCATION_OPTIONS, OPTIONS, type OptionName, optionNames } from '../options';

/** What can be the value of an option, or the argument of a command. */
export type Values =
  | { readonly kind: 'any' | 'file' | 'folder' }
  /** One of the choices, or several of them, separated by commas. */
  | { readonly kind: 'choice' | 'list'; readonly choices: readonly string[] };

export interface OptionWords {
  /** Such as `--output`. */
  readonly long: string;
  /** Such as `-o`. */
  readonly short?: string;
  readonly about: string;
  /** Absent if the option has no value. */
  readonly values?: Values;
}

export interface CommandWords {
  /** Empty for what is typed before a command. */
  readonly name: string;
  readonly summary: string;
  readonly options: readonly OptionWords[];
  /** Absent if the command takes no argument. */
  readonly argument?: Values;
}

const HELP: OptionWords = { long: '--help', short: '-h', about: 'Show this help.' };
const VERSION: OptionWords = { long: '--version', short: '-V', about: 'Show the version.' };

/** What a shell can complete. The first is what is typed before a command, and its argument is the command. */
export function wordsOf(definitions: readonly CommandDefinition[]): readonly CommandWords[] {
  const names = definitions.map(({ usage }) => usage.replace(/ .*/, ''));
  return [
    {
      name: '',
      summary: '',
      options: [...optionsOf([...LOCATION_OPTIONS, ...COMMON_OPTIONS]), HELP, VERSION],
      argument: { kind: 'choice', choices: [...names, 'help'] },
    },
    ...definitions.map((definition, at) => ({
      name: names[at] ?? '',
      summary: definition.summary,
      options: [...optionsOf([...definition.options, ...COMMON_OPTIONS], definition), HELP],
      ...(definition.usage.includes(' ') && { argument: valuesOf(definition.values) }),
    })),
    {
      name: 'help',
      summary: 'Show the help of a command.',
      options: [HELP],
      argument: { kind: 'choice', choices: names },
    },
  ];
}

/** In the order of the help, without --debug, which is not in it. */
const optionsOf = (own: readonly OptionName[], definition?: CommandDefinition): OptionWords[] =>
  optionNames
    .filter((name) => own.includes(name) && name !== 'debug')
    .map((name) => {
      const { flags, about } = OPTIONS[name];
      const [, short] = /^(-\w), /.exec(flags) ?? [];
      const choices = definition?.choices?.[name] ?? choicesOf(name);
      const values = flags.includes('<') ? valuesOf(choices, flags) : undefined;
      return { long: flagOf(name), short, about: choices ? `${about}: ${either(choices)}.` : about, values };
    });

function valuesOf(choices: readonly string[] | undefined, flags = ''): Values {
  // A placeholder in the plural, such as <verdicts>, is for several values.
  if (choices) return { kind: flags.endsWith('s>') ? 'list' : 'choice', choices };
  return { kind: flags.endsWith('<file>') ? 'file' : flags.endsWith('<folder>') ? 'folder' : 'any' };
}

/** All options that have a value, as they are typed. The word after one of them is not a command. */
export const withValue = (words: readonly CommandWords[]): string[] => [
  ...new Set(words.flatMap(({ options }) => options.filter(({ values }) => values).flatMap(spellings))),
];

export const spellings = ({ short, long }: OptionWords): string[] => (short ? [short, long] : [long]);
