import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { Worker } from 'node:worker_threads';
import type { FunctionDefinition } from './function-definitions';
import { FunctionError } from './function-error';
import type { FunctionFailure, Invocation, WorkerMessage, WorkerSettings } from './lambda-messages';
import type { FunctionSettings } from './local-function';

/** One warm instance of a function. After a timeout or a crash it is gone, and the function starts another. */
export class FunctionWorker {
  readonly #worker: Worker;
  readonly #ready = Promise.withResolvers<void>();
  #current?: { requestId: string; done: PromiseWithResolvers<string> };
  #gone = false;

  constructor(
    private readonly definition: FunctionDefinition,
    { workerFile, environment, onLog }: FunctionSettings,
  ) {
    if (definition.folder === undefined) throw new Error(`Function ${definition.name} has no bundle that runs here.`);
    const workerData: WorkerSettings = {
      folder: definition.folder,
      handler: definition.handler,
      functionName: definition.name,
      functionArn: definition.arn,
      memorySize: definition.memorySize,
      timeoutMilliseconds: definition.timeoutSeconds * 1000,
    };
    // Nothing of this process leaks in: neither its environment nor the flags it was started with.
    this.#worker = new Worker(workerFile, { workerData, env: environment, execArgv: [], stdout: true, stderr: true });
    for (const output of [this.#worker.stdout, this.#worker.stderr]) {
      eachLine(output, (line) => onLog(definition.name, line));
    }
    this.#ready.promise.catch(() => undefined);
    this.#worker.on('message', (message: WorkerMessage) => this.#hear(message));
    this.#worker.on('error', (error: Error) => this.#end({ errorType: error.name, errorMessage: error.message }));
    this.#worker.on('exit', (code) => this.#end(exitFailure(code, this.#current?.requestId)));
  }

  get isUsable(): boolean {
    return !this.#gone;
  }

  async invoke(invocation: Invocation): Promise<string> {
    const { requestId } = invocation;
    const done = Promise.withResolvers<string>();
    this.#current = { requestId, done };
    // Whoever ends the worker while it still loads its bundle rejects both.
    done.promise.catch(() => undefined);
    await this.#ready.promise;
    const { timeoutSeconds } = this.definition;
    const timer = setTimeout(() => this.#timeOut(requestId), timeoutSeconds * 1000);
    try {
      this.#worker.postMessage(invocation);
      return await done.promise;
    } finally {
      clearTimeout(timer);
      this.#current = undefined;
    }
  }

  async stop(): Promise<void> {
    this.#end({ errorType: 'Runtime.ExitError', errorMessage: 'The local stack stops.' });
    await this.#worker.terminate();
  }

  #hear(message: WorkerMessage): void {
    if (message.kind === 'ready') this.#ready.resolve();
    else if (message.kind === 'succeeded') this.#current?.done.resolve(message.payload);
    else if (message.requestId !== undefined) this.#current?.done.reject(new FunctionError(message.failure));
    else this.#end(message.failure);
  }

  #timeOut(requestId: string): void {
    const seconds = this.definition.timeoutSeconds.toFixed(2);
    this.#end({
      errorType: 'Sandbox.Timedout',
      errorMessage: `RequestId: ${requestId} Error: Task timed out after ${seconds} seconds`,
    });
    void this.#worker.terminate();
  }

  #end(failure: FunctionFailure): void {
    if (this.#gone) return;
    this.#gone = true;
    const error = new FunctionError(failure);
    this.#ready.reject(error);
    this.#current?.done.reject(error);
    // A bundle that failed to load leaves its thread with nothing to do, but something it opened may keep it alive.
    void this.#worker.terminate();
  }
}

function exitFailure(code: number, requestId = 'none'): FunctionFailure {
  return {
    errorType: 'Runtime.ExitError',
    errorMessage: `RequestId: ${requestId} Error: Runtime exited with error: exit status ${code}`,
  };
}

function eachLine(stream: Readable, tell: (line: string) => void): void {
  createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY }).on('line', tell);
}
