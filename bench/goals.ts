import type { Comparison } from './comparison';
import { TASKS } from './comparison';
import { DURABLE, ONE_LAMBDA, OURS, PEERS } from './designs';
import { type Row, totalUsd } from './rows';
import { WORLD_NAMES, type WorldName } from './worlds';

/** A ratio of ours to a peer, and what it should be at most. */
export interface Goal {
  readonly what: string;
  readonly world: WorldName;
  readonly ratio: number;
  readonly atMost: number;
}

type PerWorld = Readonly<Record<WorldName, number>>;

const ORCHESTRATION: PerWorld = { fast: 0.7, typical: 0.45, slow: 0.3 };
const LAG: PerWorld = { fast: 0.3, typical: 0.8, slow: 1.1 };
const AGAINST_DURABLE = 1.2;
const AGAINST_ONE_LAMBDA: PerWorld = { fast: 1.7, typical: 1.3, slow: 1.1 };

export function goals({ rows, durable }: Comparison): Goal[] {
  return WORLD_NAMES.flatMap((world) => {
    const row = (design: string) => find(rows, world, design);
    const ours = row(OURS);
    const pollers = PEERS.slice(0, 2).flatMap((peer): Goal[] => [
      {
        what: `orchestration against ${peer}`,
        world,
        ratio: ours.orchestrationUsdPer1000 / row(peer).orchestrationUsdPer1000,
        atMost: ORCHESTRATION[world],
      },
      {
        what: `mean lag against ${peer}`,
        world,
        ratio: ours.lagMeanSeconds / row(peer).lagMeanSeconds,
        atMost: LAG[world],
      },
    ]);
    const atOurLag = durableAtOurLag(durable[world]);
    const same = durable[world].ours;
    return [
      ...pollers,
      {
        what: `cost against ${DURABLE} at ${atOurLag.lag < same.lagMeanSeconds * 1.02 ? 'our lag' : 'its shortest lag'}`,
        world,
        ratio: totalUsd(same) / (atOurLag.orchestration + same.writesAndEventsUsdPer1000),
        atMost: AGAINST_DURABLE,
      },
      {
        what: `cost against ${ONE_LAMBDA} at our lag`,
        world,
        ratio: totalUsd(ours) / totalUsd(row(ONE_LAMBDA)),
        atMost: AGAINST_ONE_LAMBDA[world],
      },
    ];
  });
}

/** Crash-safe peers that are both cheaper and faster than ours in some world; there should be none. */
export function better({ rows }: Comparison): Row[] {
  return WORLD_NAMES.flatMap((world) => {
    const ours = find(rows, world, OURS);
    return PEERS.map((peer) => find(rows, world, peer)).filter(
      (row) => row.orchestrationUsdPer1000 < ours.orchestrationUsdPer1000 && row.lagMeanSeconds < ours.lagMeanSeconds,
    );
  });
}

/**
 * What a durable function costs whose mean lag is ours: between two caps, in proportion. Where even the shortest cap
 * lags behind ours, that one.
 */
export function durableAtOurLag({ ours, capped }: Comparison['durable'][WorldName]) {
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

export function find(rows: readonly Row[], world: WorldName, design: string, tasks = TASKS): Row {
  const row = rows.find((each) => each.world === world && each.design === design && each.tasks === tasks);
  if (!row) throw new Error(`${design} was not measured in the ${world} world with ${tasks} tasks.`);
  return row;
}
