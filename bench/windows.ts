import { SEED, TASKS } from './comparison';
import { OURS } from './designs';
import type { Pool } from './measure/pool';
import type { Effort } from './options';
import { type Row, rowOf } from './rows';
import { WORLD_NAMES, type WorldName } from './worlds';

/** Seconds. 0 leaves all waiting to the state machine. */
export const WINDOWS = [0, 30, 60, 120, 180, 300, 600];

export interface WindowRow extends Row {
  readonly windowSeconds: number;
  /** Functions that run at the same time for each scan that runs. */
  readonly concurrency: number;
}

/** Ours with other poll windows, everything else as it is. */
export async function windows(pool: Pool, effort: Effort): Promise<WindowRow[]> {
  const rowIn = async (world: WorldName, windowSeconds: number): Promise<WindowRow> => {
    const design = `${OURS}:${JSON.stringify({ pollWindowSeconds: windowSeconds })}`;
    const measured = await pool.measure({ design, world, tasks: TASKS, scans: effort.fewScans, seed: SEED });
    const busySeconds = measured.lambdaSeconds / measured.scans;
    return { ...rowOf(measured), windowSeconds, concurrency: busySeconds / measured.scanSeconds };
  };
  return Promise.all(WORLD_NAMES.flatMap((world) => WINDOWS.map((window) => rowIn(world, window))));
}
