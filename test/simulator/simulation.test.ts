import { simulate } from '../../simulator/simulate';
import { synthesizedScanner } from '../../simulator/world';
import { root, runSimulator } from '../support/simulator';

const SEEDS = 200;

describe('scans under faults', () => {
  it(`keep every promise in ${SEEDS} seeds`, async () => {
    const { seeds, violations, faults, verdicts } = await runSimulator('--json', '--seeds', String(SEEDS));
    expect(seeds).toBe(SEEDS);
    // The seed in a violation replays it: npm run simulate -- --seed N
    expect(violations).toEqual([]);
    expect(Object.entries({ ...faults, ...verdicts }).filter(([, times]) => times === 0)).toEqual([]);
  });

  it('are the same whenever a seed is run again', async () => {
    const stack = synthesizedScanner(root);
    const [first, second] = [await simulate(11, stack), await simulate(11, stack)];
    expect(second.timeline).toEqual(first.timeline);
  });

  it('are found broken when the code is', async () => {
    const names = [
      'publish before recording',
      'treat a missing task as done',
      'forget the entries that EventBridge refused',
      'halve the longest gap',
      'clear a person of whom an app says nothing',
      'treat an unlisted user status as blocked',
    ];
    const { mutations } = await runSimulator('--json', ...names.flatMap((name) => ['--mutation', name]));
    expect(mutations).toHaveLength(names.length);
    for (const { seed } of mutations) expect(seed).toBeGreaterThan(0);
  });
});
