import { type Command, Option } from 'commander';
import { choose, either } from './choices';
import type { CommandDefinition } from './commands/command';
import { mistake } from './errors';
import { FORMATS } from './format';
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
    // Commander would read `--outputs --json` as a file named --json.
    const isForgotten = value.startsWith('-') && !argv.includes(`${flag}=${value}`);
    if (value === '' || isForgotten) throw mistake(`${flag} needs a value.`);
    return parse(value);
  });
}

/** Returns the given options. Each must be one of the command. */
export function givenOptions(command: Command, { choices }: CommandDefinition): Options {
  const options = command.optsWithGlobals<TypedOptions>();
  const own = command.options.map((option) => option.attributeName());
  const other = (Object.keys(options) as OptionName[]).find((name) => !own.includes(name));
  const seeHelp = `See user-access ${command.name()} --help.`;
  if (other) throw mistake(`${command.name()} does not take ${flagOf(other)}. ${seeHelp}`);
  if (command.args.includes('')) throw mistake(`${command.name()} does not take an empty argument. ${seeHelp}`);
  const { output, ...rest } = withoutShortForms(options);
  return output === undefined ? rest : { ...rest, output: choose('--output', output, formatsIn(choices)) };
}

const formatsIn = (choices: CommandDefinition['choices']) =>
  FORMATS.filter((format) => choices?.output?.includes(format) ?? true);

function withoutShortForms({ json, csv, debug, ...options }: TypedOptions): Options {
  const { verbose = debug } = options;
  const formats = [options.output, json && ('json' as const), csv && ('csv' as const)].filter(
    (each) => each !== undefined,
  );
  if (formats.length > 1) throw mistake('Give only one of --output, --json and --csv.');
  return { ...options, ...(formats[0] && { output: formats[0] }), ...(verbose && { verbose }) };
}
