import { Env } from '../lib/contract/names';
import { asObject, type Json } from '../local/stack/json';
import { Awaited } from './awaited';
import { PollingBound } from './checkers/bounds';
import { leftovers } from './checkers/leftovers';
import { Witness } from './checkers/witness';
import { Faults } from './faults/faults';
import type { Plan } from './faults/plan';
import { faultyDynamoDb, faultyEventBridge } from './faults/services';
import { SimulatedAppFabric } from './faults/simulated-app-fabric';
import { Timeline } from './timeline';
import { Invocation, type VirtualScanner, type VirtualWorld } from './world';

export type Observers = ReturnType<typeof observe>;

/** Puts everything into a world that makes faults, and that watches. */
export function observe(plan: Plan, scanner: VirtualScanner, world: VirtualWorld) {
  const { clock, network, events, database } = world;
  const now = () => clock.now();
  const timeline = new Timeline(now);
  const note = (text: string) => timeline.note(text);
  const functions = Object.entries(scanner.stack.functions);
  const stateOf = ({ name, payload }: Invocation) => {
    const [state] = functions.find(([, fn]) => fn.name === name) ?? [];
    return state === 'StartWatch' ? watchStateOf(payload) : state;
  };
  const setting = (name: string) => numberIn(functions.flatMap(([, { environment }]) => environment[name] ?? []));
  const retentionSeconds = setting(Env.RESULT_RETENTION_SECONDS);
  const clockDifference = 2 * plan.clockOffsetSeconds * 1000;
  const failed = new Set<string>();

  const random = world.random.fork('faults');
  const faults = new Faults(plan, { now, random, stateOf, note });
  const witness = new Witness({
    now,
    note,
    scanTimeoutSeconds: setting(Env.SCAN_TIMEOUT_SECONDS),
    retentionSeconds,
    clockDifference,
    hasFailed: (name) => failed.has(name),
  });
  const polling = new PollingBound(now, clockDifference);
  const appFabric = new SimulatedAppFabric(plan.people, {
    now,
    random: world.random.fork('AppFabric'),
    strikes: (kind) => faults.strikes(kind),
    refusesUnknownIds: plan.unknownIds === 'refused',
    authorizations: plan.authorizations,
    pageSize: plan.pageSize,
    count: (kind) => faults.count(kind),
  });

  network.serve('appfabric', (request) => appFabric.serve(request));
  network.serve('dynamodb', faultyDynamoDb(world, faults));
  network.serve('events', faultyEventBridge(world, faults, random));
  for (const hooks of [faults, witness, polling]) network.use(hooks);
  network.use({
    served: ({ caller, service, operation }) => {
      if (!(caller instanceof Invocation)) return;
      note(`  ${stateOf(caller)} ${caller.number}.${caller.calls} ${service}:${operation}`);
    },
  });
  events.onTaken = (event) => witness.taken(event);
  database.onExpired = (item) => {
    witness.expired(item);
    faults.count('table: item deleted when it expired');
  };
  world.concurrency = () => faults.concurrency();
  for (const [state, virtualFunction] of Object.entries(scanner.functions)) {
    virtualFunction.use(polling);
    virtualFunction.use(leftovers(state, (invariant, what) => witness.violation(invariant, what)));
    virtualFunction.use({
      started: (invocation) => note(`${stateOf(invocation)} ${invocation.number} begins`),
      ended: (invocation, outcome) => note(`${stateOf(invocation)} ${invocation.number} ${outcome}`),
      refused: () => faults.refused(),
    });
  }
  const reviews = new Awaited();
  scanner.functions.StartWatch?.use({
    started: ({ payload }) => {
      if (watchStateOf(payload) === 'Review') reviews.happened();
    },
  });
  const review = (number: number) => reviews.until(number);
  return { now, timeline, faults, witness, polling, appFabric, failed, review, retentionSeconds, clockDifference };
}

/** One function starts watches, reviews them, and records their ends. */
function watchStateOf(payload: Json): 'StartWatch' | 'Review' | 'RecordWatchEnd' {
  const { ended, state } = asObject(payload);
  if (ended !== undefined) return 'RecordWatchEnd';
  return state === undefined ? 'StartWatch' : 'Review';
}

/** The value of an environment variable. Not every function has it. */
function numberIn([value]: readonly string[]): number {
  if (value === undefined) throw new Error('No function of the template has the setting.');
  return Number(value);
}
