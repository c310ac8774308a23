/** Points by function, in one line each: `StartScan: calls 1-3, 7 before; 2-4 after`. @param names as `nameOf` gives them */
export function crashList(names: readonly string[]): string[] {
  const points = names.map((name) => {
    const [state = '', side = '', , call = ''] = name.split(' ');
    return { state, side, call: Number(call) };
  });
  return [...Map.groupBy(points, ({ state }) => state)].map(([state, own]) => {
    const texts = ['before', 'after'].flatMap((side) => {
      const calls = own.filter((point) => point.side === side).map(({ call }) => call);
      return calls.length > 0 ? `${ranges(calls)} ${side}` : [];
    });
    return `${state}: calls ${texts.join('; ')}`;
  });
}

/** Whole numbers in order, with what follows on one another folded: `1-3, 7`. */
function ranges(numbers: readonly number[]): string {
  const folded: [number, number][] = [];
  for (const next of numbers.toSorted((a, b) => a - b)) {
    const last = folded.at(-1);
    if (last && next <= last[1] + 1) last[1] = next;
    else folded.push([next, next]);
  }
  return folded.map(([first, last]) => (first === last ? first : `${first}-${last}`)).join(', ');
}
