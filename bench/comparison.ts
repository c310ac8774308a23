import { DURABLE, ONE_LAMBDA, OURS, PEERS } from './designs';
import type { Pool } from './measure/pool';
import type { Effort } from './options';
import { type Row, rowOf } from './rows';
import { WORLD_NAMES, type WorldName } from './worlds';

export const SEED = 20261122;

/** Apps of a usual company. */
export const TASKS = 12;
const OTHER_TASKS = [1, 50];

/** Whole seconds are the shortest and the finest that a durable function can wait. */
const CAPS = [1, 2, 3, 4, 6];

export interface Comparison {
  readonly rows: readonly Row[];
  /** A durable function whose backoff is capped at each of these, and ours over the same scans. */
  readonly durable: Readonly<Record<WorldName, { readonly ours: Row; readonly capped: readonly Row[] }>>;
}

export async function compare(pool: Pool, effort: Effort): Promise<Comparison> {
  const measure = async (design: string, world: WorldName, tasks: number, scans: number): Promise<Row> =>
    rowOf(await pool.measure({ design, world, tasks, scans, seed: SEED }));

  /** Ours first: the gap of the one Lambda is chosen so that its mean lag is ours. */
  const everyDesign = async (world: WorldName, tasks: number, scans: number) => {
    const peers = PEERS.map((design) => measure(design, world, tasks, scans));
    const ours = await measure(OURS, world, tasks, scans);
    const oneLambda = measure(`${ONE_LAMBDA}:${gapFor(ours.lagMeanSeconds).toFixed(2)}`, world, tasks, scans);
    return Promise.all([...peers, oneLambda, ours]);
  };
  const durableIn = async (world: WorldName) => {
    const capped = CAPS.map((cap) => measure(`${DURABLE}:${cap}`, world, TASKS, effort.fewScans));
    return { ours: await measure(OURS, world, TASKS, effort.fewScans), capped: await Promise.all(capped) };
  };

  // The longest first, so that no process is left alone with it at the end.
  const slowestFirst = [...WORLD_NAMES].reverse();
  const main = slowestFirst.map((world) => everyDesign(world, TASKS, effort.scans));
  const durable = Promise.all([durableIn('slow'), durableIn('typical'), durableIn('fast')]);
  const other = OTHER_TASKS.flatMap((tasks) => slowestFirst.map((world) => everyDesign(world, tasks, effort.fewScans)));
  const rows = (await Promise.all([...main, ...other])).flat();
  const [slow, typical, fast] = await durable;
  return { rows: inOrder(rows), durable: { fast, typical, slow } };
}

/** An answer that comes within a gap waits half of it on the mean, and then as long as the calls take. */
const CALLS_SECONDS = 0.17;
const SHORTEST_GAP_SECONDS = 0.05;
const gapFor = (lag: number): number => Math.max(SHORTEST_GAP_SECONDS, 2 * (lag - CALLS_SECONDS));

const inOrder = (rows: Row[]): Row[] =>
  rows.sort(
    (a, b) =>
      a.tasks - b.tasks ||
      WORLD_NAMES.indexOf(a.world) - WORLD_NAMES.indexOf(b.world) ||
      (a.design < b.design ? -1 : 1),
  );
