import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { synthesizedScanner } from '../simulator/world';
import { compare, TASKS } from './comparison';
import { crashes } from './crashes';
import { designOf } from './designs';
import { cold } from './functions/cold';
import { Endpoint } from './functions/endpoint';
import { warm } from './functions/warm';
import { measure } from './measure/measurement';
import { Pool, work } from './measure/pool';
import { effortOf, readOptions } from './options';
import { chart } from './report/chart';
import { history } from './report/history';
import { report } from './report/markdown';
import type { Results } from './results';
import { synth } from './synth/measure';
import { windows } from './windows';
import { APP_BUNDLE_ARN } from './workloads';

const script = fileURLToPath(import.meta.url);
/** This file runs as dist/bench/main.mjs. */
const root = dirname(dirname(dirname(script)));
const options = readOptions(process.argv.slice(2));

if (options.worker) {
  work(({ design, ...request }) => measure(designOf(design), request, root));
} else {
  const results = await measureAll();
  write(results);
  if (options.json) process.stdout.write(`${JSON.stringify(results.comparison.rows, undefined, 2)}\n`);
}

async function measureAll(): Promise<Results> {
  const begun = performance.now();
  const effort = effortOf(options);
  const progress = (line: string) => process.stderr.write(`${line}\n`);
  const stack = synthesizedScanner(root, APP_BUNDLE_ARN);

  // What is measured by the clock of this machine comes first, while nothing else runs.
  progress('Cold starts …');
  const endpoint = new Endpoint(stack.table);
  const coldRows = await cold(root, await endpoint.listen(), effort);
  endpoint.close();
  progress('Synthesis …');
  const synthRows = await synth(root, effort);
  progress('Warm invocations …');
  const warmRows = await warm(root, stack.table, effort);

  const pool = new Pool(script, progress);
  const [comparison, windowRows, crashRows] = await Promise.all([
    compare(pool, effort),
    windows(pool, effort),
    crashes(pool, effort),
  ]);
  pool.close();
  return {
    effort,
    machine: machine(),
    date: new Date().toISOString().slice(0, 10),
    commit: commit(),
    minutes: (performance.now() - begun) / 60_000,
    comparison,
    windows: windowRows,
    crashes: crashRows,
    ...{ cold: coldRows, warm: warmRows, synth: synthRows },
    settings: stack.functions.PollTasks?.environment ?? {},
  };
}

/** A quick run does not change the committed files. */
function write(results: Results): void {
  const folder = options.quick ? join(root, 'dist', 'bench') : join(root, 'docs');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'benchmarks.md');
  const { rows } = results.comparison;
  const past = history(readIfThere(join(root, 'docs', 'benchmarks.md')), rows, results.date, results.commit);
  writeFileSync(file, report(results, past));
  writeFileSync(join(folder, 'benchmarks.svg'), chart(results.comparison, results.windows, TASKS));
  if (!options.json) process.stdout.write(readFileSync(file, 'utf8'));
  process.stderr.write(`Wrote ${file}.\n`);
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function machine(): string {
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, ${memory} GiB, Node ${process.version}`;
}

function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim();
  } catch {
    return 'none';
  }
}
