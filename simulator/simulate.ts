import type { Plan } from './faults/plan';
import { planOf } from './faults/plan-of-seed';
import { planOfWatches } from './faults/plan-of-watch-seed';
import { SimulatedRun } from './simulated-run';
import { type ScannerStack, VirtualScanner, VirtualWorld, withPolling, withRetention } from './world';

export type Outcome = Awaited<ReturnType<SimulatedRun['run']>>;
/** What is known about a seed that ran in another process. */
export type Report = Omit<Outcome, 'timeline'>;

/** What the seeds plan: scans, or people who are watched for days. */
export type Mode = 'scans' | 'watches';

/** Runs what one seed plans, and checks the invariants. */
export const simulate = (seed: number, stack: ScannerStack, mode: Mode = 'scans'): Promise<Outcome> =>
  simulatePlan(mode === 'scans' ? planOf(seed) : planOfWatches(seed), stack);

/** Runs a plan, and checks the invariants. */
export async function simulatePlan(plan: Plan, stack: ScannerStack): Promise<Outcome> {
  const { seed, pollWindowSeconds, retentionSeconds, clockOffsetSeconds } = plan;
  const polling = withPolling(stack, { pollWindowSeconds });
  const deployed = retentionSeconds === undefined ? polling : withRetention(polling, retentionSeconds);
  const world = await VirtualWorld.create({ seed, table: stack.table });
  world.maxClockOffsetMilliseconds = clockOffsetSeconds * 1000;
  return new SimulatedRun(plan, new VirtualScanner(deployed, world), world).run();
}
