import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { JsonObject } from '../../local/stack/json';
import { type PersonPlan, personPlan } from '../../simulator/faults/people';
import { failure, SimulatedAppFabric } from '../../simulator/faults/simulated-app-fabric';
import {
  type Request,
  type Response,
  createRandom as randomOf,
  synthesizedScanner,
  VirtualScanner,
  VirtualWorld,
} from '../../simulator/world';

const stack = synthesizedScanner(join(__dirname, '..', '..'));

/** Step Functions' limits; docs/reliability.md compares what these tests print with them. */
const MOST_STATE_BYTES = 256 * 1024;
const MOST_HISTORY_EVENTS = 25_000;

async function worldWith(
  people: readonly PersonPlan[],
  throttle: (request: Request, now: number) => Response | undefined,
) {
  const world = await VirtualWorld.create({ seed: 1, tables: [stack.table] });
  const now = () => world.clock.now();
  const appFabric = new SimulatedAppFabric(people, {
    now,
    random: world.random.fork('AppFabric'),
    strikes: () => false,
  });
  world.network.serve('appfabric', async (request) => {
    const refusal = throttle(request, now());
    return refusal ? { response: refusal } : appFabric.serve(request);
  });
  return { world, appFabric, scanner: new VirtualScanner(stack, world) };
}

function peopleOf(count: number, tenants: number): PersonPlan[] {
  return Array.from({ length: count }, (_, index) => {
    const plan = personPlan(randomOf(index), tenants, false);
    return { ...plan, email: `person-${index}@example.com` };
  });
}

const tasksOf = (items: readonly Record<string, unknown>[]) => items.filter(({ type }) => type === 'TASK');

describe('one scan of 2,000 task ids', () => {
  it('ends with every task recorded and published, far from the limits', async () => {
    const people = peopleOf(50, 50);
    const { world, appFabric, scanner } = await worldWith(people, () => undefined);
    const result = await world.run(() => {
      const taskIds = people.flatMap(({ email }) => appFabric.startTasks(email)).slice(0, 2000);
      expect(taskIds).toHaveLength(2000);
      return scanner.execution({ taskIds }, 'largest').start();
    });
    expect(result).toMatchObject({ status: 'SUCCEEDED', output: { taskCount: 2000 } });
    expect(tasksOf(await world.database.scan(stack.table.TableName))).toHaveLength(2000);
    expect(new Set(world.events.taken.map(({ detail }) => detail.id)).size).toBe(2001);
    expect(result.largestState).toBeLessThan(MOST_STATE_BYTES / 2);
    console.info(`2,000 task ids: ${result.largestState} bytes of state, ${result.history.length} history events`);
  }, 400_000);

  it('stays below the limit of history events when no task ever ends', async () => {
    const person: PersonPlan = personPlan(randomOf('never'), 50, false);
    const never = {
      ...person,
      tenants: person.tenants.map((tenant) => ({ ...tenant, startError: undefined, seconds: Infinity })),
    };
    const { world, appFabric, scanner } = await worldWith([never], () => undefined);
    const result = await world.run(() => {
      const taskIds = appFabric.startTasks(never.email);
      return scanner.execution({ taskIds }, 'endless').start();
    });
    expect(result).toMatchObject({ status: 'SUCCEEDED', output: { counts: { TIMED_OUT: 50 } } });
    expect(result.history.length).toBeLessThan(MOST_HISTORY_EVENTS / 10);
    const asked = world.meter.requests.get('appfabric:BatchGetUserAccessTasks');
    console.info(`50 tasks that never end: ${result.history.length} history events, ${asked} BatchGet requests`);
  }, 400_000);
});

describe('500 scans at once, against an AppFabric that throttles', () => {
  const SCANS = 500;
  const REQUESTS_A_SECOND = 25;

  it('all end, lose nothing and keep memory flat', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const people = peopleOf(SCANS, 4);
    const taken: number[] = [];
    let throttled = 0;
    const { world, scanner } = await worldWith(people, (_request, now) => {
      while ((taken[0] ?? now) < now - 1000) taken.shift();
      if (taken.length < REQUESTS_A_SECOND) {
        taken.push(now);
        return undefined;
      }
      throttled++;
      return failure(429, 'ThrottlingException', { message: 'Rate exceeded.' });
    });
    const heap: number[] = [];
    let ended = 0;
    const results = await world.run(() =>
      Promise.all(
        people.map(async ({ email }, index) => {
          const input: JsonObject = { email };
          const result = await scanner.execution(input, `scan-${index}`).start();
          if (++ended % 100 === 0) {
            collect();
            heap.push(process.memoryUsage().heapUsed);
          }
          // A scan that AppFabric kept throttling away is redriven, as a person would.
          return result.status === 'FAILED' ? world.executions[index]?.redrive() : result;
        }),
      ),
    );
    const items = await world.database.scan(stack.table.TableName);
    const expected = people.reduce((sum, { tenants }) => sum + tenants.length, 0);
    expect(results.map((result) => result?.status)).toEqual(Array(SCANS).fill('SUCCEEDED'));
    expect(tasksOf(items).filter(({ status }) => status !== 'IN_PROGRESS')).toHaveLength(expected);
    const ids = new Set(world.events.taken.map(({ detail }) => detail.id));
    for (const { scanId, taskKey } of tasksOf(items)) expect(ids).toContain(`result:${scanId}:${taskKey}`);
    expect(throttled).toBeGreaterThan(SCANS);
    const [first = 0] = heap;
    const growth = Math.max(...heap) - first;
    expect(growth).toBeLessThan(100 * 1024 * 1024);
    const seconds =
      Math.max(...results.map((result) => result?.endedAt ?? 0)) - Math.min(...results.map((r) => r?.startedAt ?? 0));
    console.info(
      `500 scans: ${throttled} requests throttled, ${seconds / 1000} virtual s, heap ${heap.map((b) => Math.round(b / 2 ** 20)).join(', ')} MiB`,
    );
  }, 400_000);
});
