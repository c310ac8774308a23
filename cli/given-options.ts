import { type Command, Option } from 'commander';
import { choose, either } from './choices';
import { giveOneOf, needsValue, seeHelp } from './command-line-error';
import type { CommandDefinition } from './commands/command';
import { mistake } from './errors';
import { FORMATS, type Format } from './format';
import {
  CONFLICTS,
  choicesOf,
  flagOf,
  LOCATION_OPTIONS,
  OPTIONS,
  type OptionName,
  type Options,
  type TypedOptions,
} from './options';

/** The option for commander. Its help has the values that it can have in the command. */
export function optionOf(name: OptionName, argv: readonly string[], definition?: CommandDefinition): Option {
  const { flags, about, parse } = OPTIONS[name];
  const flag = flagOf(name);
  const choices = definition?.choices?.[name] ?? choicesOf(name);
  const option = new Option(flags, choices ? `${about}: ${either(choices)}.` : about).conflicts(CONFLICTS[name] ?? []);
  // For commander, --no-color would be a flag named color, which is true by default.
  option.negate = false;
  if ((LOCATION_OPTIONS as readonly OptionName[]).includes(name)) option.helpGroup('Where the scanner is:');
  return option.argParser((value: string | undefined, previous: unknown) => {
    if (previous !== undefined) throw mistake(`${flag} is given twice.`);
    if (value === undefined) return true;
    // Commander would read `--outputs --json` as a file named --json. No flag begins with a digit.
    const isForgotten = /^-(?!\d)/.test(value) && !argv.includes(`${flag}=${value}`);
    if (value === '' || isForgotten) throw mistake(needsValue(flag));
    return parse(value);
  });
}

/** Returns the given options. Each must be one of the command. */
export function givenOptions(command: Command, { choices }: CommandDefinition): Options {
  const options = command.optsWithGlobals<TypedOptions>();
  const own = command.options.map((option) => option.attributeName());
  const other = (Object.keys(options) as OptionName[]).find((name) => !own.includes(name));
  const name = command.name();
  if (other) throw mistake(`${name} does not take ${flagOf(other)}. ${seeHelp(name)}`);
  if (command.args.includes('')) throw mistake(`${name} does not take an empty argument. ${seeHelp(name)}`);
  const { output, ...rest } = withoutShortForms(options);
  return output === undefined ? rest : { ...rest, output: choose('--output', output, formatsIn(choices)) };
}

const formatsIn = (choices: CommandDefinition['choices']) =>
  FORMATS.filter((format) => choices?.output?.includes(format) ?? true);

function withoutShortForms({ output, json, csv, verbose, debug, ...options }: TypedOptions): Options {
  const formats: readonly (readonly [flag: string, format: Format | undefined])[] = [
    ['--output', output],
    ['--json', json && 'json'],
    ['--csv', csv && 'csv'],
  ];
  const [first, second] = formats.filter(([, format]) => format !== undefined);
  if (first && second) throw mistake(giveOneOf(first[0], second[0]));
  return { ...options, ...(first && { output: first[1] }), ...((verbose || debug) && { verbose: true }) };
}
