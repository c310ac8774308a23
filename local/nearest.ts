import { closestMatch } from 'leven';

/** The name that a misspelled name probably means, or undefined if there is none. */
export function nearest(typed: string, names: readonly string[]): string | undefined {
  const maxDistance = Math.max(1, Math.floor(typed.length / 3));
  const match = closestMatch(
    typed.toLowerCase(),
    names.map((name) => name.toLowerCase()),
    { maxDistance },
  );
  return names.find((name) => name.toLowerCase() === match);
}
