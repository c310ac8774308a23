import { SEED, TASKS } from './comparison';
import { ONE_LAMBDA, OURS, PEERS } from './designs';
import type { Pool } from './measure/pool';
import type { Effort } from './options';

export interface CrashRow {
  readonly design: string;
  /** Share of the results that were published in the end. */
  readonly published: number;
  readonly lagMeanSeconds: number;
}

/** What becomes of the results when the process that waits for them dies once in every scan. */
export async function crashes(pool: Pool, effort: Effort): Promise<CrashRow[]> {
  return Promise.all(
    [...PEERS, ONE_LAMBDA, OURS].map(async (design) => {
      const cell = { design, world: 'typical', tasks: TASKS, scans: effort.fewScans, seed: SEED, crash: true } as const;
      const { published, expected, lag } = await pool.measure(cell);
      return { design, published: published / expected, lagMeanSeconds: lag.mean };
    }),
  );
}
