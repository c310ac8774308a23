/** A value that was measured several times. */
export type Spread = ReturnType<typeof spread>;

export function spread(values: readonly number[]) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (index: number) => sorted[index] ?? Number.NaN;
  const middle = (sorted.length - 1) / 2;
  return { median: (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2, least: at(0), most: at(sorted.length - 1) };
}

export const ratio = (ours: Spread, theirs: Spread): number => ours.median / theirs.median;
