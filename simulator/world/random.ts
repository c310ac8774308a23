/** A stream of random numbers that its seed decides. */
export interface SeededRandom {
  /** From 0 up to, not including, 1. */
  (): number;
  /** A whole number from `least` to `most`, both included. */
  integer(least: number, most: number): number;
  between(least: number, most: number): number;
  /** True with this probability. */
  chance(probability: number): boolean;
  pick<T>(choices: readonly T[]): T;
  shuffled<T>(items: readonly T[]): T[];
  /** A UUID of version 4. */
  uuid(): string;
  /** An independent stream: what you draw from it does not change this one. */
  fork(name: string): SeededRandom;
}

/** mulberry32: 32 bits of state are enough for a simulation. */
export function createRandom(seed: number | string): SeededRandom {
  let state = typeof seed === 'number' ? hash(String(seed)) : hash(seed);
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const integer = (least: number, most: number) => least + Math.floor(next() * (most - least + 1));
  return Object.assign(next, {
    integer,
    between: (least: number, most: number) => least + next() * (most - least),
    chance: (probability: number) => next() < probability,
    pick: <T>(choices: readonly T[]): T => {
      if (choices.length === 0) throw new Error('There is nothing to pick from.');
      return choices[integer(0, choices.length - 1)] as T;
    },
    shuffled: <T>(items: readonly T[]): T[] => {
      const result = [...items];
      for (let last = result.length - 1; last > 0; last--) {
        const other = integer(0, last);
        [result[last], result[other]] = [result[other] as T, result[last] as T];
      }
      return result;
    },
    uuid: () => {
      const digits = Array.from({ length: 32 }, () => integer(0, 15).toString(16));
      digits[12] = '4';
      digits[16] = '89ab'[integer(0, 3)] ?? '8';
      return digits.join('').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
    },
    fork: (name: string) => createRandom(`${seed} ${name}`),
  });
}

/** FNV-1a, mixed once more, so that seeds 1 and 2 give unrelated streams. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const character of text) value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  return value ^ (value >>> 13);
}
