import { AppFabricEndpoint } from '../../local/appfabric/endpoint';
import type { Scenario } from '../../local/scenario/model';
import type { TableDefinition } from '../../local/stack/table-definitions';
import { VirtualClock } from './clock';
import { VirtualDynamoDb } from './dynamodb';
import { VirtualEventBridge } from './event-bridge';
import { type ExecutionRequest, type ExecutionResult, type TaskHandler, VirtualExecution } from './executions';
import { VirtualFunction, type VirtualFunctionDefinition } from './functions';
import { Meter } from './meter';
import { type Caller, type Request, VirtualNetwork } from './network';
import { createRandom, type SeededRandom } from './random';
import { Collected } from './telemetry';

export interface VirtualWorldOptions {
  readonly seed: number;
  /** What DynamoDB has, and what AppFabric answers. You can also serve both yourself, with `world.network.serve`. */
  readonly table?: TableDefinition;
  readonly scenario?: Scenario;
}

export const DEPLOYMENT = { accountId: '111122223333', region: 'us-east-1' };

/** The environment that the SDK's clients read: no file is read, and no real credentials are used. */
const ENVIRONMENT = {
  AWS_REGION: DEPLOYMENT.region,
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_SESSION_TOKEN: 'test',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_RETRY_MODE: 'adaptive',
  AWS_MAX_ATTEMPTS: '5',
};

/** The shortest and the longest round trip, in milliseconds. */
const ROUND_TRIPS: Partial<Record<Request['service'], readonly [number, number]>> = {
  dynamodb: [3, 9],
  events: [10, 40],
  appfabric: [60, 250],
};

/**
 * The part of AWS that scans use, in this process, under a virtual clock. One seed decides everything that happens.
 * Only one world can run in a process at a time: it replaces the clock, `Math.random`, and the console.
 */
export class VirtualWorld {
  readonly random: SeededRandom;
  readonly meter = new Meter();
  readonly network: VirtualNetwork;
  readonly events: VirtualEventBridge;
  readonly collected = new Collected();
  readonly executions: VirtualExecution[] = [];
  /** What functions wrote to their logs, without the lines that explain. */
  get logs(): string[] {
    return this.collected.logs.filter((line) => !line.startsWith('{"level":"DEBUG"'));
  }

  /** How many invocations can run at once, over all functions. Lambda refuses more. */
  concurrency: () => number = () => Number.POSITIVE_INFINITY;
  /** How far the clock of an instance of a function can be off. Each instance has a clock of its own. */
  maxClockOffsetMilliseconds = 0;
  /** Sees every execution end. Whatever it begins then, the world waits for. */
  onExecutionEnd: (result: ExecutionResult) => Promise<void> | void = () => undefined;
  readonly #afterEnds = new Set<Promise<unknown>>();
  readonly #functions: VirtualFunction[] = [];

  private constructor(
    readonly clock: VirtualClock,
    readonly database: VirtualDynamoDb,
    { seed, scenario }: VirtualWorldOptions,
  ) {
    this.random = createRandom(seed);
    const latencies = this.random.fork('latency');
    const ids = this.random.fork('ids');
    this.network = new VirtualNetwork(clock, this.meter, (request) => usualLatency(request, latencies));
    this.events = new VirtualEventBridge(clock, ids.uuid, this.meter, DEPLOYMENT);
    this.network.serve('dynamodb', (request) => database.serve(request));
    this.network.serve('events', (request) => this.events.serve(request));
    if (!scenario) return;
    const endpoint = new AppFabricEndpoint(scenario, { now: () => clock.now(), randomUUID: ids.uuid });
    this.network.serve('appfabric', async ({ http: { method, path, query, headers }, body }) => {
      const search = new URLSearchParams(query as Record<string, string>).toString();
      const url = search === '' ? path : `${path}?${search}`;
      return { response: endpoint.respond({ method, path: url, headers, body }) };
    });
  }

  static async create(options: VirtualWorldOptions): Promise<VirtualWorld> {
    const clock = new VirtualClock();
    const random = createRandom(options.seed).fork('time to live');
    const database = await VirtualDynamoDb.create(clock, random, options.table);
    return new VirtualWorld(clock, database, options);
  }

  /** A Lambda function of this world. */
  addFunction(definition: VirtualFunctionDefinition): VirtualFunction {
    const { clock, network, meter, collected } = this;
    const random = this.random.fork(`function ${definition.name}`);
    const isThrottled = () => this.#running >= this.concurrency();
    const offsets = this.random.fork(`clocks of ${definition.name}`);
    const drawClockOffset = () => {
      const most = this.maxClockOffsetMilliseconds;
      return most === 0 ? 0 : offsets.integer(-most, most);
    };
    const dependencies = { clock, network, meter, random, collected, isThrottled, drawClockOffset };
    const added = new VirtualFunction(definition, dependencies);
    this.#functions.push(added);
    return added;
  }

  /** A request handler for code outside of functions, such as a test. */
  requestHandler(name: string) {
    const caller: Caller = { name, dead: false, inFlight: 0, kill: () => undefined };
    return this.network.requestHandler(() => caller);
  }

  /** An execution, not started yet. Start it inside `run`. */
  execution(request: ExecutionRequest): VirtualExecution {
    const execution = new VirtualExecution(request, this.clock, this.meter, (result) => this.#executionEnded(result));
    this.executions.push(execution);
    return execution;
  }

  /** Runs the work under the virtual clock, and then waits for every invocation that still runs. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    const restore = this.#standIn();
    try {
      return await this.clock.run(async () => {
        const result = await work();
        await this.settled();
        return result;
      });
    } finally {
      restore();
    }
  }

  /** Resolves when every invocation has ended, including those whose caller no longer waits. */
  async settled(): Promise<void> {
    while (this.#running > 0 || this.#afterEnds.size > 0) await this.clock.sleep(1000);
  }

  get #running(): number {
    return this.#functions.reduce((sum, { running }) => sum + running, 0);
  }

  /** Whatever waits for nothing else is waited for by the world. */
  untilEnd<T>(work: Promise<T>): Promise<T> {
    const waiting = work.finally(() => this.#afterEnds.delete(waiting));
    this.#afterEnds.add(waiting);
    return waiting;
  }

  #executionEnded(result: ExecutionResult): void {
    const work = this.onExecutionEnd(result);
    if (work) void this.untilEnd(work);
  }

  /** @returns a function that restores the process */
  #standIn(): () => void {
    const { random } = Math;
    const { log, error, warn, info } = console;
    const environment = { ...process.env };
    const keep = (...words: unknown[]) => void this.collected.logs.push(words.map(String).join(' '));
    Object.assign(process.env, ENVIRONMENT);
    // The SDK and the interpreter take their jitter from here.
    Math.random = this.random.fork('Math.random');
    Object.assign(console, { log: keep, error: keep, warn: keep, info: keep });
    return () => {
      Math.random = random;
      Object.assign(console, { log, error, warn, info });
      for (const name of Object.keys(ENVIRONMENT)) {
        if (environment[name] === undefined) delete process.env[name];
        else process.env[name] = environment[name];
      }
    };
  }
}

/** A function as a Task's handler. */
export const taskOf =
  (virtualFunction: VirtualFunction): TaskHandler =>
  (payload) =>
    virtualFunction.invoke(payload);

function usualLatency({ service }: Request, random: SeededRandom) {
  const [least, most] = ROUND_TRIPS[service] ?? [1, 1];
  const roundTrip = random.between(least, most);
  return { there: roundTrip / 2, back: roundTrip / 2 };
}
