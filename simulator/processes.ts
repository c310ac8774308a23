import { type ChildProcess, fork } from 'node:child_process';

/** The argument that makes a script call `serveJobs`. */
export const WORKER = '--worker';

/** Child processes that do one job after the other: a virtual world replaces the clock of its process. */
export class ProcessPool<Job, Result> {
  readonly #waiting: ((child: ChildProcess) => void)[] = [];
  readonly #idle: ChildProcess[];
  readonly #all: readonly ChildProcess[];

  constructor(script: string, size: number) {
    this.#all = Array.from({ length: size }, () => fork(script, [WORKER], { execArgv: ['--enable-source-maps'] }));
    this.#idle = [...this.#all];
  }

  async run(job: Job): Promise<Result> {
    const child = this.#idle.pop() ?? (await new Promise<ChildProcess>((resolve) => this.#waiting.push(resolve)));
    const result = await new Promise<Result>((resolve, reject) => {
      const ended = (code: number | null) =>
        reject(new Error(`The process that ran ${JSON.stringify(job)} ended with ${code}.`));
      child.once('exit', ended);
      child.once('message', (message) => {
        child.off('exit', ended);
        resolve(message as Result);
      });
      child.send(job as object);
    });
    const next = this.#waiting.shift();
    if (next) next(child);
    else this.#idle.push(child);
    return result;
  }

  close(): void {
    for (const child of this.#all) child.kill();
  }
}

/** In the child process: does what it is sent. */
export function serveJobs<Job>(work: (job: Job) => Promise<object>): void {
  // The parent was stopped.
  process.on('disconnect', () => process.exit());
  process.on('message', async (job: Job) => process.send?.(await work(job)));
}
