import { FunctionError, type FunctionFailure } from './function-error';
import type { FunctionInstance } from './function-instance';

export interface LambdaFunctionSettings {
  readonly createInstance: () => FunctionInstance;
  readonly requestId: () => string;
  /** How many invocations the machine runs at once. More than this wait for their turn. @default - no limit */
  readonly maxConcurrency?: number;
  /** How many invocations can run at once. Lambda refuses more. @default - no limit */
  readonly reservedConcurrency?: number;
  /** Whether the account has no concurrency left. Then Lambda refuses an invocation, too. @default - never */
  readonly isThrottled?: () => boolean;
  /** Called when an invocation is refused. */
  readonly onThrottle?: () => void;
}

const THROTTLED: FunctionFailure = { errorType: 'Lambda.TooManyRequestsException', errorMessage: 'Rate Exceeded.' };
const STOPPED: FunctionFailure = { errorType: 'Runtime.ExitError', errorMessage: 'The local stack stops.' };

/** A Lambda function: instances that are kept warm, each for one invocation at a time. */
export class LambdaFunction {
  readonly #idle: FunctionInstance[] = [];
  readonly #busy = new Set<FunctionInstance>();
  readonly #waiting: (() => void)[] = [];
  #stopped = false;

  constructor(
    /** Its own ARN, and those of its versions and aliases. */
    readonly arns: readonly string[],
    private readonly settings: LambdaFunctionSettings,
  ) {}

  /** Invocations that have not ended, including those whose caller no longer waits. */
  get running(): number {
    return this.#busy.size;
  }

  /** Takes and returns JSON. Throws a FunctionError for whatever Lambda reports as an error. */
  async invoke(payload: string): Promise<string> {
    const { createInstance, requestId, maxConcurrency = Number.POSITIVE_INFINITY } = this.settings;
    if (this.#isThrottled()) {
      this.settings.onThrottle?.();
      throw new FunctionError(THROTTLED);
    }
    while (this.#busy.size >= maxConcurrency && !this.#stopped) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    if (this.#stopped) throw new FunctionError(STOPPED);
    const instance = this.#warm() ?? createInstance();
    this.#busy.add(instance);
    try {
      return await instance.invoke({ requestId: requestId(), payload });
    } finally {
      this.#busy.delete(instance);
      if (!instance.hasEnded && !this.#stopped) this.#idle.push(instance);
      this.#waiting.shift()?.();
    }
  }

  #isThrottled(): boolean {
    const { reservedConcurrency = Number.POSITIVE_INFINITY, isThrottled } = this.settings;
    return this.#busy.size + this.#waiting.length >= reservedConcurrency || (isThrottled?.() ?? false);
  }

  /** An idle worker thread may have crashed. */
  #warm(): FunctionInstance | undefined {
    let instance = this.#idle.pop();
    while (instance?.hasEnded) instance = this.#idle.pop();
    return instance;
  }

  /** Ends every instance, and what it runs. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const resume of this.#waiting.splice(0)) resume();
    const instances = [...this.#idle.splice(0), ...this.#busy];
    for (const instance of instances) instance.end(STOPPED);
    await Promise.all(instances.map((instance) => instance.close()));
  }
}
