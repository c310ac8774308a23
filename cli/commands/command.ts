import { type OptionName, type Options, WHERE } from '../options';
import type { World } from '../world';

/** One word of the command line, and all that the help says of it. */
export interface Command {
  readonly name: string;
  readonly summary: string;
  /** What follows the name, a form a line. */
  readonly forms: readonly string[];
  /** How many words it takes. */
  readonly words: { readonly least: number; readonly most: number };
  readonly options: readonly OptionName[];
  readonly notes?: string;
  /** Without the program's name. */
  readonly examples: readonly string[];
  run(words: readonly string[], options: Options, world: World): Promise<number>;
}

/** The flags of every command that reads. */
export const READING: readonly OptionName[] = [...WHERE, 'json', 'csv'];
