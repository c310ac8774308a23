import { closestMatch } from 'leven';

/** The name that a misspelled one probably meant; undefined when none is close. */
export function nearest(typed: string, names: readonly string[]): string | undefined {
  const maxDistance = Math.max(1, Math.floor(typed.length / 3));
  const match = closestMatch(
    typed.toLowerCase(),
    names.map((name) => name.toLowerCase()),
    { maxDistance },
  );
  return names.find((name) => name.toLowerCase() === match);
}
