import { execFileSync } from 'node:child_process';

const FOLDERS = ['lib', 'lambda', 'results', 'cli', 'local', 'simulator', 'bench', 'bin'];

interface Violation {
  readonly rule: { readonly name: string };
  readonly from: string;
  readonly to: string;
}

test('imports go the way that .dependency-cruiser.json allows: no circle, and no layer imports one above it', () => {
  const args = ['--config', '.dependency-cruiser.json', '--output-type', 'json', ...FOLDERS];
  const output = execFileSync('node_modules/.bin/depcruise', args, { encoding: 'utf8', maxBuffer: 2 ** 26 });
  const { summary } = JSON.parse(output);
  expect(summary.violations.map(({ rule, from, to }: Violation) => `${rule.name}: ${from} -> ${to}`)).toEqual([]);
  expect(summary.totalCruised).toBeGreaterThan(200);
});
