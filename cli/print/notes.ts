import type { CommandContext } from '../context';
import { flagOf, LOCATION_OPTIONS, type Options } from '../options';
import { printable } from './printable';
import { painter } from './style';

/** Prints a line for the user on standard error. Standard output is for the next program. */
export function note({ stderr }: CommandContext, text: string): void {
  stderr.write(`${printable(text)}\n`);
}

export function errorLine(context: CommandContext, message: string): void {
  const paint = painter(context, context.stderr);
  context.stderr.write(`${paint('red', 'user-access:')} ${printable(message)}\n`);
}

/** Another command for the same scanner, as the user would type it. `npm start` is this program with --local. */
export function typed({ env }: CommandContext, options: Options, command: string, argument?: string): string {
  const { npm_lifecycle_event: run } = env;
  const isNpmStart = run === 'start';
  const program = isNpmStart ? 'npm start --' : run === 'npx' ? 'npx user-access-cli' : 'user-access';
  const flags = LOCATION_OPTIONS.flatMap((name) => {
    const value = options[name];
    if (value === undefined || (name === 'local' && isNpmStart)) return [];
    if (value === true) return [flagOf(name)];
    return isLikeFlag(String(value)) ? [`${flagOf(name)}=${value}`] : [flagOf(name), String(value)];
  });
  const words = argument === undefined ? [] : [argument];
  const rest = argument !== undefined && isLikeFlag(argument) ? [...flags, '--', ...words] : [...words, ...flags];
  return [program, ...[command, ...rest].map(shellWord)].join(' ');
}

/** An address and an id can begin with a hyphen. */
const isLikeFlag = (word: string): boolean => word.startsWith('-');

/** Quotes a string as one word for a POSIX shell. */
export const shellWord = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
