import { ProcessPool } from './processes';
import type { Mode, Report } from './simulate';

export interface Seeds {
  /** The bundled simulation. */
  readonly script: string;
  readonly mode: Mode;
  readonly from: number;
  readonly seeds: number;
  readonly jobs: number;
}

/** What a process is sent. */
export interface Job {
  readonly seed: number;
  readonly mode: Mode;
}

/**
 * Spreads seeds over processes.
 * @param onReport says whether to go on
 */
export async function runSeeds(
  { script, mode, from, seeds, jobs }: Seeds,
  onReport: (report: Report) => boolean,
): Promise<void> {
  const size = Math.min(jobs, seeds);
  const pool = new ProcessPool<Job, Report>(script, size);
  let next = from;
  let enough = false;
  const lane = async () => {
    while (!enough && next < from + seeds) {
      const report = await pool.run({ seed: next++, mode });
      enough ||= !onReport(report);
    }
  };
  await Promise.all(Array.from({ length: size }, lane)).finally(() => pool.close());
}
