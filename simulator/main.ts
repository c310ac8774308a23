import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { checkMutations } from './mutations/mutation-check';
import { type Options, readOptions } from './options';
import { serveJobs, WORKER } from './processes';
import { type Job, runSeeds } from './run-seeds';
import { runScenarios } from './scenarios/run-scenarios';
import { type Mode, type Outcome, simulate } from './simulate';
import { Tallies } from './tallies';
import { synthesizedScanner } from './world';

/** `npm run simulate`; scripts/simulate.mjs bundles and starts it in the repository's root. */
async function main(): Promise<boolean> {
  const options = readOptions(process.argv.slice(2), availableParallelism());
  if (options.scenarios || options.scenario) return direct(options);
  if (options.mutations || options.mutation) return breakTheCode(options);
  return options.seed === undefined ? runMany(options) : replay(options.seed, modeOf(options), options.json);
}

const modeOf = ({ watches = false }: Options): Mode => (watches ? 'watches' : 'scans');

async function replay(seed: number, mode: Mode, json = false): Promise<boolean> {
  const outcome = await simulate(seed, synthesizedScanner(process.cwd()), mode);
  const { timeline } = outcome;
  if (json) {
    const tallies = new Tallies(mode);
    tallies.add(outcome);
    console.log(JSON.stringify(tallies));
  } else {
    console.log(timeline.join('\n'));
    printEnd(`seed ${seed}`, outcome);
  }
  return outcome.violations.length === 0;
}

async function direct({ scenario = [], json }: Options): Promise<boolean> {
  const results = await runScenarios(scenario, synthesizedScanner(process.cwd()));
  // What was published and what went wrong. Everything would be too much.
  const linesOf = ({ timeline }: Outcome) => timeline.filter((line) => / [>!] /.test(line));
  if (json) console.log(JSON.stringify(results.map((result) => ({ ...result, timeline: linesOf(result) }))));
  for (const result of json ? [] : results) {
    if (scenario.length === 1) console.log(result.timeline.join('\n'));
    printEnd(result.scenario, result);
  }
  return results.every(({ violations }) => violations.length === 0);
}

function printEnd(what: string, { executions, violations }: Outcome): void {
  console.log(`\n${what}: ${executions} executions, ${violations.length} violations`);
  for (const { invariant, what: wrong } of violations) console.log(`  invariant ${invariant}: ${wrong}`);
}

async function runMany({ from, seeds, jobs, json, ...options }: Options): Promise<boolean> {
  const mode = modeOf(options as Options);
  const tallies = new Tallies(mode);
  const startedAt = Date.now();
  const { isTTY } = process.stderr;
  await runSeeds({ script: fileURLToPath(import.meta.url), mode, from, seeds, jobs }, (report) => {
    tallies.add(report);
    for (const { invariant, what } of report.violations) {
      process.stderr.write(`\rseed ${report.seed}: invariant ${invariant}, ${what}\n`);
    }
    if (tallies.seeds % (isTTY ? 25 : 1000) === 0) {
      const left = Math.round(((Date.now() - startedAt) / 1000 / tallies.seeds) * (seeds - tallies.seeds));
      const text = `${tallies.seeds} of ${seeds} seeds, ${tallies.violations.length} violations, ${left} s left`;
      process.stderr.write(isTTY ? `\r${text.padEnd(70)}` : `${text}\n`);
    }
    return true;
  });
  if (isTTY) process.stderr.write('\n');
  console.log(json ? JSON.stringify(tallies) : tallies.table());
  return tallies.violations.length === 0;
}

async function breakTheCode({ mutation = [], jobs, json }: Options): Promise<boolean> {
  const verdicts = await checkMutations(mutation, { root: process.cwd(), jobs }, ({ mutation, seed, violation }) => {
    if (json) return;
    console.log(seed === undefined ? `NOT CAUGHT  ${mutation}` : `caught by seed ${seed}: ${mutation} (${violation})`);
  });
  if (json) console.log(JSON.stringify({ mutations: verdicts }));
  return verdicts.every(({ seed }) => seed !== undefined);
}

if (process.argv[2] === WORKER) {
  const stack = synthesizedScanner(process.cwd());
  serveJobs(async ({ seed, mode }: Job) => ({ ...(await simulate(seed, stack, mode)), timeline: undefined }));
} else {
  process.exitCode = (await main()) ? 0 : 1;
}
