import { ProcessPool } from './processes';
import type { Report } from './simulate';

export interface Seeds {
  /** The bundled simulation. */
  readonly script: string;
  readonly from: number;
  readonly seeds: number;
  readonly jobs: number;
}

/**
 * Spreads seeds over processes.
 * @param onReport says whether to go on
 */
export async function runSeeds(
  { script, from, seeds, jobs }: Seeds,
  onReport: (report: Report) => boolean,
): Promise<void> {
  const size = Math.min(jobs, seeds);
  const pool = new ProcessPool<number, Report>(script, size);
  let next = from;
  let enough = false;
  const lane = async () => {
    while (!enough && next < from + seeds) {
      const report = await pool.run(next++);
      enough ||= !onReport(report);
    }
  };
  await Promise.all(Array.from({ length: size }, lane)).finally(() => pool.close());
}
