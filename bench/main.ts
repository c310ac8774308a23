import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serveJobs, WORKER } from '../simulator/processes';
import { TASKS } from './comparison';
import { type Measurement, measure } from './measure/measurement';
import { effortOf, readOptions } from './options';
import { chart } from './report/chart';
import { history } from './report/history';
import { report } from './report/markdown';
import { measureAll } from './results';

const script = fileURLToPath(import.meta.url);
/** This file runs as dist/bench/main.mjs. */
const root = dirname(dirname(dirname(script)));

if (process.argv[2] === WORKER) serveJobs((measurement: Measurement) => measure(measurement, root));
else await run();

async function run(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  const results = await measureAll(root, script, effortOf(options));
  const { comparison, windows, date, commit } = results;
  // A quick run does not change the committed files.
  const folder = options.quick ? join(root, 'dist', 'bench') : join(root, 'docs');
  mkdirSync(folder, { recursive: true });
  const committed = join(root, 'docs', 'benchmarks.md');
  const past = existsSync(committed) ? readFileSync(committed, 'utf8') : '';
  const text = report(results, history(past, comparison.rows, date, commit));
  const file = join(folder, 'benchmarks.md');
  writeFileSync(file, text);
  writeFileSync(join(folder, 'benchmarks.svg'), chart(comparison, windows, TASKS));
  process.stdout.write(options.json ? `${JSON.stringify(comparison.rows, undefined, 2)}\n` : text);
  process.stderr.write(`Wrote ${file}.\n`);
}
