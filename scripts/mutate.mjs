// npm run mutate: breaks lambda/ in one place at a time, and shows the changes ("mutants") that no test notices.
// npm run mutate -- lambda/scan/pacing.ts tests these files only, and --force tests again what has not changed.
import './check-node.mjs';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, matchesGlob } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));
const { values, positionals } = parseArgs({ options: { force: { type: 'boolean' } }, allowPositionals: true });
const mutate = positionals.length > 0 ? positionals : ['lambda/**/*.ts'];

/** Survives a build, as the compiler's cache does. */
const results = join('node_modules', '.cache', 'mutation.json');
const report = join('dist', 'mutation.html');

/**
 * Stryker keeps the result of a mutant until its code or the tests that run it change. It does not know which tests
 * those are for code that runs when a file is imported, so what survived there is tested again.
 */
function forgetStaticSurvivors() {
  if (!existsSync(results)) return;
  const kept = JSON.parse(readFileSync(results, 'utf8'));
  for (const [name, file] of Object.entries(kept.files)) {
    if (!mutate.some((pattern) => matchesGlob(name, pattern))) continue;
    file.mutants = file.mutants.filter((mutant) => !(mutant.static && mutant.status === 'Survived'));
  }
  writeFileSync(results, JSON.stringify(kept));
}

forgetStaticSurvivors();
await new Stryker({
  mutate,
  force: values.force,
  incremental: true,
  incrementalFile: results,
  testRunner: 'jest',
  plugins: ['@stryker-mutator/jest-runner'],
  jest: {
    config: {
      // Jest follows the imports of the files in here, to find the tests that can notice a change.
      roots: ['<rootDir>'],
      testMatch: ['<rootDir>/test/lambda/**/*.test.ts'],
      // These take seconds, and try something else each time.
      testPathIgnorePatterns: ['bad-answers', 'bad-input'],
    },
  },
  coverageAnalysis: 'perTest',
  concurrency: 2,
  // The copy that Stryker breaks has what the tests read, and not what is built or downloaded.
  ignorePatterns: ['/dist', '/cdk.out/asset.*', '/.user-access', '/coverage'],
  tempDirName: join('dist', 'mutation'),
  reporters: ['clear-text', 'progress', 'html'],
  clearTextReporter: { logTests: false, reportTests: false },
  htmlReporter: { fileName: report },
  thresholds: { high: 95, low: 90, break: 90 },
  logLevel: 'warn',
  warnings: { slow: false },
}).runMutationTest();
console.log(`The report is in ${report}.`);
