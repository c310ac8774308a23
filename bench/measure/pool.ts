import { execFile } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { promisify } from 'node:util';
import type { CellRequest, Measured } from './cell';

const run = promisify(execFile);

export interface Cell extends CellRequest {
  /** As `designOf` (bench/designs.ts) takes it. */
  readonly design: string;
}

/** Every cell in a process of its own: a virtual world stands in for its process's clock. */
export class Pool {
  readonly #waiting: (() => void)[] = [];
  #free = availableParallelism();

  constructor(
    private readonly script: string,
    private readonly progress: (line: string) => void,
  ) {}

  async measure(cell: Cell): Promise<Measured> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    const begun = performance.now();
    try {
      const { stdout } = await run(process.execPath, [this.script, '--cell', JSON.stringify(cell)], {
        maxBuffer: 2 ** 26,
      });
      const seconds = ((performance.now() - begun) / 1000).toFixed(1);
      this.progress(`${cell.world}, ${cell.tasks} tasks, ${cell.scans} scans: ${cell.design} (${seconds} s)`);
      return JSON.parse(stdout);
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free++;
    }
  }
}
