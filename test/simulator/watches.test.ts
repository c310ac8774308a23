import { simulate } from '../../simulator/simulate';
import { synthesizedScanner } from '../../simulator/world';
import { root, runSimulator } from '../support/simulator';

const SEEDS = 20;

describe('watches under faults', () => {
  it(`keep every promise in ${SEEDS} seeds`, async () => {
    const { seeds, violations, watches } = await runSimulator(...['--json', '--watches', '--seeds', String(SEEDS)]);
    expect(seeds).toBe(SEEDS);
    // The seed in a violation replays it: npm run simulate -- --watches --seed N
    expect(violations).toEqual([]);
    const { CLEARED, GIVEN_UP, JOINED, overdue } = watches;
    for (const times of [CLEARED, GIVEN_UP, JOINED, overdue]) expect(times).toBeGreaterThan(0);
  });

  it('are the same whenever a seed is run again', async () => {
    const stack = synthesizedScanner(root);
    const [first, second] = [await simulate(4, stack, 'watches'), await simulate(4, stack, 'watches')];
    expect(first.watches.length).toBeGreaterThan(0);
    expect(second.timeline).toEqual(first.timeline);
  });

  it('are found broken when the code is', async () => {
    const names = ['take a blocked account for a removed one', 'clear a person who is not found'];
    const { mutations } = await runSimulator('--json', ...names.flatMap((name) => ['--mutation', name]));
    expect(mutations).toHaveLength(names.length);
    for (const { seed } of mutations) expect(seed).toBeGreaterThan(0);
  });
});
