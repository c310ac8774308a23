import { DURABLE, ONE_LAMBDA, OURS, PEERS } from './find-design';
import type { Measured, Measurement } from './measure/measurement';
import type { Effort } from './options';
import { type Row, rowOf } from './rows';
import { WORKLOAD_NAMES, type WorkloadName } from './workloads';

export const SEED = 20261122;

/** The number of apps of a typical company. */
export const TASKS = 12;
const OTHER_TASKS = [1, 50];

/** A durable function waits whole seconds, at least one. */
const CAPS = [1, 2, 3, 4, 6];

/** Seconds. With 0, only the state machine waits. */
const WINDOWS = [0, 30, 60, 120, 180, 300, 600];

export type Measure = (measurement: Measurement) => Promise<Measured>;

export interface Comparison {
  readonly rows: readonly Row[];
  /** Durable functions with capped backoffs, and our design over the same scans. */
  readonly durable: Readonly<Record<WorkloadName, { readonly ours: Row; readonly capped: readonly Row[] }>>;
}

export async function compare(measure: Measure, effort: Effort): Promise<Comparison> {
  const rowFor = async (design: string, workload: WorkloadName, tasks: number, scans: number): Promise<Row> =>
    rowOf(await measure({ design, workload, tasks, scans, seed: SEED }));

  /** Ours first: the one Lambda gets a gap that gives it our mean lag. */
  const everyDesign = async (workload: WorkloadName, tasks: number, scans: number) => {
    const peers = PEERS.map((design) => rowFor(design, workload, tasks, scans));
    const ours = await rowFor(OURS, workload, tasks, scans);
    const oneLambda = rowFor(`${ONE_LAMBDA}:${gapFor(ours.lagMeanSeconds).toFixed(2)}`, workload, tasks, scans);
    return Promise.all([...peers, oneLambda, ours]);
  };
  const durableIn = async (workload: WorkloadName) => {
    const capped = CAPS.map((cap) => rowFor(`${DURABLE}:${cap}`, workload, TASKS, effort.fewScans));
    return { ours: await rowFor(OURS, workload, TASKS, effort.fewScans), capped: await Promise.all(capped) };
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

export type WindowRow = Awaited<ReturnType<typeof windows>>[number];

/** Our design with other poll windows. */
export const windows = (measure: Measure, { fewScans: scans }: Effort) =>
  Promise.all(
    WORKLOAD_NAMES.flatMap((workload) =>
      WINDOWS.map(async (windowSeconds) => {
        const design = `${OURS}:${JSON.stringify({ pollWindowSeconds: windowSeconds })}`;
        const measured = await measure({ design, workload, tasks: TASKS, scans, seed: SEED });
        /** Mean number of functions running at the same time for each running scan. */
        const concurrency = measured.lambdaSeconds / measured.scans / measured.scanSeconds;
        return { ...rowOf(measured), windowSeconds, concurrency };
      }),
    ),
  );

/** The share of results that is published in the end if the process that waits for them dies once in every scan. */
export const crashes = (measure: Measure, { fewScans: scans }: Effort) =>
  Promise.all(
    [...PEERS, ONE_LAMBDA, OURS].map(async (design) => {
      const measured = await measure({ design, workload: 'typical', tasks: TASKS, scans, seed: SEED, crash: true });
      return { design, published: measured.published / measured.expected, lagMeanSeconds: measured.lag.mean };
    }),
  );
