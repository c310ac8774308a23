import { parseArgs } from 'node:util';

export interface Options {
  readonly quick: boolean;
  readonly json: boolean;
  /** A process of the pool. */
  readonly worker: boolean;
}

/** How much is measured. A full run takes about half an hour, a quick one a few minutes. */
export interface Effort {
  readonly scans: number;
  /** For comparisons with our own design over the same scans, and for 1 and 50 tasks. */
  readonly fewScans: number;
  readonly coldRuns: number;
  readonly warmInvocations: number;
  readonly synthRuns: number;
}

const WHOLE: Effort = { scans: 1000, fewScans: 100, coldRuns: 11, warmInvocations: 1000, synthRuns: 5 };
const QUICK: Effort = { scans: 40, fewScans: 12, coldRuns: 3, warmInvocations: 20, synthRuns: 1 };

export const effortOf = ({ quick }: Options): Effort => (quick ? QUICK : WHOLE);

export function readOptions(words: string[]): Options {
  const { values } = parseArgs({
    args: words,
    options: { quick: { type: 'boolean' }, json: { type: 'boolean' }, worker: { type: 'boolean' } },
  });
  return { quick: values.quick ?? false, json: values.json ?? false, worker: values.worker ?? false };
}
