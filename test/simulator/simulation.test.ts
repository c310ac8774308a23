import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { CRASH_POINTS } from '../../simulator/faults/crash-points';
import { simulate } from '../../simulator/simulate';
import { Tallies } from '../../simulator/tallies';
import { synthesizedScanner } from '../../simulator/world';

const root = join(__dirname, '..', '..');
const SEEDS = 200;

describe('scans under faults', () => {
  it(`keep every promise in ${SEEDS} seeds`, async () => {
    const stack = synthesizedScanner(root);
    const tallies = new Tallies();
    for (let seed = 1; seed <= SEEDS; seed++) tallies.add(await simulate(seed, stack, CRASH_POINTS));
    // The seed in a violation replays it: npm run simulate -- --seed N
    expect(tallies.violations).toEqual([]);
    expect([...tallies.faults.counts].filter(([, times]) => times === 0)).toEqual([]);
  }, 300_000);

  it('are the same whenever a seed is run again', async () => {
    const stack = synthesizedScanner(root);
    const [first, second] = [await simulate(11, stack, CRASH_POINTS), await simulate(11, stack, CRASH_POINTS)];
    expect(second.timeline()).toBe(first.timeline());
  });

  it('are found broken when the code is', () => {
    const names = [
      'publish before recording',
      'treat a missing task as done',
      'forget the entries that EventBridge refused',
    ];
    const args = [join(root, 'scripts/simulate.mjs'), '--json', ...names.flatMap((name) => ['--mutation', name])];
    const { mutations } = JSON.parse(execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8' }));
    expect(mutations).toHaveLength(names.length);
    for (const { seed } of mutations) expect(seed).toBeGreaterThan(0);
  }, 120_000);
});
