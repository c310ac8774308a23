import { StateMachine } from 'aws-local-stepfunctions';
import { EXECUTION_RECORD, forInterpreter } from '../../local/stack/interpreter-definition';
import type { Json, JsonObject } from '../../local/stack/json';
import { taskStates } from '../../local/stack/state-machine-definitions';
import type { VirtualClock } from './clock';
import { type EventLog, historyEvents, largestState, transitions } from './history';
import type { Meter } from './meter';

export type TaskHandler = (payload: Json) => Promise<Json> | Json;

export interface ExecutionRequest {
  readonly definition: JsonObject;
  /** What each Task runs: by the name of its state, or by its `Resource`. */
  readonly handlers: Readonly<Record<string, TaskHandler>>;
  readonly input: Json;
  readonly name: string;
  readonly stateMachineArn?: string;
}

export interface ExecutionResult {
  readonly name: string;
  readonly status: 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';
  readonly output?: Json;
  readonly error?: string;
  readonly cause?: string;
  readonly startedAt: number;
  readonly endedAt: number;
  /** State transitions as Step Functions bills them. */
  readonly transitions: number;
  /** Events that Step Functions would keep in the execution's history. */
  readonly historyEvents: number;
  /** Bytes of the largest input or output of a state. */
  readonly largestState: number;
  readonly events: readonly EventLog[];
}

/** What a state's data may have; more fails the execution, and no Retry or Catch helps. */
const MOST_STATE_BYTES = 256 * 1024;

/** An execution of a Standard state machine, which can be stopped, and redriven once it has failed. */
export class VirtualExecution {
  readonly startedAt: number;
  #redrives = 0;
  #stopped = false;
  #events: EventLog[] = [];
  #abort: () => void = () => undefined;
  #result: ExecutionResult | undefined;

  constructor(
    readonly request: ExecutionRequest,
    private readonly clock: VirtualClock,
    private readonly meter: Meter,
  ) {
    this.startedAt = clock.now();
  }

  get result(): ExecutionResult | undefined {
    return this.#result;
  }

  start(): Promise<ExecutionResult> {
    this.meter.executions++;
    return this.#run(this.request.definition, this.request.input);
  }

  /** Ends the execution as StopExecution does: what runs in Lambda goes on, and nobody hears of it. */
  stop(): void {
    this.#stopped = true;
    this.#abort();
  }

  /** Begins again with the state in which the execution failed or was stopped, and that state's input. */
  redrive(): Promise<ExecutionResult> {
    if (!this.#result || this.#result.status === 'SUCCEEDED') throw new Error('Only a failed execution is redriven.');
    const last = this.#events.findLast((event) => event.type === 'StateEntered');
    if (last?.type !== 'StateEntered') throw new Error('The execution has entered no state.');
    this.#redrives++;
    return this.#run({ ...this.request.definition, StartAt: last.state.name }, last.state.input as Json);
  }

  async #run(definition: JsonObject, input: Json): Promise<ExecutionResult> {
    this.#stopped = false;
    this.#result = undefined;
    const machine = new StateMachine(forInterpreter(definition) as never, { validationOptions: { noValidate: true } });
    const before = this.#events.length;
    const run = machine.run(input as never, {
      overrides: { taskResourceLocalHandlers: this.#tasks(definition) as never },
      context: { [EXECUTION_RECORD]: this.#execution() },
    });
    this.#abort = run.abort;
    const outcome = await run.result.then(
      (output) => ({ status: 'SUCCEEDED' as const, output: output as Json }),
      (failure: Error) => failed(failure),
    );
    for await (const event of run.eventLogs) this.#events.push(event);
    this.meter.stateTransitions += transitions(this.#events.slice(before));
    const result: ExecutionResult = {
      name: this.request.name,
      startedAt: this.startedAt,
      endedAt: this.clock.now(),
      transitions: transitions(this.#events),
      historyEvents: historyEvents(this.#events),
      largestState: largestState(this.#events),
      events: this.#events,
      ...outcome,
    };
    this.#result = result;
    return result;
  }

  /** The context object's part that a redrive changes in nothing but the count. */
  #execution() {
    const {
      name,
      input,
      stateMachineArn = 'arn:aws:states:us-east-1:111122223333:stateMachine:Virtual',
    } = this.request;
    return {
      Id: `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`,
      Name: name,
      Input: input,
      StartTime: new Date(this.startedAt).toISOString(),
      RedriveCount: this.#redrives,
    };
  }

  #tasks(definition: JsonObject): Record<string, TaskHandler> {
    const { handlers } = this.request;
    return Object.fromEntries(
      taskStates(definition).map(([name, state]) => {
        const handler = handlers[name] ?? handlers[String(state.Resource)];
        if (!handler) throw new Error(`There is no handler for the Task ${name}.`);
        const guarded: TaskHandler = async (payload) => {
          // The interpreter ends a wait between retries at once when it is stopped, and tries again.
          if (this.#stopped) return new Promise<never>(() => undefined);
          return withinLimit(await handler(payload));
        };
        return [name, guarded];
      }),
    );
  }
}

function withinLimit(output: Json): Json {
  const bytes = Buffer.byteLength(JSON.stringify(output));
  if (bytes <= MOST_STATE_BYTES) return output;
  const error = new Error(`The output has ${bytes} bytes, and a state ${MOST_STATE_BYTES}.`);
  throw Object.assign(error, { name: 'States.DataLimitExceeded', isRetryable: false, isCatchable: false });
}

function failed(failure: Error): Pick<ExecutionResult, 'status' | 'error' | 'cause'> {
  if (failure.name === 'ExecutionAbortedError') return { status: 'ABORTED' };
  if (failure.name === 'ExecutionTimeoutError') return { status: 'TIMED_OUT', error: 'States.Timeout' };
  const { name, message } = failure.cause as Error;
  return { status: 'FAILED', error: name, cause: message };
}
