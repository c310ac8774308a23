import type { CommandContext } from '../context';
import { mistake } from '../errors';
import type { OptionName, Options } from '../options';
import { printable } from '../print/printable';

/** A command and its help. */
export interface CommandDefinition {
  /** The name and the argument, if it has one: `<required>` or `[optional]`. */
  readonly usage: string;
  readonly summary: string;
  readonly options: readonly OptionName[];
  /** The values of options, as they are typed, where these are not the same in every command. */
  readonly choices?: { readonly [Name in OptionName]?: readonly string[] };
  /** The values of the argument, if it can have only these. */
  readonly values?: readonly string[];
  /** Without the name of the program. */
  readonly examples: readonly [string, ...string[]];
  readonly notes?: readonly string[];
  /** Returns the exit code. */
  run(argument: string | undefined, options: Options, context: CommandContext): Promise<number>;
}

/** What a command prints that is no list: sentences, or one JSON value. */
export const TABLE_OR_JSON = { output: ['table', 'json'] } as const;

/** Checks an email address in the same way as the state machine, with a check that says what it requires. */
export function scannedEmail<T>(email: string, check: () => T): T {
  emailArgument(email);
  try {
    return check();
  } catch (error) {
    // The state machine never quotes an address. Here it was just typed.
    throw mistake((error as Error).message.replace(/^email(?= is not )/, printable(email)), error);
  }
}

/** Checks an email address to look up. Less strict than a scan, because AppFabric can return any address. */
export function emailArgument(email = ''): string {
  if (/^[^\s@]+@[^\s@]+$/.test(email)) return email;
  throw mistake(`${printable(email)} is not an email address: write it as person@example.com.`);
}
