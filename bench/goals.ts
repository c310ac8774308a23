import { type Comparison, TASKS } from './comparison';
import { DURABLE, ONE_LAMBDA, OURS, PEERS } from './find-design';
import { type Row, totalUsd } from './rows';
import { WORKLOAD_NAMES, type WorkloadName } from './workloads';

type PerWorkload = Readonly<Record<WorkloadName, number>>;

const ORCHESTRATION: PerWorkload = { fast: 0.7, typical: 0.45, slow: 0.3 };
const LAG: PerWorkload = { fast: 0.3, typical: 0.8, slow: 1.1 };
const AGAINST_DURABLE = 1.2;
const AGAINST_ONE_LAMBDA: PerWorkload = { fast: 1.7, typical: 1.3, slow: 1.1 };

/** Ratios of our design to another one, and their upper limits. */
export function goals({ rows, durable }: Comparison) {
  return WORKLOAD_NAMES.flatMap((workload) => {
    const row = (design: string) => find(rows, workload, design);
    const ours = row(OURS);
    const goal = (what: string, ratio: number, atMost: number) => ({ what, workload, ratio, atMost });
    const pollers = PEERS.slice(0, 2).flatMap((peer) => {
      const cost = ours.orchestrationUsdPer1000 / row(peer).orchestrationUsdPer1000;
      const lag = ours.lagMeanSeconds / row(peer).lagMeanSeconds;
      return [
        goal(`orchestration against ${peer}`, cost, ORCHESTRATION[workload]),
        goal(`mean lag against ${peer}`, lag, LAG[workload]),
      ];
    });
    const atOurLag = durableAtOurLag(durable[workload]);
    const same = durable[workload].ours;
    const lag = atOurLag.lag < same.lagMeanSeconds * 1.02 ? 'our lag' : 'its shortest lag';
    const toDurable = totalUsd(same) / (atOurLag.orchestration + same.writesAndEventsUsdPer1000);
    const toOneLambda = totalUsd(ours) / totalUsd(row(ONE_LAMBDA));
    return [
      ...pollers,
      goal(`cost against ${DURABLE} at ${lag}`, toDurable, AGAINST_DURABLE),
      goal(`cost against ${ONE_LAMBDA} at our lag`, toOneLambda, AGAINST_ONE_LAMBDA[workload]),
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
