import type { Runtime } from '../../lambda/runtime/runtime';
import { exited, FunctionError, thrown } from '../../local/stack/function-error';
import { FunctionInstance, type Invocation as InvocationRequest } from '../../local/stack/function-instance';
import type { Json } from '../../local/stack/json';
import { LambdaFunction } from '../../local/stack/lambda-function';
import { clockOffset, type VirtualClock } from './clock';
import type { Meter } from './meter';
import type { Caller, VirtualNetwork } from './network';
import type { SeededRandom } from './random';
import type { Collected } from './telemetry';

export interface VirtualFunctionDefinition {
  readonly name: string;
  readonly timeoutSeconds: number;
  readonly memorySize: number;
  /** How many invocations can run at once. @default - no limit of its own */
  readonly reservedConcurrency?: number;
  readonly environment: Readonly<Record<string, string>>;
  /** Makes the handler of one instance, as loading the bundle does. */
  readonly create: (runtime: Runtime) => Handler;
}

export type Handler = (payload: never, context: InvocationContext) => Promise<unknown> | unknown;

export interface InvocationContext {
  getRemainingTimeInMillis(): number;
}

/** One run of a function in an instance. */
export class Invocation implements Caller {
  /** Requests that it has sent. */
  calls = 0;
  /** Its requests and sleeps that have not ended. */
  inFlight = 0;

  constructor(
    /** The function's name. */
    readonly name: string,
    readonly number: number,
    readonly payload: Json,
    private readonly instance: HandlerInstance,
  ) {}

  get dead(): boolean {
    return this.instance.hasEnded;
  }

  kill(): void {
    this.instance.end(exited(`${this.number}`));
  }
}

export interface VirtualFunctionDependencies {
  readonly clock: VirtualClock;
  readonly network: VirtualNetwork;
  readonly random: SeededRandom;
  readonly meter: Meter;
  /** What the function logs, measures and traces, and what Lambda writes to its log. */
  readonly collected: Collected;
  /** Whether the account's concurrency is used up. */
  readonly isThrottled: () => boolean;
  /** How far a new instance's clock is ahead of the world's, in milliseconds. */
  readonly drawClockOffset: () => number;
}

export interface InvocationHooks {
  started?(invocation: Invocation): void;
  ended?(invocation: Invocation, outcome: Outcome): void;
  /** Lambda refused an invocation, because its concurrency is used up. */
  refused?(): void;
}

export type Outcome = 'succeeded' | 'failed' | 'killed' | 'timed out';

/** Runs a handler in this process. Its requests and its sleeps end with it. */
class HandlerInstance extends FunctionInstance {
  #invocation: Invocation | undefined;
  readonly #handler: Handler;
  readonly #clockOffset: number;

  constructor(
    private readonly definition: VirtualFunctionDefinition,
    private readonly dependencies: VirtualFunctionDependencies,
    private readonly hooks: readonly InvocationHooks[],
  ) {
    const { clock, network, random, collected } = dependencies;
    super(clock, definition.timeoutSeconds);
    this.#clockOffset = dependencies.drawClockOffset();
    const ownClock = {
      now: () => clock.now() + this.#clockOffset,
      sleep: (milliseconds: number) => this.#sleep(milliseconds),
    };
    this.#handler = definition.create({
      environment: definition.environment,
      clock: ownClock,
      random,
      ...collected.observers({ clock: ownClock }),
      requestHandler: network.requestHandler(() => this.#caller()),
    });
  }

  override async invoke(request: InvocationRequest): Promise<string> {
    const { clock, meter } = this.dependencies;
    const { name, memorySize } = this.definition;
    const invocation = new Invocation(name, Number(request.requestId), JSON.parse(request.payload), this);
    this.#invocation = invocation;
    const startedAt = clock.now();
    for (const hooks of this.hooks) hooks.started?.(invocation);
    let outcome: Outcome = 'failed';
    try {
      const output = await super.invoke(request);
      outcome = 'succeeded';
      return output;
    } catch (error) {
      const { name } = error as FunctionError;
      if (this.hasEnded) outcome = name === 'Sandbox.Timedout' ? 'timed out' : 'killed';
      throw error;
    } finally {
      meter.countInvocation(clock.now() - startedAt, memorySize);
      for (const hooks of this.hooks) hooks.ended?.(invocation, outcome);
    }
  }

  protected override async run({ payload }: InvocationRequest): Promise<string> {
    const { clock, collected } = this.dependencies;
    const deadline = clock.now() + this.definition.timeoutSeconds * 1000;
    const context = { getRemainingTimeInMillis: () => Math.max(0, deadline - clock.now()) };
    try {
      const handle = async () => this.#handler(JSON.parse(payload) as never, context);
      return JSON.stringify((await clockOffset.run(this.#clockOffset, handle)) ?? null);
    } catch (error) {
      const failure = thrown(error);
      collected.logs.push(JSON.stringify({ level: 'ERROR', message: failure }));
      throw new FunctionError(failure);
    }
  }

  #caller(): Invocation {
    if (!this.#invocation) throw new Error('A request was sent while the handler was being made.');
    this.#invocation.calls++;
    return this.#invocation;
  }

  async #sleep(milliseconds: number): Promise<void> {
    const invocation = this.#invocation;
    if (invocation) invocation.inFlight++;
    await this.dependencies.clock.sleep(milliseconds);
    if (invocation) invocation.inFlight--;
    if (this.hasEnded) await new Promise<never>(() => undefined);
  }
}

/** A Lambda function whose handler runs in this process. */
export class VirtualFunction {
  readonly #hooks: InvocationHooks[] = [];
  readonly #function: LambdaFunction;
  #invocations = 0;

  constructor(definition: VirtualFunctionDefinition, dependencies: VirtualFunctionDependencies) {
    this.#function = new LambdaFunction([definition.name], {
      createInstance: () => new HandlerInstance(definition, dependencies, this.#hooks),
      requestId: () => String(++this.#invocations),
      reservedConcurrency: definition.reservedConcurrency,
      isThrottled: dependencies.isThrottled,
      onThrottle: () => {
        for (const hooks of this.#hooks) hooks.refused?.();
      },
    });
  }

  use(hooks: InvocationHooks): void {
    this.#hooks.push(hooks);
  }

  /** Invocations that have not ended, including those whose caller no longer waits. */
  get running(): number {
    return this.#function.running;
  }

  /** @throws FunctionError */
  async invoke(payload: Json): Promise<Json> {
    return JSON.parse(await this.#function.invoke(JSON.stringify(payload)));
  }
}
