import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseScenario } from '../../local/scenario';
import { synthesizedScanner, VirtualScanner, VirtualWorld } from '../../simulator/world';

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
});
