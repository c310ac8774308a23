import { didYouMean, mistake } from './errors';
import { printable } from './print/printable';

/** A constant such as `NOT_FOUND` as it is typed: `not-found`. */
export const typedName = (constant: string): string => constant.toLowerCase().replaceAll('_', '-');

/** Such as `open, unknown or clear`. */
export const either = (names: readonly string[]): string =>
  names.length > 1 ? `${names.slice(0, -1).join(', ')} or ${names.at(-1)}` : names.join();

/** The constant that was typed as the value of `what`. */
export function choose<T extends string>(what: string, typed: string, constants: readonly T[]): T {
  const found = constants.find((constant) => typedName(constant) === typedName(typed));
  if (found !== undefined) return found;
  const names = constants.map(typedName);
  throw mistake(`${what} must be ${either(names)}, not ${printable(typed) || 'nothing'}.${didYouMean(typed, names)}`);
}
