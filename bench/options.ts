import { Command } from 'commander';

const WHOLE = { scans: 1000, fewScans: 100, coldRuns: 11, warmInvocations: 1000, synthRuns: 5 };
const QUICK = { scans: 40, fewScans: 12, coldRuns: 3, warmInvocations: 20, synthRuns: 1 };

/**
 * How much is measured. `fewScans` are for comparisons with our own design over the same scans, and for 1 and 50 tasks.
 */
export type Effort = typeof WHOLE;

export const effortOf = ({ quick }: Options): Effort => (quick ? QUICK : WHOLE);

export interface Options {
  readonly quick?: boolean;
  readonly json?: boolean;
}

export const readOptions = (args: readonly string[]): Options =>
  new Command('npm run bench --')
    .option('--quick', 'measure less, in a few minutes instead of half an hour, and change no committed file')
    .option('--json', 'print the rows as JSON to standard output')
    .parse(args, { from: 'user' })
    .opts();
