import type { Outside } from '../../lambda/runtime/parts';
import type { Json } from '../../local/stack/json';
import type { VirtualClock } from './clock';
import type { Meter } from './meter';
import type { Caller, VirtualNetwork } from './network';
import type { SeededRandom } from './random';

export interface VirtualFunctionDefinition {
  readonly name: string;
  readonly timeoutSeconds: number;
  readonly memorySize: number;
  readonly environment: Readonly<Record<string, string>>;
  /** Makes the handler of one container, as loading the bundle would. */
  readonly create: (outside: Outside) => Handler;
}

export type Handler = (payload: never, context: InvocationContext) => Promise<unknown> | unknown;

export interface InvocationContext {
  getRemainingTimeInMillis(): number;
}

/** How Step Functions sees an invocation that failed: the error's type, and Lambda's JSON of it. */
export class LambdaFailure extends Error {
  constructor(type: string, cause: object) {
    super(JSON.stringify(cause));
    this.name = type;
  }
}

/** One run of a function in a container. */
export class Invocation implements Caller {
  dead = false;
  /** Requests that it has sent. */
  calls = 0;
  #onKilled: () => void = () => undefined;
  readonly killed = new Promise<void>((resolve) => {
    this.#onKilled = resolve;
  });

  constructor(
    /** The function's name. */
    readonly name: string,
    readonly number: number,
    readonly payload: Json,
  ) {}

  kill(): void {
    this.dead = true;
    this.#onKilled();
  }
}

/** A warm copy of the function, which one invocation at a time uses; after a crash it is not used again. */
class Container {
  invocation: Invocation | undefined;
  readonly handler: Handler;

  constructor({ environment, create }: VirtualFunctionDefinition, { clock, network, random }: VirtualFunctionParts) {
    this.handler = create({
      environment,
      clock: { now: () => clock.now(), sleep: (milliseconds) => this.sleep(milliseconds, clock) },
      random,
      requestHandler: network.requestHandler(() => this.request()),
    });
  }

  private request(): Invocation {
    if (!this.invocation) throw new Error('A request was sent while the handler was being made.');
    this.invocation.calls++;
    return this.invocation;
  }

  private async sleep(milliseconds: number, clock: VirtualClock): Promise<void> {
    const { invocation } = this;
    await clock.sleep(milliseconds);
    if (invocation?.dead) await new Promise<never>(() => undefined);
  }
}

export interface VirtualFunctionParts {
  readonly clock: VirtualClock;
  readonly network: VirtualNetwork;
  readonly random: SeededRandom;
  readonly meter: Meter;
  /** What Lambda writes into the function's log, beside what the function writes. */
  readonly log: (line: string) => void;
}

export interface InvocationHooks {
  started?(invocation: Invocation): void;
  ended?(invocation: Invocation, outcome: 'succeeded' | 'failed' | 'killed' | 'timed out'): void;
}

/** A Lambda function: containers that are kept warm, a timeout, and errors as Lambda reports them. */
export class VirtualFunction {
  readonly #idle: Container[] = [];
  readonly #hooks: InvocationHooks[] = [];
  #running = 0;
  #invocations = 0;

  constructor(
    readonly definition: VirtualFunctionDefinition,
    private readonly parts: VirtualFunctionParts,
  ) {}

  use(hooks: InvocationHooks): void {
    this.#hooks.push(hooks);
  }

  /** Invocations that have not ended, also those that nobody waits for any more. */
  get running(): number {
    return this.#running;
  }

  /** @throws LambdaFailure */
  async invoke(payload: Json): Promise<Json> {
    const { name, timeoutSeconds, memorySize } = this.definition;
    const { clock, meter, log } = this.parts;
    const container = this.#idle.pop() ?? new Container(this.definition, this.parts);
    const invocation = new Invocation(name, ++this.#invocations, copy(payload));
    container.invocation = invocation;
    const startedAt = clock.now();
    const deadline = startedAt + timeoutSeconds * 1000;
    this.#running++;
    for (const hooks of this.#hooks) hooks.started?.(invocation);

    let timer: NodeJS.Timeout | undefined;
    const timedOut = new Promise<'timed out'>((resolve) => {
      timer = setTimeout(() => resolve('timed out'), timeoutSeconds * 1000);
    });
    const context = { getRemainingTimeInMillis: () => Math.max(0, deadline - clock.now()) };
    const work = (async () => container.handler(invocation.payload as never, context))().then(
      (output) => ({ output: copy((output ?? null) as Json) }),
      (error: unknown) => ({ error }),
    );
    const outcome = await Promise.race([work, timedOut, invocation.killed.then(() => 'killed' as const)]);
    clearTimeout(timer);
    this.#running--;
    meter.countInvocation(clock.now() - startedAt, memorySize);
    const ended =
      typeof outcome === 'string' ? outcome : 'error' in outcome ? ('failed' as const) : ('succeeded' as const);
    for (const hooks of this.#hooks) hooks.ended?.(invocation, ended);
    if (typeof outcome === 'string') {
      invocation.kill();
      const id = `invocation ${invocation.number}`;
      throw outcome === 'killed'
        ? new LambdaFailure('Runtime.ExitError', { errorType: 'Runtime.ExitError', errorMessage: `${id} exited` })
        : new LambdaFailure('Sandbox.Timedout', { errorMessage: `${id} timed out after ${timeoutSeconds} seconds` });
    }
    this.#idle.push(container);
    if ('output' in outcome) return outcome.output;
    const cause = causeOf(outcome.error);
    log(JSON.stringify({ level: 'ERROR', message: cause }));
    throw new LambdaFailure(cause.errorType, cause);
  }
}

function causeOf(error: unknown) {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: [] };
  return { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') };
}

const copy = <T extends Json>(value: T): T => JSON.parse(JSON.stringify(value));
