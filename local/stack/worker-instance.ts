import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';
import { systemClock } from './clock';
import type { FunctionDefinition } from './function-definitions';
import { exited, FunctionError, type FunctionFailure } from './function-error';
import { FunctionInstance, type Invocation } from './function-instance';

export type WorkerSettings = FunctionDefinition & { folder: string } & WorkerTime;

/** What a worker is told of the time of the stack. */
export interface WorkerTime {
  /** How far it is ahead of the worker's own clock, in milliseconds. */
  readonly ahead: number;
}

/** What a worker is sent. */
export type WorkerInvocation = Invocation & WorkerTime;

/** The messages from a function's worker thread. Payloads are JSON strings, as in Lambda. */
export type WorkerMessage =
  | { kind: 'ready' }
  | { kind: 'succeeded'; requestId: string; payload: string }
  | { kind: 'failed'; requestId?: string; failure: FunctionFailure };

export interface WorkerOptions {
  workerFile: string;
  environment: Record<string, string>;
  /** How far the time of the stack is ahead, in milliseconds. It is constant while the function runs. */
  ahead(): number;
  onLog(functionName: string, line: string): void;
}

/** Runs a function's bundle in a worker thread. */
export class WorkerInstance extends FunctionInstance {
  readonly #worker: Worker;
  readonly #ready = Promise.withResolvers<void>();
  #current?: { requestId: string; done: PromiseWithResolvers<string> };

  constructor(
    definition: FunctionDefinition,
    private readonly options: WorkerOptions,
  ) {
    super(systemClock, definition.timeoutSeconds);
    const { workerFile, environment, ahead, onLog } = options;
    const { name, folder } = definition;
    if (folder === undefined) throw new Error(`Function ${name} has no bundle that runs here.`);
    const workerData: WorkerSettings = { ...definition, folder, ahead: ahead() };
    // Neither this process's environment nor its flags get into the function.
    this.#worker = new Worker(workerFile, { workerData, env: environment, execArgv: [], stdout: true, stderr: true });
    for (const input of [this.#worker.stdout, this.#worker.stderr]) {
      const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
      lines.on('line', (line) => onLog(name, line));
    }
    this.#worker.on('message', (message: WorkerMessage) => this.#hear(message));
    this.#worker.on('error', (error: Error) => this.end({ errorType: error.name, errorMessage: error.message }));
    this.#worker.on('exit', (code) => this.end(exited(this.#current?.requestId, code)));
  }

  protected override ready(): Promise<void> {
    return this.#ready.promise;
  }

  protected override run(invocation: Invocation): Promise<string> {
    const done = Promise.withResolvers<string>();
    this.#current = { requestId: invocation.requestId, done };
    const message: WorkerInvocation = { ...invocation, ahead: this.options.ahead() };
    this.#worker.postMessage(message);
    return done.promise;
  }

  override end(failure: FunctionFailure): void {
    super.end(failure);
    // A bundle that failed to load may have opened something that keeps its thread alive.
    void this.#worker.terminate();
  }

  override async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #hear(message: WorkerMessage): void {
    if (message.kind === 'ready') this.#ready.resolve();
    else if (message.kind === 'succeeded') this.#current?.done.resolve(message.payload);
    else if (message.requestId !== undefined) this.#current?.done.reject(new FunctionError(message.failure));
    else this.end(message.failure);
  }
}
