import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { CRASH_POINTS } from './faults/crash-points';
import { LOADS, type LoadName } from './load';
import { checkMutations } from './mutations/mutation-check';
import { type Options, readOptions, USAGE } from './options';
import { runSeeds } from './processes';
import { simulate } from './simulate';
import { Tallies } from './tallies';
import { synthesizedScanner } from './world';

/** `npm run simulate`; scripts/simulate.mjs bundles and starts it from the repository's root. */
async function main(): Promise<number> {
  if (process.argv[2] === '--child') return runAsChild();
  if (process.argv[2] === '--load') return runLoad(process.argv[3] as LoadName);
  let options: Options;
  try {
    options = readOptions(process.argv.slice(2), availableParallelism());
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${USAGE}\n`);
    return 2;
  }
  if (options.mutations) return breakTheCode(options);
  return options.seed === undefined ? runMany(options) : replay(options.seed, options.json);
}

async function replay(seed: number, json: boolean): Promise<number> {
  const outcome = await simulate(seed, synthesizedScanner(process.cwd()), CRASH_POINTS);
  const tallies = new Tallies();
  tallies.add(outcome);
  if (json) {
    console.log(JSON.stringify(tallies));
  } else {
    console.log(outcome.timeline());
    const { executions, violations } = outcome;
    console.log(`\nseed ${seed}: ${executions} executions, ${violations.length} violations`);
    for (const { invariant, what } of violations) console.log(`  invariant ${invariant}: ${what}`);
  }
  return outcome.violations.length > 0 ? 1 : 0;
}

async function runMany({ from, seeds, jobs, json }: Options): Promise<number> {
  const tallies = new Tallies();
  const startedAt = Date.now();
  const every = process.stderr.isTTY ? 25 : 1000;
  await runSeeds({ script: fileURLToPath(import.meta.url), from, seeds, jobs }, (report) => {
    tallies.add(report);
    for (const { invariant, what } of report.violations) {
      process.stderr.write(`\rseed ${report.seed}: invariant ${invariant}, ${what}\n`);
    }
    if (tallies.seeds % every === 0) process.stderr.write(progress(tallies, seeds, startedAt));
    return true;
  });
  if (process.stderr.isTTY) process.stderr.write('\n');
  console.log(json ? JSON.stringify(tallies) : tallies.table());
  return tallies.violations.length > 0 ? 1 : 0;
}

async function breakTheCode({ mutations = [], jobs, json }: Options): Promise<number> {
  const verdicts = await checkMutations(mutations, { root: process.cwd(), jobs }, ({ mutation, seed, violation }) => {
    if (json) return;
    console.log(seed === undefined ? `NOT CAUGHT  ${mutation}` : `caught by seed ${seed}: ${mutation} (${violation})`);
  });
  if (json) console.log(JSON.stringify({ mutations: verdicts }));
  return verdicts.every(({ seed }) => seed !== undefined) ? 0 : 1;
}

function progress(tallies: Tallies, seeds: number, startedAt: number): string {
  const seconds = (Date.now() - startedAt) / 1000;
  const left = Math.round((seconds / tallies.seeds) * (seeds - tallies.seeds));
  const text = `${tallies.seeds} of ${seeds} seeds, ${tallies.violations.length} violations, ${left} s left`;
  return process.stderr.isTTY ? `\r${text.padEnd(70)}` : `${text}\n`;
}

async function runLoad(name: LoadName): Promise<number> {
  console.log(JSON.stringify(await LOADS[name](synthesizedScanner(process.cwd()))));
  return 0;
}

async function runAsChild(): Promise<number> {
  const [from = 1, to = 1, step = 1] = process.argv.slice(3).map(Number);
  const stack = synthesizedScanner(process.cwd());
  for (let seed = from; seed <= to; seed += step) {
    const { timeline: _timeline, ...report } = await simulate(seed, stack, CRASH_POINTS).catch((error) => {
      process.stderr.write(`\nseed ${seed} could not be run to its end.\n`);
      throw error;
    });
    await new Promise((resolve) => process.send?.(report, resolve));
  }
  process.disconnect();
  return 0;
}

process.exitCode = await main();
