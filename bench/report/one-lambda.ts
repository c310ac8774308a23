import { OURS } from '../designs';
import { PRICES } from '../prices';
import type { Row } from '../rows';

const ONE_LAMBDA = '5-one-lambda';

/** Why one Lambda that loops stays cheaper, from this run's numbers. */
export function whyOneLambda(rows: readonly Row[], tasks: number): string {
  const parts = ['fast', 'typical', 'slow'].flatMap((workload) => {
    const of = (design: string) =>
      rows.find((r) => r.workload === workload && r.tasks === tasks && r.design === design);
    const [ours, floor] = [of(OURS), of(ONE_LAMBDA)];
    if (!ours || !floor) return [];
    const states = ours.transitions * PRICES.transition.usd * 1000;
    const rest = ours.orchestrationUsdPer1000 - states;
    return `${workload}: ${states.toPrecision(3)} for states and ${rest.toPrecision(3)} for functions, against ${floor.orchestrationUsdPer1000.toPrecision(3)}`;
  });
  return `\`${ONE_LAMBDA}\` is the cheapest, but loses what it has not published when it is killed. The difference is our state machine. USD for 1,000 scans, ${parts.join('; ')}. A state machine with a plain Choice has at least three transitions: a function, the Choice, an end. An inline Map over zero or one open scans would need two, but its output would be a list, and redrives and errors would belong to the Map.`;
}
