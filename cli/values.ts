import { mistake } from './errors';
import type { OptionName, Options } from './options';
import { printable } from './printable';

/** A flag's number, checked. */
export function wholeNumber(name: OptionName, value: string | undefined, least: number, most: number) {
  if (value === undefined) return undefined;
  const number = Number(value);
  if (/^\d+$/.test(value) && number >= least && number <= most) return number;
  const range = most === Number.MAX_SAFE_INTEGER ? `from ${least}` : `from ${least} to ${most}`;
  throw mistake(`--${name} takes a whole number ${range}.`);
}

export const limitOf = ({ limit }: Options) => wholeNumber('limit', limit, 1, Number.MAX_SAFE_INTEGER);

/** An address to look up: more lenient than one to scan, because AppFabric may have named any. */
export function emailWord(word = ''): string {
  if (/^[^\s@]+@[^\s@]+$/.test(word)) return word;
  throw mistake(`${printable(word) || 'Nothing'} is not an address: write it as person@example.com.`);
}
