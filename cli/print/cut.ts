import type { CommandContext } from '../context';
import { note } from './notes';
import { count, isOrAre } from './verdict-sentence';

/** A number with its noun. If a list was cut, it says that there are more, so that the number is not taken for all. */
export const shownCount = (number: number, noun: string, isCut: boolean): string =>
  isCut ? `more than ${count(number, noun)}${ofWhich(number)}` : count(number, noun);

/** Such as `, of which 3 are shown`. */
export const ofWhich = (number: number, which = 'which'): string => `, of ${which} ${number} ${isOrAre(number)} shown`;

/** Says that there are more, on standard error, because JSON and CSV can't say it. */
export function noteCut(context: CommandContext, number: number, unlimited = ', or none'): void {
  const first = number === 1 ? 'This is the first' : `These are the first ${number}`;
  note(context, `${first}. There are more: use a higher --limit${unlimited}.`);
}
