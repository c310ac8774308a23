import { type ChildProcess, fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import type { Measured, MeasurementRequest } from './measurement';

export interface Measurement extends MeasurementRequest {
  /** As `designOf` (bench/designs.ts) takes it. */
  readonly design: string;
}

interface Waiting {
  readonly measurement: Measurement;
  readonly resolve: (measured: Measured) => void;
  readonly reject: (error: Error) => void;
}

/** Processes that each make one measurement after the other: a virtual world replaces its process's clock. */
export class Pool {
  readonly #waiting: Waiting[] = [];
  readonly #idle: ChildProcess[];
  readonly #all: readonly ChildProcess[];

  constructor(
    script: string,
    private readonly progress: (line: string) => void,
  ) {
    this.#all = Array.from({ length: availableParallelism() }, () => fork(script, ['--worker']));
    this.#idle = [...this.#all];
  }

  measure(measurement: Measurement): Promise<Measured> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ measurement, resolve, reject });
      this.#next();
    });
  }

  close(): void {
    for (const worker of this.#all) worker.kill();
  }

  #next(): void {
    if (this.#waiting.length === 0) return;
    const worker = this.#idle.pop();
    if (!worker) return;
    const { measurement, resolve, reject } = this.#waiting.shift() as Waiting;
    const begun = performance.now();
    const ended = (code: number | null) => reject(new Error(`Measuring ${measurement.design} ended with ${code}.`));
    worker.once('exit', ended);
    worker.once('message', (measured: Measured) => {
      worker.off('exit', ended);
      const seconds = ((performance.now() - begun) / 1000).toFixed(1);
      this.progress(
        `${measurement.workload}, ${measurement.tasks} tasks, ${measurement.scans} scans: ${measurement.design} (${seconds} s)`,
      );
      this.#idle.push(worker);
      resolve(measured);
      this.#next();
    });
    worker.send(measurement);
  }
}

/** In the child process: measures what it is sent. */
export function work(measure: (measurement: Measurement) => Promise<Measured>): void {
  // The benchmark was stopped.
  process.on('disconnect', () => process.exit());
  let last: Promise<unknown> = Promise.resolve();
  process.on('message', (measurement: Measurement) => {
    last = last.then(async () => process.send?.(await measure(measurement)));
  });
}
