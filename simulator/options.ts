import { parseArgs } from 'node:util';

export interface Options {
  /** Replays one seed with its timeline. */
  readonly seed?: number;
  readonly from: number;
  readonly seeds: number;
  readonly json: boolean;
  readonly jobs: number;
  /** The mutations to try. Empty: all of them. */
  readonly mutations?: readonly string[];
}

export const USAGE = `npm run simulate -- --seed N               replay one seed, with a timeline
npm run simulate -- --seeds 10000          run seeds 1 to 10,000
npm run simulate -- --seeds 500 --from S   begin at seed S
npm run simulate -- --mutations            break the code in many ways; each must be found
npm run simulate -- --mutation NAME        break it in one
  --json     print one JSON object to standard output
  --jobs N   run N processes (default: one for each processor)`;

/** @throws Error whose message says what is wrong with the arguments */
export function readOptions(args: readonly string[], processors: number): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: 'string' },
      seeds: { type: 'string' },
      from: { type: 'string' },
      jobs: { type: 'string' },
      json: { type: 'boolean' },
      mutations: { type: 'boolean' },
      mutation: { type: 'string', multiple: true },
    },
  });
  const seed = wholeNumber('--seed', values.seed);
  const seeds = wholeNumber('--seeds', values.seeds);
  if (seed !== undefined && (seeds !== undefined || values.from !== undefined)) {
    throw new Error('--seed replays one seed: leave --seeds and --from out.');
  }
  return {
    seed,
    from: wholeNumber('--from', values.from) ?? 1,
    seeds: seeds ?? 1000,
    json: values.json ?? false,
    jobs: wholeNumber('--jobs', values.jobs) ?? processors,
    mutations: values.mutation ?? (values.mutations ? [] : undefined),
  };
}

function wholeNumber(name: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const number = Number(value);
  if (/^\d+$/.test(value) && Number.isSafeInteger(number) && number >= 1) return number;
  throw new Error(`${name} must be a whole number, 1 or more.`);
}
