import { parseArgs } from 'node:util';
import { nearest } from '../local/scenario/nearest';
import { mistake } from './errors';
import { isOption, type OptionName, type Options, optionNames, takesValue } from './options';
import { printable } from './printable';

export interface Arguments {
  readonly words: readonly string[];
  readonly options: Options;
}

/** Tells flags and words apart. A mistake names the flag that was probably meant. */
export function parseArguments(argv: readonly string[]): Arguments {
  const { tokens } = parseArgs({
    args: [...argv],
    options: {
      ...Object.fromEntries(optionNames.map((name) => [name, { type: takesValue(name) ? 'string' : 'boolean' }])),
      help: { type: 'boolean', short: 'h' },
    },
    strict: false,
    tokens: true,
  });
  const words: string[] = [];
  const options: Record<string, string | true> = {};
  for (const token of tokens) {
    if (token.kind === 'positional') words.push(token.value);
    if (token.kind !== 'option') continue;
    const name = knownOption(token.name, token.rawName);
    if (name in options) throw mistake(`${token.rawName} is given twice.`);
    options[name] = optionValue(name, token.value, token.inlineValue);
  }
  return { words, options };
}

function knownOption(name: string, asTyped: string): OptionName {
  if (isOption(name)) return name;
  throw mistake(`There is no flag ${printable(asTyped)}${didYouMean(name, optionNames, '--')}`);
}

function optionValue(name: OptionName, value: string | undefined, isInline: boolean | undefined): string | true {
  if (!takesValue(name)) {
    if (value !== undefined) throw mistake(`--${name} takes no value.`);
    return true;
  }
  // `--outputs --json` is a forgotten value, not a file named --json.
  if (value === undefined || value === '' || (!isInline && value.startsWith('-'))) {
    throw mistake(`--${name} needs a value.`);
  }
  return value;
}

export function didYouMean(typed: string, names: readonly string[], prefix = ''): string {
  const meant = nearest(typed, names);
  return meant === undefined ? '. Try --help.' : `. Did you mean ${prefix}${meant}?`;
}
