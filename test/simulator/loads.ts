import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { JsonObject } from '../../local/stack/json';
import { type PersonPlan, personPlan, placesOf } from '../../simulator/faults/people';
import { failure, SimulatedAppFabric } from '../../simulator/faults/simulated-app-fabric';
import {
  createRandom,
  type ExecutionResult,
  type Request,
  type Response,
  type ScannerStack,
  synthesizedScanner,
  VirtualScanner,
  VirtualWorld,
  withReservedConcurrency,
} from '../../simulator/world';

/** The loads of load-*.test.ts. test/support/run-load.mjs runs each in a process of its own. */
export const LOADS = { largest, endless, many, throttled, reserved } as const;
export type LoadName = keyof typeof LOADS;

type Throttle = (request: Request, now: number) => Response | undefined;

async function deployed(stack: ScannerStack, people: readonly PersonPlan[], throttle: Throttle = () => undefined) {
  const world = await VirtualWorld.create({ seed: 1, table: stack.table });
  const now = () => world.clock.now();
  const random = world.random.fork('AppFabric');
  const appFabric = new SimulatedAppFabric(people, {
    now,
    random,
    strikes: () => false,
  });
  world.network.serve('appfabric', async (request) => {
    const refusal = throttle(request, now());
    return refusal ? { response: refusal } : appFabric.serve(request);
  });
  const records = async () => {
    const items = await world.database.items();
    return items.filter(({ type }) => type === 'TASK');
  };
  const eventIds = () => new Set(world.events.taken.map(({ detail }) => detail.id));
  return { world, appFabric, scanner: new VirtualScanner(stack, world), records, eventIds };
}

function peopleOf(count: number, tenants: number): PersonPlan[] {
  const places = placesOf(createRandom('places'), tenants);
  return Array.from({ length: count }, (_, index) => {
    const plan = personPlan(createRandom(index), places, false);
    return { ...plan, email: `person-${index}@example.com` };
  });
}

const measured = ({ status, output, largestState, history }: ExecutionResult) => ({
  status,
  output: output as JsonObject,
  stateBytes: largestState,
  historyEvents: history.length,
});

/** One scan of 2,000 task ids. */
async function largest(stack: ScannerStack) {
  const people = peopleOf(50, 50);
  const { world, appFabric, scanner, records, eventIds } = await deployed(stack, people);
  const result = await world.run(() => {
    const taskIds = people.flatMap(({ email }) => appFabric.startTasks(email)).slice(0, 2000);
    return scanner.execution({ taskIds }, 'largest').start();
  });
  return { ...measured(result), records: (await records()).length, events: eventIds().size };
}

/** One scan of 50 tasks that never end. */
async function endless(stack: ScannerStack) {
  const person = personPlan(createRandom('never'), placesOf(createRandom('places'), 50), false);
  const tenants = person.tenants.map((tenant) => ({ ...tenant, startError: undefined, seconds: Infinity }));
  const { world, appFabric, scanner } = await deployed(stack, [{ ...person, tenants }]);
  const result = await world.run(() =>
    scanner.execution({ taskIds: appFabric.startTasks(person.email) }, 'endless').start(),
  );
  return { ...measured(result), batchGets: world.meter.requests.get('appfabric:BatchGetUserAccessTasks') ?? 0 };
}

const SCANS = 500;
const REQUESTS_A_SECOND = 25;

/** 500 scans at once, of an AppFabric that takes 25 requests a second. */
async function many(stack: ScannerStack) {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const people = peopleOf(SCANS, 4);
  const accepted: number[] = [];
  let throttled = 0;
  const { world, scanner, records, eventIds } = await deployed(stack, people, (_request, now) => {
    while ((accepted[0] ?? now) < now - 1000) accepted.shift();
    if (accepted.length < REQUESTS_A_SECOND) {
      accepted.push(now);
      return undefined;
    }
    throttled++;
    return failure(429, 'ThrottlingException', { message: 'Rate exceeded.' });
  });
  const heapBytes: number[] = [];
  let ended = 0;
  const results = await world.run(() =>
    Promise.all(
      people.map(async ({ email }, index) => {
        const execution = scanner.execution({ email }, `scan-${index}`);
        const result = await execution.start();
        if (++ended % 100 === 0) {
          collectGarbage();
          heapBytes.push(process.memoryUsage().heapUsed);
        }
        // Someone redrives a scan that failed because AppFabric throttled it for too long.
        return result.status === 'FAILED' ? execution.redrive() : result;
      }),
    ),
  );
  const filed = await records();
  const ids = eventIds();
  return {
    statuses: results.map(({ status }) => status),
    tasks: people.reduce((sum, { tenants }) => sum + tenants.length, 0),
    finalRecords: filed.filter(({ status }) => status !== 'IN_PROGRESS').length,
    withoutEvent: filed.filter(({ scanId, taskKey }) => !ids.has(`result:${scanId}:${taskKey}`)).length,
    throttled,
    seconds:
      (Math.max(...results.map(({ endedAt }) => endedAt)) - Math.min(...results.map(({ startedAt }) => startedAt))) /
      1000,
    heapBytes,
  };
}

/** Scans at once of slow tasks, in an account that runs this many invocations at once. Nobody helps. */
async function atOnce(stack: ScannerStack, scans: number, concurrency: number) {
  const people = peopleOf(scans, 3).map((person, index) => {
    const random = createRandom(`slow ${index}`);
    const tenants = person.tenants.map((tenant) => ({ ...tenant, seconds: random.between(120, 900) }));
    return { ...person, tenants };
  });
  const { world, scanner, eventIds } = await deployed(stack, people);
  world.concurrency = () => concurrency;
  const results = await world.run(() =>
    Promise.all(people.map(({ email }, index) => scanner.execution({ email }, `scan-${index}`).start())),
  );
  const filed = (await world.database.items()).filter(({ type }) => type === 'SCAN');
  const ids = eventIds();
  const isTold = ({ status, scanId, redriveCount = 0 }: Record<string, unknown>) =>
    ids.has(status === 'COMPLETED' ? `completed:${scanId}` : `failed:${scanId}:${redriveCount}`);
  return {
    ended: results.length,
    recorded: filed.filter(({ status }) => status === 'COMPLETED' || status === 'FAILED').length,
    published: filed.filter(isTold).length,
    succeeded: results.filter(({ status }) => status === 'SUCCEEDED').length,
    hours: Math.max(...results.map(({ startedAt, endedAt }) => endedAt - startedAt)) / 3_600_000,
    transitions: world.meter.stateTransitions,
  };
}

async function throttled(stack: ScannerStack) {
  return { many: await atOnce(stack, 400, 100), few: await atOnce(stack, 40, 10) };
}

/** Each function runs once at a time. */
async function reserved(stack: ScannerStack) {
  const one = withReservedConcurrency(stack, 1);
  const unlimited = Number.POSITIVE_INFINITY;
  return { enough: await atOnce(one, 60, unlimited), tooMany: await atOnce(one, 80, unlimited) };
}

const load = LOADS[process.argv[2] as LoadName];
console.log(JSON.stringify(await load(synthesizedScanner(process.cwd()))));
