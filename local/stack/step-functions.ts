import { randomUUID } from 'node:crypto';
import { AwsError } from './aws-error';
import { type Operation, unknownOperation } from './aws-json';
import { Execution, type ExecutionSettings } from './execution';
import { describeExecution } from './execution-answers';
import { withoutExecutionData } from './execution-history';
import { listExecutions } from './execution-list';
import { asString, type JsonObject } from './json';
import { describeStateMachine, listedStateMachine } from './state-machine-answers';
import type { StateMachineDefinition } from './state-machine-definitions';
import {
  optionalEnum,
  page,
  requireExecutionInput,
  requireExecutionName,
  requireText,
} from './step-functions-requests';

export interface StepFunctionsSettings extends Pick<ExecutionSettings, 'runTask' | 'Interpreter' | 'clock' | 'onEnd'> {
  readonly stateMachines: readonly StateMachineDefinition[];
}

/** AWS Step Functions: the operations that a client of standard state machines uses. */
export class StepFunctions {
  /** In the order of their start. */
  readonly #executions: Execution[] = [];
  readonly #createdAt: number;

  constructor(private readonly settings: StepFunctionsSettings) {
    this.#createdAt = settings.clock.now() / 1000;
  }

  readonly #operations: Record<string, Operation> = {
    StartExecution: (request) => this.startExecution(request),
    DescribeExecution: (request) => describeExecution(this.#execution(request)),
    StopExecution: (request) => this.#stopExecution(request),
    RedriveExecution: (request) => this.#redriveExecution(request),
    ListExecutions: (request) => listExecutions(this.#executions, request, (arn) => this.#stateMachine(arn)),
    GetExecutionHistory: (request) => this.#getExecutionHistory(request),
    DescribeStateMachine: (request) =>
      describeStateMachine(
        this.#stateMachine(requireText(request, 'stateMachineArn')),
        this.#createdAt,
        optionalEnum(request, 'includedData', ['ALL_DATA', 'METADATA_ONLY']),
      ),
    ListStateMachines: (request) => this.#listStateMachines(request),
  };

  async handle(operation: string, request: JsonObject): Promise<JsonObject> {
    const operate = Object.hasOwn(this.#operations, operation) ? this.#operations[operation] : undefined;
    if (!operate) throw unknownOperation(`AWSStepFunctions.${operation}`);
    return operate(request);
  }

  startExecution(request: JsonObject): JsonObject {
    const { settings, startTime } = this.#start(request);
    return { executionArn: settings.arn, startDate: startTime / 1000 };
  }

  #start(request: JsonObject): Execution {
    const stateMachine = this.#stateMachine(requireText(request, 'stateMachineArn'));
    const name = request.name === undefined ? randomUUID() : requireExecutionName(request.name);
    const input = requireExecutionInput(request.input);
    const arn = `${stateMachine.arn.replace(':stateMachine:', ':execution:')}:${name}`;
    const existing = this.#executions.find(({ settings }) => settings.arn === arn);
    if (existing) {
      // The same execution may be started again while it runs; afterwards its name stays taken.
      if (existing.status === 'RUNNING' && existing.settings.input === input) return existing;
      throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
    }
    const startExecution = (nested: JsonObject) => this.#start(nested);
    const execution = new Execution({ ...this.settings, arn, name, input, stateMachine, startExecution });
    this.#executions.push(execution);
    execution.start();
    return execution;
  }

  async stopAll(): Promise<void> {
    await Promise.all(this.#executions.map((execution) => execution.stop()));
  }

  async #stopExecution(request: JsonObject): Promise<JsonObject> {
    const execution = this.#execution(request);
    await execution.stop(asString(request.error), asString(request.cause));
    return { stopDate: (execution.stopTime ?? this.settings.clock.now()) / 1000 };
  }

  #redriveExecution(request: JsonObject): JsonObject {
    const execution = this.#execution(request);
    const { redriveStatus, redriveStatusReason } = describeExecution(execution);
    if (redriveStatus !== 'REDRIVABLE') throw new AwsError('ExecutionNotRedrivable', String(redriveStatusReason));
    execution.redrive();
    return { redriveDate: (execution.redriveTime ?? this.settings.clock.now()) / 1000 };
  }

  #getExecutionHistory(request: JsonObject): JsonObject {
    const { history } = this.#execution(request);
    const events = request.reverseOrder === true ? history.events.toReversed() : history.events;
    const { items, ...next } = page(events, request, ({ id }) => id);
    return { events: request.includeExecutionData === false ? items.map(withoutExecutionData) : items, ...next };
  }

  #listStateMachines(request: JsonObject): JsonObject {
    const { items, ...next } = page(this.settings.stateMachines, request, ({ arn }) => arn);
    return { stateMachines: items.map((each) => listedStateMachine(each, this.#createdAt)), ...next };
  }

  #stateMachine(arn: string): StateMachineDefinition {
    if (!/^arn:[^:]+:states:[^:]+:\d{12}:stateMachine:.+$/.test(arn)) throw invalidArn(arn);
    const found = this.settings.stateMachines.find((stateMachine) => stateMachine.arn === arn);
    if (!found) throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
    return found;
  }

  #execution(request: JsonObject): Execution {
    const arn = requireText(request, 'executionArn');
    if (!/^arn:[^:]+:states:[^:]+:\d{12}:execution:[^:]+:.+$/.test(arn)) throw invalidArn(arn);
    const found = this.#executions.find(({ settings }) => settings.arn === arn);
    if (!found) throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
    return found;
  }
}

function invalidArn(arn: string): AwsError {
  return new AwsError('InvalidArn', `Invalid Arn: '${arn}'`);
}
