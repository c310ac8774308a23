import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { parseScenario } from '../../local/scenario';
import { synthesizedScanner, type VirtualFunction, VirtualScanner, VirtualWorld } from '../../simulator/world';

const root = join(__dirname, '..', '..');
const scenario = parseScenario(
  readFileSync(join(root, 'local/scenarios/example-company.json'), 'utf8'),
  'example-company.json',
);

async function scanIn(seed: number) {
  const stack = synthesizedScanner(root, scenario.appBundleArn);
  const world = await VirtualWorld.create({ seed, table: stack.table, scenario });
  const requests: string[] = [];
  world.network.use({ served: ({ operation }) => requests.push(`${world.clock.now()} ${operation}`) });
  const scanner = new VirtualScanner(stack, world);
  const result = await world.run(() => scanner.execution({ email: scenario.users[0]?.email ?? '' }, 'scan-1').start());
  return { world, result, requests, items: await world.database.items() };
}

describe('the virtual world', () => {
  it('runs a whole scan in virtual time', async () => {
    const started = Date.now();
    const { result, world } = await scanIn(1);
    expect(result).toMatchObject({ status: 'SUCCEEDED', output: { status: 'COMPLETED' } });
    expect(result.endedAt - result.startedAt).toBeGreaterThan(2000);
    expect(world.events.taken.at(-1)?.detailType).toBe('User Access Scan Completed');
    expect(Math.abs(Date.now() - started)).toBeLessThan(10_000);
  });

  it('repeats itself to the millisecond for the same seed, and only for that', async () => {
    const [first, second, other] = [await scanIn(7), await scanIn(7), await scanIn(8)];
    expect(second.requests).toEqual(first.requests);
    expect(second.items).toEqual(first.items);
    expect(other.requests).not.toEqual(first.requests);
  });

  it('refuses invocations beyond the concurrency of the account, over all functions', async () => {
    const world = await VirtualWorld.create({ seed: 1 });
    world.concurrency = () => 2;
    const [first, second] = ['first', 'second'].map((name) =>
      world.addFunction({
        ...{ name, timeoutSeconds: 60, memorySize: 128, environment: {} },
        create:
          ({ clock }) =>
          () =>
            clock.sleep(1000),
      }),
    ) as [VirtualFunction, VirtualFunction];
    await world.run(async () => {
      const running = [first.invoke(null), second.invoke(null)];
      await expect(first.invoke(null)).rejects.toMatchObject({ name: 'Lambda.TooManyRequestsException' });
      await Promise.all(running);
      await expect(first.invoke(null)).resolves.toBeNull();
    });
  });

  it('refuses invocations beyond the reserved concurrency of a function, and of no other', async () => {
    const world = await VirtualWorld.create({ seed: 1 });
    const sleeper = (name: string, reservedConcurrency?: number) =>
      world.addFunction({
        ...{ name, timeoutSeconds: 60, memorySize: 128, environment: {}, reservedConcurrency },
        create:
          ({ clock }) =>
          () =>
            clock.sleep(1000),
      });
    const [reserved, other] = [sleeper('reserved', 1), sleeper('other')];
    let refused = 0;
    reserved.use({ refused: () => void refused++ });
    await world.run(async () => {
      const running = [reserved.invoke(null), other.invoke(null), other.invoke(null)];
      await expect(reserved.invoke(null)).rejects.toMatchObject({ name: 'Lambda.TooManyRequestsException' });
      await Promise.all(running);
      await expect(reserved.invoke(null)).resolves.toBeNull();
    });
    expect(refused).toBe(1);
  });

  it('gives each instance of a function a clock of its own, as far off as it may be', async () => {
    const world = await VirtualWorld.create({ seed: 1 });
    world.maxClockOffsetMilliseconds = 60_000;
    const clocks = world.addFunction({
      ...{ name: 'clocks', timeoutSeconds: 60, memorySize: 128, environment: {} },
      create:
        ({ clock }) =>
        async () => {
          await clock.sleep(1000);
          return [clock.now(), Date.now()];
        },
    });
    await world.run(async () => {
      const answers = (await Promise.all([clocks.invoke(null), clocks.invoke(null)])) as number[][];
      const offsets = answers.flat().map((time) => time - world.clock.now());
      expect(offsets[0]).toBe(offsets[1]);
      expect(offsets[2]).not.toBe(offsets[0]);
      for (const offset of offsets) expect(Math.abs(offset)).toBeLessThanOrEqual(60_000);
    });
  });

  it('deletes items within two days after they expire, and never before', async () => {
    const { table } = synthesizedScanner(root);
    const world = await VirtualWorld.create({ seed: 1, table });
    const dynamodb = new DynamoDBClient({ region: 'us-east-1', requestHandler: world.requestHandler('test') });
    const day = 24 * 60 * 60 * 1000;
    const left = await world.run(async () => {
      const expiresAt = { N: String(Math.floor(world.clock.now() / 1000) + 24 * 60 * 60) };
      for (let index = 0; index < 10; index++) {
        const Item = { pk: { S: `${index}` }, sk: { S: 'x' }, expiresAt };
        await dynamodb.send(new PutItemCommand({ TableName: table.TableName, Item }));
      }
      const counts: number[] = [];
      for (const sleep of [day - 60_000, day, day + 60_000]) {
        await world.clock.sleep(sleep);
        counts.push((await world.database.items()).length);
      }
      return counts;
    });
    expect(left[0]).toBe(10);
    expect(left[1]).toBeGreaterThan(0);
    expect(left[1]).toBeLessThan(10);
    expect(left[2]).toBe(0);
  });
});
