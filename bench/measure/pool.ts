import { type ChildProcess, fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import type { CellRequest, Measured } from './cell';

export interface Cell extends CellRequest {
  /** As `designOf` (bench/designs.ts) takes it. */
  readonly design: string;
}

interface Waiting {
  readonly cell: Cell;
  readonly resolve: (measured: Measured) => void;
  readonly reject: (error: Error) => void;
}

/** Processes that measure one cell after another: a virtual world stands in for its process's clock. */
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

  measure(cell: Cell): Promise<Measured> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ cell, resolve, reject });
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
    const { cell, resolve, reject } = this.#waiting.shift() as Waiting;
    const begun = performance.now();
    const ended = (code: number | null) => reject(new Error(`Measuring ${cell.design} ended with ${code}.`));
    worker.once('exit', ended);
    worker.once('message', (measured: Measured) => {
      worker.off('exit', ended);
      const seconds = ((performance.now() - begun) / 1000).toFixed(1);
      this.progress(`${cell.world}, ${cell.tasks} tasks, ${cell.scans} scans: ${cell.design} (${seconds} s)`);
      this.#idle.push(worker);
      resolve(measured);
      this.#next();
    });
    worker.send(cell);
  }
}

/** The other side: measures what it is sent. */
export function work(measure: (cell: Cell) => Promise<Measured>): void {
  // Nobody waits any more when the benchmark was stopped.
  process.on('disconnect', () => process.exit());
  let last: Promise<unknown> = Promise.resolve();
  process.on('message', (cell: Cell) => {
    last = last.then(async () => process.send?.(await measure(cell)));
  });
}
