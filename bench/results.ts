import { execFileSync } from 'node:child_process';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { ProcessPool } from '../simulator/processes';
import { synthesizedScanner } from '../simulator/world';
import { compare, crashes, type Measure, windows } from './comparison';
import { cold } from './functions/cold';
import { Endpoint } from './functions/endpoint';
import { warm } from './functions/warm';
import type { Measured, Measurement } from './measure/measurement';
import type { Effort } from './options';
import { synth } from './synth/measure';
import { APP_BUNDLE_ARN } from './workloads';

/** The results of one run. */
export type Results = Awaited<ReturnType<typeof measureAll>>;

export async function measureAll(root: string, script: string, effort: Effort) {
  const begun = performance.now();
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

  const pool = new ProcessPool<Measurement, Measured>(script, availableParallelism());
  const measure: Measure = async (measurement) => {
    const measured = await pool.run(measurement);
    const { workload, tasks, scans, design } = measurement;
    progress(`${workload}, ${tasks} tasks, ${scans} scans: ${design}`);
    return measured;
  };
  const [comparison, windowRows, crashRows] = await Promise.all([
    compare(measure, effort),
    windows(measure, effort),
    crashes(measure, effort),
  ]);
  pool.close();
  return {
    effort,
    machine: machine(),
    date: new Date().toISOString().slice(0, 10),
    commit: commit(root),
    minutes: (performance.now() - begun) / 60_000,
    comparison,
    windows: windowRows,
    crashes: crashRows,
    ...{ cold: coldRows, warm: warmRows, synth: synthRows },
    /** The polling settings of the synthesized template. */
    settings: stack.functions.PollTasks?.environment ?? {},
  };
}

function machine(): string {
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, ${memory} GiB, Node ${process.version}`;
}

function commit(root: string): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim();
  } catch {
    return 'none';
  }
}
