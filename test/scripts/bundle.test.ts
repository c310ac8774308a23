import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FunctionName } from '../../lib/contract/names';
import { root } from '../support/simulator';

/** Lambda loads a small bundle faster. docs/benchmarks.md has the times. */
const MAX_BYTES = 300 * 1024;

describe.each(Object.values(FunctionName))('the bundle of %s', (name) => {
  const bundle = readFileSync(join(root, 'dist', 'lambda', name, 'index.mjs'));

  it('has at most 300 KB', () => {
    expect(bundle.byteLength).toBeLessThanOrEqual(MAX_BYTES);
  });

  it('has nothing that no call can reach', () => {
    // Each of these names is in what scripts/bundle.mjs leaves out, and minifying does not change it.
    expect(bundle.toString()).not.toMatch(/:event-type|sigv4aSigner|sso_start_url|devDependencies/);
  });
});
