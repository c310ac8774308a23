import type { Clock } from './clock';
import { FunctionError, type FunctionFailure, timedOut } from './function-error';

export interface Invocation {
  readonly requestId: string;
  /** JSON */
  readonly payload: string;
}

/**
 * One warm instance of a function, which runs one invocation at a time. After a timeout or a crash it has ended, and
 * the function starts another.
 */
export abstract class FunctionInstance {
  #reject: ((error: FunctionError) => void) | undefined;
  #ended: FunctionError | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly timeoutSeconds: number,
  ) {}

  get hasEnded(): boolean {
    return this.#ended !== undefined;
  }

  /** Resolves when the code is loaded. */
  protected ready(): Promise<void> | void {}

  /** Runs the handler. Throws a FunctionError when the handler fails. */
  protected abstract run(invocation: Invocation): Promise<string>;

  /** Takes and returns JSON. Throws a FunctionError for whatever Lambda reports as an error. */
  async invoke(invocation: Invocation): Promise<string> {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    if (this.#ended) throw this.#ended;
    this.#reject = reject;
    let cancelTimeout: (() => void) | undefined;
    const work = async () => {
      await this.ready();
      cancelTimeout = this.clock.after(this.timeoutSeconds * 1000, () =>
        this.end(timedOut(invocation.requestId, this.timeoutSeconds)),
      );
      return this.run(invocation);
    };
    work().then(resolve, reject);
    try {
      return await promise;
    } finally {
      cancelTimeout?.();
      this.#reject = undefined;
    }
  }

  /** Ends the instance, and the invocation that it runs. */
  end(failure: FunctionFailure): void {
    if (this.#ended) return;
    this.#ended = new FunctionError(failure);
    this.#reject?.(this.#ended);
  }

  /** Resolves when nothing of an instance that has ended is left. */
  async close(): Promise<void> {}
}
