import { closestMatch } from 'leven';

/** The name that a misspelled name probably means, or undefined if there is none. */
export function nearest(typed: string, names: readonly string[]): string | undefined {
  const maxDistance = Math.max(1, Math.floor(typed.length / 3));
  const word = typed.toLowerCase();
  const words = names.map((name) => name.toLowerCase());
  const match = words.find((each) => isSwapped(word, each)) ?? closestMatch(word, words, { maxDistance });
  return names.find((name) => name.toLowerCase() === match);
}

/** A sentence that suggests the name that was probably meant. */
export function didYouMean(typed: string, names: readonly string[], otherwise = ''): string {
  const meant = nearest(typed, names);
  return meant === undefined ? otherwise : ` Did you mean ${meant}?`;
}

/** Whether two letters that are side by side have changed places, which is a distance of two. */
function isSwapped(typed: string, name: string): boolean {
  const at = [...typed].findIndex((letter, index) => letter !== name[index]);
  return typed === `${name.slice(0, at)}${name[at + 1]}${name[at]}${name.slice(at + 2)}`;
}
