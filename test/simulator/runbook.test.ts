import type { Plan } from '../../simulator/faults/plan';
import { planOf } from '../../simulator/faults/plan-of-seed';
import { planOfWatches } from '../../simulator/faults/plan-of-watch-seed';
import { SCENARIOS } from '../../simulator/scenarios/scenarios';
import { SimulatedRun } from '../../simulator/simulated-run';
import { synthesizedScanner, VirtualScanner, VirtualWorld } from '../../simulator/world';
import { anchorOf, sectionsOf } from '../support/runbook';
import { root } from '../support/simulator';

const stack = synthesizedScanner(root);

interface Line {
  readonly level: string;
  readonly errorName?: string;
}

/** The names of the errors that the functions log, that are recorded, and that executions end with. */
async function errorNames(plan: Plan): Promise<string[]> {
  const world = await VirtualWorld.create({ seed: plan.seed, table: stack.table });
  const { ends, watches } = await new SimulatedRun(plan, new VirtualScanner(stack, world), world).run();
  const lines: Line[] = world.collected.logs.map((line) => JSON.parse(line));
  // A call that failed is not yet an error of a step. Conditional writes fail all the time.
  const logged = lines.flatMap(({ level, errorName }) => (level === 'DEBUG' ? [] : (errorName ?? [])));
  const records = (await world.database.items()) as { readonly error?: { readonly name?: string } }[];
  const recorded = records.flatMap(({ error }) => error?.name ?? []);
  return [...logged, ...recorded, ...[...ends, ...watches].flatMap(({ error }) => error ?? [])];
}

/** Scenarios in which scans and watches are stopped, denied and repeated. */
const STOPPED_AND_DENIED = [
  'a claim whose owner never got a record',
  'a redrive after the trigger was taken over',
  'a watch that is stopped while its scan runs, and redriven',
];

test('every error that happens under faults has its section in the runbook', async () => {
  const byHand = Object.entries(SCENARIOS).flatMap(([name, plan]) => (STOPPED_AND_DENIED.includes(name) ? plan : []));
  expect(byHand).toHaveLength(STOPPED_AND_DENIED.length);
  const seeds = Array.from({ length: 12 }, (_, index) => planOf(index + 1));
  const names = new Set<string>();
  for (const plan of [...byHand, ...seeds, planOfWatches(1)])
    for (const name of await errorNames(plan)) names.add(name);

  const sections = sectionsOf();
  expect([...names].filter((name) => !sections.has(anchorOf(name)))).toEqual([]);
  const some = ['AppFabricAccessDenied', 'ScanStopped', 'ServiceUnavailable', 'TriggerPending', 'WatchStopped'];
  expect([...names]).toEqual(expect.arrayContaining(some));
});
