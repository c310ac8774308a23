import { SEED, TASKS } from './comparison';
import { OURS } from './designs';
import type { Pool } from './measure/pool';
import type { Effort } from './options';
import { type Row, rowOf } from './rows';
import { WORKLOAD_NAMES, type WorkloadName } from './workloads';

/** Seconds. With 0, only the state machine waits. */
export const WINDOWS = [0, 30, 60, 120, 180, 300, 600];

export interface WindowRow extends Row {
  readonly windowSeconds: number;
  /** Mean number of functions running at the same time for each running scan. */
  readonly concurrency: number;
}

/** Our design with other poll windows. */
export async function windows(pool: Pool, effort: Effort): Promise<WindowRow[]> {
  const rowIn = async (workload: WorkloadName, windowSeconds: number): Promise<WindowRow> => {
    const design = `${OURS}:${JSON.stringify({ pollWindowSeconds: windowSeconds })}`;
    const measured = await pool.measure({ design, workload, tasks: TASKS, scans: effort.fewScans, seed: SEED });
    const busySeconds = measured.lambdaSeconds / measured.scans;
    return { ...rowOf(measured), windowSeconds, concurrency: busySeconds / measured.scanSeconds };
  };
  return Promise.all(WORKLOAD_NAMES.flatMap((workload) => WINDOWS.map((window) => rowIn(workload, window))));
}
