import type { CommandContext } from '../context';
import { mistake } from '../errors';
import type { OptionName, Options } from '../options';
import { printable } from '../print/printable';

/** One command, and all that its help says. */
export interface CommandDefinition {
  /** The name, and the argument if it takes one: `<required>` or `[optional]`. */
  readonly usage: string;
  readonly summary: string;
  readonly options: readonly OptionName[];
  /** Without the program's name. */
  readonly examples: readonly [string, ...string[]];
  readonly notes?: readonly string[];
  /** Returns the exit code. */
  run(argument: string | undefined, options: Options, context: CommandContext): Promise<number>;
}

/** An address to look up. Less strict than for a scan, because AppFabric may have returned any. */
export function emailArgument(email = ''): string {
  if (/^[^\s@]+@[^\s@]+$/.test(email)) return email;
  throw mistake(`${printable(email)} is not an email address: write it as person@example.com.`);
}
