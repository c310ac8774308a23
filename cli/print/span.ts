const UNITS = [
  ['d', 86_400],
  ['h', 3_600],
  ['min', 60],
  ['s', 1],
] as const;

/** A long time in its two greatest units, such as `1 d 12 h`. */
export function span(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  const first = UNITS.findIndex(([, size]) => seconds >= size);
  if (first < 0) return '0 s';
  const [unit, size] = UNITS[first] ?? ['s', 1];
  const [smaller, smallerSize] = UNITS[first + 1] ?? ['s', 1];
  const rest = Math.floor((seconds % size) / smallerSize);
  return `${Math.floor(seconds / size)} ${unit}${size > 1 && rest > 0 ? ` ${rest} ${smaller}` : ''}`;
}

/** From one time to another, both in ISO 8601. */
export const between = (from: string, to: string): string => span(Date.parse(to) - Date.parse(from));
