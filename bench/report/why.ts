import { OURS } from '../designs';
import { PRICES } from '../prices';
import type { Row } from '../rows';

const ONE_LAMBDA = '5-one-lambda';

/** Why one Lambda that loops stays cheaper, worked out from what this run measured. */
export function whyOneLambda(rows: readonly Row[], tasks: number): string {
  const parts = ['fast', 'typical', 'slow'].flatMap((world) => {
    const of = (design: string) => rows.find((r) => r.world === world && r.tasks === tasks && r.design === design);
    const [ours, floor] = [of(OURS), of(ONE_LAMBDA)];
    if (!ours || !floor) return [];
    const states = ours.transitions * PRICES.transition.usd * 1000;
    const rest = ours.orchestrationUsdPer1000 - states;
    return `${world}: ${states.toPrecision(3)} for states, ${rest.toPrecision(3)} for functions against its ${floor.orchestrationUsdPer1000.toPrecision(3)}`;
  });
  return `\`${ONE_LAMBDA}\` is the floor, and loses what it has not published when it is killed. What we cost above it is the state machine: USD for 1,000 scans, ${parts.join('; ')}. Three transitions are the fewest that a state machine with a plain Choice can have: a function, the Choice, an end. An inline Map over no or one open scan would make it two; its output would be a list, and redrives and errors would belong to the Map, so we stopped at three.`;
}
