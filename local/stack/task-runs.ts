import type { RunOptions, StateMachine } from 'aws-local-stepfunctions';
import type { Clock } from './clock';
import type { ClockHold } from './clock-hold';
import { timeoutError } from './interpreter-timeout';
import type { Json, JsonObject } from './json';
import {
  type ExecutionStarter,
  isNestedExecution,
  type NestedExecution,
  nestedResult,
  startAnswer,
  startNested,
} from './nested-execution';
import { taskStates } from './state-machine-definitions';
import { submittedEvent, type TaskEvent, taskEvents } from './task-events';
import { StateError, type TaskRunner } from './tasks';

export interface TaskSettings {
  /** The ARN of the execution. */
  readonly arn: string;
  readonly stateMachine: { readonly definition: JsonObject };
  /** Runs the Tasks that do not start executions. */
  readonly runTask: TaskRunner;
  /** Starts the executions of Tasks with the resource `states:startExecution.sync:2`. @default - such a Task fails */
  readonly startExecution?: ExecutionStarter;
  /** The interpreter: aws-local-stepfunctions, loaded when the stack starts. */
  readonly Interpreter: typeof StateMachine;
  readonly clock: Clock;
}

type Handlers = NonNullable<NonNullable<RunOptions['overrides']>['taskResourceLocalHandlers']>;

/** The most that a state may return. */
const MAX_STATE_BYTES = 256 * 1024;

/** The Tasks of an execution from its start, or from a redrive, until it ends. */
export class TaskRuns {
  /** What the interpreter calls for each Task. */
  readonly handlers: Handlers;
  readonly #states: ReadonlyMap<string, JsonObject>;
  readonly #children = new Set<NestedExecution>();
  /** How often a Task was given up because it timed out: answers to earlier attempts come too late. */
  readonly #timeouts = new Map<string, number>();
  #hasEnded = false;

  constructor(
    private readonly settings: TaskSettings,
    private readonly hold: ClockHold,
    /** Adds an event to the history. */
    private readonly add: (event: TaskEvent) => void,
  ) {
    const states = taskStates(settings.stateMachine.definition);
    this.#states = new Map(states);
    this.handlers = Object.fromEntries(states.map(([name]) => [name, (input) => this.#handle(name, input)]));
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** The interpreter no longer waits for a Task. */
  timedOut(name: string): void {
    this.#giveUp(name);
    this.add(this.#events(name).timedOut());
  }

  /** The execution has ended. Functions keep running. Executions that a Task waits for are stopped. */
  end(): void {
    this.#hasEnded = true;
    for (const child of this.#children) this.#stop(child);
  }

  #giveUp(name: string): void {
    this.#timeouts.set(name, (this.#timeouts.get(name) ?? 0) + 1);
  }

  #state(name: string): JsonObject {
    return this.#states.get(name) ?? {};
  }

  #events(name: string) {
    return taskEvents(this.#state(name), this.settings.arn.split(':')[3] ?? '');
  }

  async #handle(name: string, input: Json): Promise<Json> {
    // The interpreter's log is read asynchronously: "state entered" must be in the history first.
    await this.settings.clock.turn();
    if (this.#hasEnded) throw new StateError('States.Runtime', 'The execution is over.', true);
    const timeouts = this.#timeouts.get(name);
    /** Whether the answer comes too late: then it leaves no trace in the history. */
    const isLate = () => this.#hasEnded || this.#timeouts.get(name) !== timeouts;
    const events = this.#events(name);
    this.add(events.scheduled(input));
    this.add(events.started());
    try {
      const result = await this.#result(name, input, isLate);
      const output = JSON.stringify(result);
      if (Buffer.byteLength(output) > MAX_STATE_BYTES) throw tooLarge(name);
      if (!isLate()) this.add(events.succeeded(output));
      return result;
    } catch (error) {
      const { name: errorName, message } = error as Error;
      if (!isLate()) this.add(events.failed(errorName, message));
      throw error;
    }
  }

  async #result(name: string, input: Json, isLate: () => boolean): Promise<Json> {
    const state = this.#state(name);
    if (!isNestedExecution(state.Resource)) return this.settings.runTask(name, state, input);
    const child = await startNested(this.settings.startExecution, input);
    this.#children.add(child);
    if (isLate()) this.#stop(child);
    else this.add(submittedEvent(startAnswer(child)));
    // Until it ends, only the child does something.
    this.hold.end();
    const hasEnded = await this.#within(state.TimeoutSeconds, child.ended);
    if (!this.#hasEnded) this.hold.begin();
    this.#children.delete(child);
    if (hasEnded) return nestedResult(child);
    this.#giveUp(name);
    this.#stop(child);
    throw await timeoutError(this.settings.Interpreter);
  }

  /** Whether the work ends before the timeout. */
  async #within(timeoutSeconds: Json | undefined, work: Promise<void>): Promise<boolean> {
    if (typeof timeoutSeconds !== 'number') return work.then(() => true);
    const { promise: timeout, resolve } = Promise.withResolvers<boolean>();
    const cancel = this.settings.clock.after(timeoutSeconds * 1000, () => resolve(false));
    const hasEnded = await Promise.race([work.then(() => true), timeout]);
    cancel();
    return hasEnded;
  }

  #stop(child: NestedExecution): void {
    void child.stop(undefined, `The execution ${this.settings.arn}, which started this one, no longer waits for it.`);
  }
}

function tooLarge(state: string): StateError {
  const cause = `The state/task '${state}' returned a result with a size exceeding the maximum number of bytes service limit.`;
  return new StateError('States.DataLimitExceeded', cause, true);
}
