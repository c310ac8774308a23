import { StateMachine } from 'aws-local-stepfunctions';
import { Execution, type ExecutionStatus } from '../../local/stack/execution';
import { statusChange } from '../../local/stack/execution-answers';
import type { HistoryEvent } from '../../local/stack/execution-history';
import { asObject, asString, isObject, type Json, type JsonObject } from '../../local/stack/json';
import type { ExecutionStarter, NestedExecution } from '../../local/stack/nested-execution';
import { StateError, type TaskRunner } from '../../local/stack/tasks';
import type { VirtualClock } from './clock';
import type { Meter } from './meter';

export type TaskHandler = (payload: Json) => Promise<Json> | Json;

export interface ExecutionRequest {
  readonly definition: JsonObject;
  /** What each Task runs: by the name of its state, or by its `Resource`. */
  readonly handlers: Readonly<Record<string, TaskHandler>>;
  readonly input: Json;
  readonly name: string;
  readonly stateMachineArn?: string;
  /** Starts the executions that Tasks start and wait for. */
  readonly startExecution?: ExecutionStarter;
}

export interface ExecutionResult {
  readonly name: string;
  readonly status: ExecutionStatus;
  readonly output?: Json;
  readonly error?: string;
  readonly cause?: string;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly history: readonly HistoryEvent[];
  /** Bytes of the largest input or output of a state. */
  readonly largestState: number;
  readonly stateMachineArn: string;
  /** The detail of the event that Step Functions sends when an execution ends. */
  readonly statusChange: JsonObject;
}

/** Step Functions' limit for an execution. */
export const MAX_HISTORY_EVENTS = 25_000;

const STATE_MACHINE_ARN = 'arn:aws:states:us-east-1:111122223333:stateMachine:Virtual';

/** An execution of a Standard state machine, metered. */
export class VirtualExecution {
  readonly #execution: Execution;
  #result: ExecutionResult | undefined;

  constructor(
    readonly request: ExecutionRequest,
    clock: VirtualClock,
    private readonly meter: Meter,
    private readonly onEnd: (result: ExecutionResult) => void,
  ) {
    const { name, definition, handlers, input, startExecution, stateMachineArn: arn = STATE_MACHINE_ARN } = request;
    this.#execution = new Execution({
      arn: `${arn.replace(':stateMachine:', ':execution:')}:${name}`,
      name,
      input: JSON.stringify(input),
      stateMachine: { arn, definition, name: arn.split(':').at(-1) ?? '', roleArn: '' },
      runTask: this.#withinHistory(runnerOf(handlers)),
      startExecution,
      Interpreter: StateMachine,
      clock,
    });
  }

  /** Undefined while the execution runs. */
  get result(): ExecutionResult | undefined {
    return this.#result;
  }

  /** As the Task sees it that has started it. */
  get nested(): NestedExecution {
    return this.#execution;
  }

  start(): Promise<ExecutionResult> {
    return this.#untilEnd(() => this.#execution.start());
  }

  /** Ends the execution as StopExecution does: what runs in Lambda keeps running. */
  stop(): void {
    void this.#execution.stop();
  }

  /** Starts again at the state in which the execution failed or was stopped, with that state's input. */
  redrive(): Promise<ExecutionResult> {
    if (!this.#result || this.#result.status === 'SUCCEEDED') throw new Error('Only a failed execution is redriven.');
    return this.#untilEnd(() => this.#execution.redrive());
  }

  /** Ends an execution whose history is full, as Step Functions does: code that is broken could make it endless. */
  #withinHistory(runTask: TaskRunner): TaskRunner {
    return (...task) => {
      if (this.#execution.history.events.length >= MAX_HISTORY_EVENTS) this.stop();
      return runTask(...task);
    };
  }

  async #untilEnd(begin: () => void): Promise<ExecutionResult> {
    const execution = this.#execution;
    const before = execution.transitions;
    this.#result = undefined;
    begin();
    await execution.ended;
    this.meter.stateTransitions += execution.transitions - before;
    const { status, output, error, cause, startTime, stopTime = startTime } = execution;
    const { events } = execution.history;
    this.#result = {
      name: this.request.name,
      status,
      output: output === undefined ? undefined : JSON.parse(output),
      error,
      cause,
      startedAt: startTime,
      endedAt: stopTime,
      history: [...events],
      stateMachineArn: execution.settings.stateMachine.arn,
      statusChange: statusChange(execution),
      largestState: Math.max(...events.map(stateBytes)),
    };
    this.onEnd(this.#result);
    return this.#result;
  }
}

const runnerOf =
  (handlers: ExecutionRequest['handlers']): TaskRunner =>
  async (name, { Resource }, input) => {
    const handler = handlers[name] ?? handlers[String(Resource)];
    if (!handler) throw new StateError('States.Runtime', `There is no handler for the Task ${name}.`, true);
    return handler(input);
  };

function stateBytes(event: HistoryEvent): number {
  const { input, output } = asObject(Object.entries(event).find(([key]) => /^state\w+EventDetails$/.test(key))?.[1]);
  return Math.max(...[input, output].map((text) => Buffer.byteLength(asString(text) ?? '')));
}

/** The error and the cause in an event of the history, if it has them. */
export function errorIn(event: HistoryEvent): string {
  const { error = '', cause = '' } = Object.values(event).find(isObject) ?? {};
  return `${error} ${cause}`;
}
