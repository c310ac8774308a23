import type { RunOptions, StateMachine } from 'aws-local-stepfunctions';
import type { Clock } from './clock';
import { ExecutionHistory } from './execution-history';
import { EXECUTION_RECORD, forInterpreter } from './interpreter-definition';
import { errorOf, type LogEntry } from './interpreter-log';
import { asObject, asString, type Json, type JsonObject } from './json';
import { type StateMachineDefinition, taskStates } from './state-machine-definitions';
import { StateError, type TaskRunner } from './tasks';

export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

export interface ExecutionSettings {
  arn: string;
  name: string;
  /** JSON text. */
  input: string;
  stateMachine: StateMachineDefinition;
  runTask: TaskRunner;
  /** The interpreter: aws-local-stepfunctions, loaded when the stack starts. */
  Interpreter: typeof StateMachine;
  clock: Clock;
  /** Called when the execution ends, after each redrive too. */
  onEnd?(execution: Execution): void;
}

/** The most that a state may return. */
const MAX_STATE_BYTES = 256 * 1024;

/** One execution of a state machine, from its start through any redrives. */
export class Execution {
  readonly history = new ExecutionHistory();
  readonly startTime: number;
  status: ExecutionStatus = 'RUNNING';
  stopTime?: number;
  output?: string;
  error?: string;
  cause?: string;
  redriveCount = 0;
  redriveTime?: number;
  /** As AWS bills them: each state entered, and each retry. */
  transitions = 0;

  /** The state that runs, or ran last, and its input: a redrive starts there. */
  #current = { name: '', input: null as Json };
  #abort: () => void = () => undefined;
  #run: Promise<void> = Promise.resolve();
  /** How often a Task state timed out: answers to earlier attempts come too late. */
  readonly #timeouts = new Map<string, number>();

  constructor(readonly settings: ExecutionSettings) {
    this.startTime = settings.clock.now();
  }

  /** Resolves when the execution ends, which a redrive makes possible once more. */
  get ended(): Promise<void> {
    return this.#run;
  }

  start(): void {
    const { input, stateMachine } = this.settings;
    const details = { input, inputDetails: { truncated: false }, roleArn: stateMachine.roleArn };
    this.history.add('ExecutionStarted', this.startTime, details);
    this.#begin(String(stateMachine.definition.StartAt), JSON.parse(input) as Json);
  }

  /** Continues at the state that failed, with its input. States that succeeded are not repeated. */
  redrive(): void {
    this.redriveCount += 1;
    this.redriveTime = this.settings.clock.now();
    this.status = 'RUNNING';
    this.stopTime = this.error = this.cause = undefined;
    const details = { redriveCount: this.redriveCount };
    this.history.add('ExecutionRedriven', this.redriveTime, details);
    this.#begin(this.#current.name, this.#current.input);
  }

  /** Ends the execution. Like in Step Functions, a function that runs keeps running. */
  async stop(error?: string, cause?: string): Promise<void> {
    if (this.status === 'RUNNING') {
      const details = { ...(error !== undefined && { error }), ...(cause !== undefined && { cause }) };
      this.#end('ABORTED', 'ExecutionAborted', this.settings.clock.now(), details);
      this.#abort();
    }
    await this.#run;
  }

  #begin(startAt: string, input: Json): void {
    const { Interpreter, stateMachine, clock } = this.settings;
    const { name, arn } = stateMachine;
    const definition = forInterpreter(stateMachine.definition);
    const state: JsonObject = {};
    const context = { [EXECUTION_RECORD]: this.#record(), State: state, StateMachine: { Id: arn, Name: name } };
    const run = this.redriveCount;
    const states = onEachState(asObject(definition.States), (entered) => {
      // After a stop, the interpreter still looks up one state more.
      if (this.status !== 'RUNNING' || this.redriveCount !== run) return;
      this.#current = { name: entered, input };
      state.Name = entered;
      state.EnteredTime = new Date(clock.now()).toISOString();
    });
    const machine = new Interpreter({ ...definition, StartAt: startAt, States: states } as never, {
      validationOptions: { noValidate: true },
    });
    const overrides = { taskResourceLocalHandlers: this.#handlers(definition) };
    const { abort, result, eventLogs } = machine.run(input, { overrides, context });
    this.#abort = abort;
    result.catch(() => undefined);
    this.#run = this.#follow(eventLogs as AsyncGenerator<LogEntry>);
  }

  #record(): JsonObject {
    const { arn, name, input, stateMachine } = this.settings;
    return {
      Id: arn,
      Input: JSON.parse(input) as Json,
      Name: name,
      RoleArn: stateMachine.roleArn,
      StartTime: new Date(this.startTime).toISOString(),
      RedriveCount: this.redriveCount,
      ...(this.redriveTime !== undefined && { RedriveTime: new Date(this.redriveTime).toISOString() }),
    };
  }

  #handlers(definition: JsonObject): NonNullable<RunOptions['overrides']>['taskResourceLocalHandlers'] {
    const run = this.redriveCount;
    const handlers = taskStates(definition).map(([name, state]) => {
      const handle = async (input: Json): Promise<Json> => {
        // The log is read asynchronously: "state entered" must be in the history first.
        await this.settings.clock.turn();
        const timeouts = this.#timeouts.get(name);
        const isOver = () =>
          this.status !== 'RUNNING' || this.redriveCount !== run || this.#timeouts.get(name) !== timeouts;
        if (isOver()) throw new StateError('States.Runtime', 'The execution is over.', true);
        return this.#runTask(name, state, input, isOver);
      };
      return [name, handle];
    });
    return Object.fromEntries(handlers);
  }

  /** @param isOver whether the answer comes too late: then it leaves no trace in the history */
  async #runTask(name: string, state: JsonObject, input: Json, isOver: () => boolean): Promise<Json> {
    const { runTask, clock } = this.settings;
    const add = (type: string, details?: JsonObject) => this.history.add(type, clock.now(), details);
    add('LambdaFunctionScheduled', {
      resource: state.Resource ?? null,
      input: JSON.stringify(input),
      ...(state.TimeoutSeconds !== undefined && { timeoutInSeconds: state.TimeoutSeconds }),
    });
    add('LambdaFunctionStarted');
    try {
      const result = await runTask(name, state, input);
      const output = JSON.stringify(result);
      if (Buffer.byteLength(output) > MAX_STATE_BYTES) throw tooLarge(name);
      if (!isOver()) add('LambdaFunctionSucceeded', { output });
      return result;
    } catch (error) {
      const { name: errorName, message } = error as Error;
      if (!isOver()) add('LambdaFunctionFailed', { error: errorName, cause: message });
      throw error;
    }
  }

  async #follow(log: AsyncGenerator<LogEntry>): Promise<void> {
    const { redriveCount } = this;
    let isFirstState = true;
    for await (const entry of log) {
      if (this.status !== 'RUNNING' || this.redriveCount !== redriveCount) return;
      if (entry.type === 'StateEntered' || entry.type === 'StateRetried') this.transitions++;
      if (entry.type === 'StateEntered' && entry.state) {
        if (entry.state.name === this.#current.name) this.#current.input = entry.state.input;
        // A redrive schedules the Task again without entering its state again.
        const isRedriven = isFirstState && redriveCount > 0 && entry.state.type === 'Task';
        isFirstState = false;
        if (isRedriven) continue;
      }
      this.#hear(entry);
    }
  }

  #hear(entry: LogEntry): void {
    const { type, timestamp, state } = entry;
    if (type === 'ExecutionSucceeded') {
      const output = JSON.stringify(entry.output ?? null);
      this.#end('SUCCEEDED', type, timestamp, { output, outputDetails: { truncated: false } });
    } else if (type === 'ExecutionFailed') {
      this.#end('FAILED', type, timestamp, errorOf(entry));
    } else if (type === 'ExecutionTimeout') {
      this.#end('TIMED_OUT', 'ExecutionTimedOut', timestamp, {});
    } else if (type === 'StateFailed' && entry.Error === 'States.Timeout' && state?.type === 'Task') {
      this.#timeouts.set(state.name, (this.#timeouts.get(state.name) ?? 0) + 1);
      this.history.add('LambdaFunctionTimedOut', timestamp, { error: 'States.Timeout' });
    } else if (state && type === 'StateEntered') {
      this.history.add(`${state.type}StateEntered`, timestamp, {
        name: state.name,
        input: JSON.stringify(state.input),
      });
    } else if (state && type === 'StateExited') {
      const output = JSON.stringify(state.output ?? null);
      this.history.add(`${state.type}StateExited`, timestamp, { name: state.name, output });
    }
  }

  #end(status: ExecutionStatus, type: string, timestamp: number, details: JsonObject): void {
    this.status = status;
    this.stopTime = this.settings.clock.now();
    this.output = asString(details.output);
    this.error = asString(details.error);
    this.cause = asString(details.cause);
    this.history.add(type, timestamp, details);
    this.settings.onEnd?.(this);
  }
}

function tooLarge(state: string): StateError {
  const cause = `The state/task '${state}' returned a result with a size exceeding the maximum number of bytes service limit.`;
  return new StateError('States.DataLimitExceeded', cause, true);
}

/** Calls back for each state that the interpreter enters: it looks up the state by its name just before. */
function onEachState(states: JsonObject, tell: (name: string) => void): JsonObject {
  return new Proxy(states, {
    get(target, name) {
      if (typeof name !== 'string' || !Object.hasOwn(target, name)) return undefined;
      tell(name);
      return target[name];
    },
  });
}
