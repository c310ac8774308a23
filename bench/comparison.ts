import { DURABLE, ONE_LAMBDA, OURS, PEERS } from './designs';
import type { Pool } from './measure/pool';
import type { Effort } from './options';
import { type Row, rowOf } from './rows';
import { WORKLOAD_NAMES, type WorkloadName } from './workloads';

export const SEED = 20261122;

/** The number of apps of a typical company. */
export const TASKS = 12;
const OTHER_TASKS = [1, 50];

/** A durable function waits whole seconds, at least one. */
const CAPS = [1, 2, 3, 4, 6];

export interface Comparison {
  readonly rows: readonly Row[];
  /** Durable functions with capped backoffs, and our design over the same scans. */
  readonly durable: Readonly<Record<WorkloadName, { readonly ours: Row; readonly capped: readonly Row[] }>>;
}

export async function compare(pool: Pool, effort: Effort): Promise<Comparison> {
  const measure = async (design: string, workload: WorkloadName, tasks: number, scans: number): Promise<Row> =>
    rowOf(await pool.measure({ design, workload, tasks, scans, seed: SEED }));

  /** Ours first: the one Lambda gets a gap that gives it our mean lag. */
  const everyDesign = async (workload: WorkloadName, tasks: number, scans: number) => {
    const peers = PEERS.map((design) => measure(design, workload, tasks, scans));
    const ours = await measure(OURS, workload, tasks, scans);
    const oneLambda = measure(`${ONE_LAMBDA}:${gapFor(ours.lagMeanSeconds).toFixed(2)}`, workload, tasks, scans);
    return Promise.all([...peers, oneLambda, ours]);
  };
  const durableIn = async (workload: WorkloadName) => {
    const capped = CAPS.map((cap) => measure(`${DURABLE}:${cap}`, workload, TASKS, effort.fewScans));
    return { ours: await measure(OURS, workload, TASKS, effort.fewScans), capped: await Promise.all(capped) };
  };

  // The longest first, so that the processes finish at about the same time.
  const slowestFirst = [...WORKLOAD_NAMES].reverse();
  const main = slowestFirst.map((workload) => everyDesign(workload, TASKS, effort.scans));
  const durable = Promise.all([durableIn('slow'), durableIn('typical'), durableIn('fast')]);
  const other = OTHER_TASKS.flatMap((tasks) =>
    slowestFirst.map((workload) => everyDesign(workload, tasks, effort.fewScans)),
  );
  const rows = (await Promise.all([...main, ...other])).flat();
  const [slow, typical, fast] = await durable;
  return { rows: inOrder(rows), durable: { fast, typical, slow } };
}

/** A task ends in the middle of a gap on average, and then the calls take their time. */
const CALLS_SECONDS = 0.17;
const MIN_GAP_SECONDS = 0.05;
const gapFor = (lag: number): number => Math.max(MIN_GAP_SECONDS, 2 * (lag - CALLS_SECONDS));

const inOrder = (rows: Row[]): Row[] =>
  rows.sort(
    (a, b) =>
      a.tasks - b.tasks ||
      WORKLOAD_NAMES.indexOf(a.workload) - WORKLOAD_NAMES.indexOf(b.workload) ||
      (a.design < b.design ? -1 : 1),
  );
