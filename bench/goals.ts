import type { Comparison } from './comparison';
import { TASKS } from './comparison';
import { DURABLE, ONE_LAMBDA, OURS, PEERS } from './designs';
import { type Row, totalUsd } from './rows';
import { WORKLOAD_NAMES, type WorkloadName } from './workloads';

/** A ratio of our design to another one, and its upper limit. */
export interface Goal {
  readonly what: string;
  readonly workload: WorkloadName;
  readonly ratio: number;
  readonly atMost: number;
}

type PerWorld = Readonly<Record<WorkloadName, number>>;

const ORCHESTRATION: PerWorld = { fast: 0.7, typical: 0.45, slow: 0.3 };
const LAG: PerWorld = { fast: 0.3, typical: 0.8, slow: 1.1 };
const AGAINST_DURABLE = 1.2;
const AGAINST_ONE_LAMBDA: PerWorld = { fast: 1.7, typical: 1.3, slow: 1.1 };

export function goals({ rows, durable }: Comparison): Goal[] {
  return WORKLOAD_NAMES.flatMap((workload) => {
    const row = (design: string) => find(rows, workload, design);
    const ours = row(OURS);
    const pollers = PEERS.slice(0, 2).flatMap((peer): Goal[] => [
      {
        what: `orchestration against ${peer}`,
        workload,
        ratio: ours.orchestrationUsdPer1000 / row(peer).orchestrationUsdPer1000,
        atMost: ORCHESTRATION[workload],
      },
      {
        what: `mean lag against ${peer}`,
        workload,
        ratio: ours.lagMeanSeconds / row(peer).lagMeanSeconds,
        atMost: LAG[workload],
      },
    ]);
    const atOurLag = durableAtOurLag(durable[workload]);
    const same = durable[workload].ours;
    return [
      ...pollers,
      {
        what: `cost against ${DURABLE} at ${atOurLag.lag < same.lagMeanSeconds * 1.02 ? 'our lag' : 'its shortest lag'}`,
        workload,
        ratio: totalUsd(same) / (atOurLag.orchestration + same.writesAndEventsUsdPer1000),
        atMost: AGAINST_DURABLE,
      },
      {
        what: `cost against ${ONE_LAMBDA} at our lag`,
        workload,
        ratio: totalUsd(ours) / totalUsd(row(ONE_LAMBDA)),
        atMost: AGAINST_ONE_LAMBDA[workload],
      },
    ];
  });
}

/** Crash-safe designs that are both cheaper and faster than ours under some workload. There should be none. */
export function better({ rows }: Comparison): Row[] {
  return WORKLOAD_NAMES.flatMap((workload) => {
    const ours = find(rows, workload, OURS);
    return PEERS.map((peer) => find(rows, workload, peer)).filter(
      (row) => row.orchestrationUsdPer1000 < ours.orchestrationUsdPer1000 && row.lagMeanSeconds < ours.lagMeanSeconds,
    );
  });
}

/**
 * The cost of a durable function with our mean lag, interpolated between two caps. If even the shortest cap lags behind
 * ours, the cost of that one.
 */
export function durableAtOurLag({ ours, capped }: Comparison['durable'][WorkloadName]) {
  const points = [...capped].sort((a, b) => a.lagMeanSeconds - b.lagMeanSeconds);
  const after = points.findIndex(({ lagMeanSeconds }) => lagMeanSeconds >= ours.lagMeanSeconds);
  const [low, high] = [points[after - 1], points[after]];
  const nearest = high ?? points.at(-1);
  if (!nearest) throw new Error('No durable function was measured.');
  if (!low || !high) return { lag: nearest.lagMeanSeconds, orchestration: nearest.orchestrationUsdPer1000 };
  const share = (ours.lagMeanSeconds - low.lagMeanSeconds) / (high.lagMeanSeconds - low.lagMeanSeconds);
  const between = (a: number, b: number) => a + share * (b - a);
  return {
    lag: ours.lagMeanSeconds,
    orchestration: between(low.orchestrationUsdPer1000, high.orchestrationUsdPer1000),
  };
}

export function find(rows: readonly Row[], workload: WorkloadName, design: string, tasks = TASKS): Row {
  const row = rows.find((each) => each.workload === workload && each.design === design && each.tasks === tasks);
  if (!row) throw new Error(`${design} was not measured with the ${workload} workload with ${tasks} tasks.`);
  return row;
}
