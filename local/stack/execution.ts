import { ClockHold } from './clock-hold';
import { ExecutionHistory } from './execution-history';
import type { ExecutionState, ExecutionStatus } from './execution-state';
import { EXECUTION_RECORD, forInterpreter } from './interpreter-definition';
import { errorOf, type LogEntry } from './interpreter-log';
import { asObject, asString, type Json, type JsonObject } from './json';
import type { StateMachineDefinition } from './state-machine-definitions';
import { TaskRuns, type TaskSettings } from './task-runs';
import { type WaitRequest, waitMilliseconds } from './wait';

export type { ExecutionStatus };

export interface ExecutionSettings extends TaskSettings {
  readonly name: string;
  /** JSON text. */
  readonly input: string;
  readonly stateMachine: StateMachineDefinition;
  /** Called when the execution ends, after each redrive too. */
  onEnd?(execution: Execution): void;
}

/** A state that runs, and its input. */
interface Place {
  readonly name: string;
  input: Json;
}

/** One execution of a state machine, from its start through any redrives. */
export class Execution implements ExecutionState {
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

  readonly #definition: JsonObject;
  /** The state that runs, or ran last: a redrive starts there. */
  #current: Place = { name: '', input: null };
  #ended = Promise.withResolvers<void>();
  #tasks: TaskRuns;
  readonly #hold: ClockHold;
  #cancelTimeout: () => void = () => undefined;
  /** Ends what the execution waits for: the interpreter, or the time of a Wait. */
  #abort: () => void = () => undefined;

  constructor(readonly settings: ExecutionSettings) {
    this.startTime = settings.clock.now();
    this.#definition = forInterpreter(settings.stateMachine.definition);
    this.#hold = new ClockHold(settings.clock);
    this.#tasks = this.#newTasks();
  }

  /** Resolves when the execution ends, which a redrive makes possible once more. */
  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  start(): void {
    const { input, stateMachine } = this.settings;
    this.#add('ExecutionStarted', { input, inputDetails: { truncated: false }, roleArn: stateMachine.roleArn });
    this.#begin({ name: String(stateMachine.definition.StartAt), input: JSON.parse(input) as Json });
  }

  /** Continues at the state that failed, with its input. States that succeeded are not repeated. */
  redrive(): void {
    this.redriveCount += 1;
    this.redriveTime = this.settings.clock.now();
    this.status = 'RUNNING';
    this.stopTime = this.error = this.cause = undefined;
    this.#ended = Promise.withResolvers();
    this.#tasks = this.#newTasks();
    this.#add('ExecutionRedriven', { redriveCount: this.redriveCount });
    this.#begin(this.#current);
  }

  /**
   * Ends the execution. Like in Step Functions, a function that runs keeps running. An execution that a Task has
   * started and waits for is stopped, too.
   */
  async stop(error?: string, cause?: string): Promise<void> {
    if (this.status !== 'RUNNING') return;
    this.#end('ABORTED', 'ExecutionAborted', {
      ...(error !== undefined && { error }),
      ...(cause !== undefined && { cause }),
    });
  }

  #newTasks(): TaskRuns {
    return new TaskRuns(this.settings, this.#hold, ([type, details]) => this.#add(type, details));
  }

  #add(type: string, details?: JsonObject): void {
    this.history.add(type, this.settings.clock.now(), details);
  }

  #begin(place: Place): void {
    const { TimeoutSeconds: seconds } = this.settings.stateMachine.definition;
    this.#hold.begin();
    if (typeof seconds === 'number') {
      const timeOut = () => this.#end('TIMED_OUT', 'ExecutionTimedOut', {});
      this.#cancelTimeout = this.settings.clock.after(seconds * 1000, timeOut);
    }
    void this.#run(place);
  }

  /** Runs the interpreter up to the next Wait, waits, and so on. */
  async #run(begin: Place): Promise<void> {
    const tasks = this.#tasks;
    let place: Place | undefined = begin;
    while (place) {
      const request = await this.#interpret(place, tasks, this.redriveCount > 0 && place === begin);
      place = request && (await this.#wait(request, tasks));
    }
  }

  /** @returns what a Wait asks for, if one follows */
  async #interpret({ name, input }: Place, tasks: TaskRuns, isRedriven: boolean): Promise<WaitRequest | undefined> {
    const { Interpreter, stateMachine, clock } = this.settings;
    const state: JsonObject = {};
    const states = onEachState(asObject(this.#definition.States), (entered) => {
      // After an end, the interpreter still looks up one state more.
      if (tasks.hasEnded) return;
      this.#current = { name: entered, input };
      state.Name = entered;
      state.EnteredTime = new Date(clock.now()).toISOString();
      state.RetryCount = 0;
    });
    const machine = new Interpreter({ ...this.#definition, StartAt: name, States: states } as never, {
      validationOptions: { noValidate: true },
    });
    const { abort, result, eventLogs } = machine.run(input, {
      overrides: { taskResourceLocalHandlers: countingRetries(tasks.handlers, state) },
      context: {
        [EXECUTION_RECORD]: this.#record(),
        State: state,
        StateMachine: { Id: stateMachine.arn, Name: stateMachine.name },
      },
    });
    this.#abort = abort;
    result.catch(() => undefined);
    return this.#follow(eventLogs as AsyncGenerator<LogEntry>, tasks, isRedriven);
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

  async #follow(log: AsyncGenerator<LogEntry>, tasks: TaskRuns, isRedriven: boolean): Promise<WaitRequest | undefined> {
    let isReentered = isRedriven;
    for await (const entry of log) {
      if (tasks.hasEnded) return undefined;
      const { type, state } = entry;
      if (type === 'StateEntered' || type === 'StateRetried') this.transitions++;
      if (type === 'StateEntered' && state) {
        if (state.name === this.#current.name) this.#current.input = state.input;
        // A redrive schedules the Task again without entering its state again.
        const isKnown = isReentered && state.type === 'Task';
        isReentered = false;
        if (isKnown) continue;
      }
      if (type === 'ExecutionSucceeded' && this.#typeOf(this.#current.name) === 'Wait') {
        return entry.output as unknown as WaitRequest;
      }
      this.#hear(entry);
    }
    return undefined;
  }

  #hear(entry: LogEntry): void {
    const { type, state } = entry;
    if (type === 'ExecutionSucceeded') {
      this.#succeed(entry.output ?? null);
    } else if (type === 'ExecutionFailed') {
      this.#end('FAILED', type, errorOf(entry));
    } else if (type === 'StateFailed' && entry.Error === 'States.Timeout' && state?.type === 'Task') {
      this.#tasks.timedOut(state.name);
    } else if (state && type === 'StateEntered') {
      const details = { name: state.name, input: JSON.stringify(state.input) };
      this.#add(`${this.#typeOf(state.name) ?? state.type}StateEntered`, details);
    } else if (state && type === 'StateExited' && this.#typeOf(state.name) !== 'Wait') {
      this.#exit(state.type, state.name, state.output ?? null);
    }
  }

  /** The type of a state that is not inside another. The interpreter sees other types (forInterpreter). */
  #typeOf(name: string): string | undefined {
    return asString(this.#state(name).Type);
  }

  #state(name: string): JsonObject {
    return asObject(asObject(this.settings.stateMachine.definition.States)[name]);
  }

  /** @returns where the execution goes on */
  async #wait(request: WaitRequest, tasks: TaskRuns): Promise<Place | undefined> {
    const { clock } = this.settings;
    const { name } = this.#current;
    let milliseconds: number;
    try {
      milliseconds = waitMilliseconds(request, clock.now());
    } catch (error) {
      const { name: errorName, message } = error as Error;
      this.#end('FAILED', 'ExecutionFailed', { error: errorName, cause: message });
      return undefined;
    }
    if (milliseconds > 0) await this.#pass(milliseconds);
    if (tasks.hasEnded) return undefined;
    const { output } = request;
    this.#exit('Wait', name, output);
    const { Next: next } = this.#state(name);
    if (next !== undefined) return { name: String(next), input: output };
    this.#succeed(output);
    return undefined;
  }

  /** Never resolves if the execution ends first. */
  #pass(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      this.#abort = this.settings.clock.after(milliseconds, () => {
        this.#hold.begin();
        resolve();
      });
      this.#hold.end();
    });
  }

  #exit(type: string, name: string, output: Json): void {
    this.#add(`${type}StateExited`, { name, output: JSON.stringify(output) });
  }

  #succeed(result: Json): void {
    const output = JSON.stringify(result);
    this.#end('SUCCEEDED', 'ExecutionSucceeded', { output, outputDetails: { truncated: false } });
  }

  #end(status: ExecutionStatus, type: string, details: JsonObject): void {
    this.status = status;
    this.stopTime = this.settings.clock.now();
    this.output = asString(details.output);
    this.error = asString(details.error);
    this.cause = asString(details.cause);
    this.#add(type, details);
    this.#cancelTimeout();
    this.#abort();
    this.#tasks.end();
    this.settings.onEnd?.(this);
    this.#hold.end();
    this.#ended.resolve();
  }
}

/** Counts in the context object how often the state has run its Task: whatever runs it again is a retry. */
function countingRetries(handlers: TaskRuns['handlers'], state: JsonObject): TaskRuns['handlers'] {
  const counting = ([name, handle]: [string, TaskRuns['handlers'][string]]) => {
    const count = (input: Json) => {
      // It can have the context object itself in it.
      const own = structuredClone(input);
      state.RetryCount = Number(state.RetryCount) + 1;
      return handle(own);
    };
    return [name, count] as const;
  };
  return Object.fromEntries(Object.entries(handlers).map(counting));
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
