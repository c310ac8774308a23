import { randomUUID } from 'node:crypto';
import type { FunctionDefinition } from './function-definitions';
import { FunctionError } from './function-error';
import { FunctionWorker } from './function-worker';

export interface FunctionSettings {
  workerFile: string;
  environment: Record<string, string>;
  onLog(functionName: string, line: string): void;
}

/** Lambda grows without asking. A machine does not: past this many at once, invocations wait for their turn. */
const MOST_AT_ONCE = 32;

/** One Lambda function: a worker thread takes one invocation at a time and is kept warm for the next. */
export class LocalFunction {
  readonly #idle: FunctionWorker[] = [];
  readonly #busy = new Set<FunctionWorker>();
  readonly #waiting: (() => void)[] = [];
  #stopped = false;

  constructor(
    readonly definition: FunctionDefinition,
    private readonly settings: FunctionSettings,
  ) {}

  /** Takes and gives JSON text. Rejects with a FunctionError for whatever Lambda would report as one. */
  async invoke(payload: string): Promise<string> {
    while (this.#busy.size >= MOST_AT_ONCE && !this.#stopped) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    if (this.#stopped)
      throw new FunctionError({ errorType: 'Runtime.ExitError', errorMessage: 'The local stack stops.' });
    const worker = this.#warmWorker() ?? new FunctionWorker(this.definition, this.settings);
    this.#busy.add(worker);
    try {
      return await worker.invoke({ requestId: randomUUID(), payload });
    } finally {
      this.#busy.delete(worker);
      if (worker.isUsable && !this.#stopped) this.#idle.push(worker);
      this.#waiting.shift()?.();
    }
  }

  #warmWorker(): FunctionWorker | undefined {
    let worker = this.#idle.pop();
    while (worker && !worker.isUsable) worker = this.#idle.pop();
    return worker;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    for (const resume of this.#waiting.splice(0)) resume();
    await Promise.all([...this.#idle.splice(0), ...this.#busy].map((worker) => worker.stop()));
  }
}
