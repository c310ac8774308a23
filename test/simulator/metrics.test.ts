import { hasNoFaults, type Plan } from '../../simulator/faults/plan';
import { planOf } from '../../simulator/faults/plan-of-seed';
import { planOfWatches } from '../../simulator/faults/plan-of-watch-seed';
import { SimulatedRun } from '../../simulator/simulated-run';
import { synthesizedScanner, VirtualScanner, VirtualWorld } from '../../simulator/world';
import { root } from '../support/simulator';
import { sumsOf } from '../support/telemetry';

const stack = synthesizedScanner(root);

/** Runs a plan in which every invocation ends and every response arrives, so that nothing is left out. */
async function withoutFaults(plan: Plan) {
  const calm: Plan = { ...plan, rates: new Map(), outages: [], concurrency: undefined, crashPoint: undefined };
  expect(hasNoFaults(calm)).toBe(true);
  const world = await VirtualWorld.create({ seed: plan.seed, table: stack.table });
  const { violations } = await new SimulatedRun(calm, new VirtualScanner(stack, world), world).run();
  return { violations, collected: world.collected };
}

type Run = Awaited<ReturnType<typeof withoutFaults>>;

/** The sum of a metric over several runs and over the values of its dimensions. */
const total = (runs: Run[], name: string): number =>
  runs.flatMap(({ collected }) => Object.values(sumsOf(collected, name))).reduce((sum, value) => sum + value, 0);

describe('without faults, metrics count exactly what is recorded', () => {
  it('about scans', async () => {
    const runs: Run[] = [];
    for (const seed of [1, 2, 3, 4, 5]) runs.push(await withoutFaults(planOf(seed)));
    expect(runs.flatMap(({ violations }) => violations)).toEqual([]);
    const ofResults = ['Results', 'ResultsWithoutAnswer', 'TenantsToReconnect', 'Verdicts'];
    for (const name of ['ScansStarted', 'ScansCompleted', 'Polls', ...ofResults]) {
      expect(total(runs, name)).toBeGreaterThan(0);
    }
  });

  it('about watches', async () => {
    const runs: Run[] = [];
    for (const seed of [1, 2]) runs.push(await withoutFaults(planOfWatches(seed)));
    expect(runs.flatMap(({ violations }) => violations)).toEqual([]);
    for (const name of ['WatchesStarted', 'WatchesCleared', 'Changes']) expect(total(runs, name)).toBeGreaterThan(0);
  });
});
