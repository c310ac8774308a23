import { SEED, TASKS } from './comparison';
import { ONE_LAMBDA, OURS, PEERS } from './designs';
import type { Pool } from './measure/pool';
import type { Effort } from './options';

export interface CrashRow {
  readonly design: string;
  /** The share of results that were published in the end. */
  readonly published: number;
  readonly lagMeanSeconds: number;
}

/** How many results are published if the process that waits for them dies once in every scan. */
export async function crashes(pool: Pool, effort: Effort): Promise<CrashRow[]> {
  return Promise.all(
    [...PEERS, ONE_LAMBDA, OURS].map(async (design) => {
      const measurement = {
        design,
        workload: 'typical',
        tasks: TASKS,
        scans: effort.fewScans,
        seed: SEED,
        crash: true,
      } as const;
      const { published, expected, lag } = await pool.measure(measurement);
      return { design, published: published / expected, lagMeanSeconds: lag.mean };
    }),
  );
}
