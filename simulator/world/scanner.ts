import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createHandler as failScanHandler } from '../../lambda/fail-scan';
import { createHandler as pollTasksHandler } from '../../lambda/poll-tasks';
import { createHandler as startScanHandler } from '../../lambda/start-scan';
import { createHandler as watchHandler } from '../../lambda/watch';
import { AwsError } from '../../local/stack/aws-error';
import { compileEventPattern } from '../../local/stack/event-pattern';
import { type FunctionDefinition, functionDefinitions } from '../../local/stack/function-definitions';
import { asString, type Json, type JsonObject } from '../../local/stack/json';
import type { NestedExecution } from '../../local/stack/nested-execution';
import { type ResolvedTemplate, resolveTemplate } from '../../local/stack/resolve-template';
import { busNames, ruleDefinitions } from '../../local/stack/rule-definitions';
import {
  type StateMachineDefinition,
  stateMachineDefinitions,
  taskStates,
} from '../../local/stack/state-machine-definitions';
import { type TableDefinition, tableDefinitions } from '../../local/stack/table-definitions';
import type { ExecutionResult, TaskHandler, VirtualExecution } from './executions';
import type { VirtualFunction, VirtualFunctionDefinition } from './functions';
import { DEPLOYMENT, taskOf, type VirtualWorld } from './world';

/** The real handlers, by the state that calls them. A function has the name of the first of its states. */
const SCAN_HANDLERS: Readonly<Record<string, VirtualFunctionDefinition['create']>> = {
  StartScan: startScanHandler,
  PollTasks: pollTasksHandler,
  FailScan: failScanHandler,
  EndScan: failScanHandler,
  RecordEnd: failScanHandler,
  StartWatch: watchHandler,
  Review: watchHandler,
  RecordWatchEnd: watchHandler,
};

/** The resources of the synthesized template that a scan uses. */
export interface ScannerStack {
  readonly template: ResolvedTemplate;
  readonly stateMachine: StateMachineDefinition;
  /** Records the end of an execution that could not record it. */
  readonly endedScans: StateMachineDefinition;
  readonly watches: StateMachineDefinition;
  /** Records the end of a watch's execution that could not record it. */
  readonly endedWatches: StateMachineDefinition;
  readonly table: TableDefinition;
  /** By the state that calls it. A function that several states call is there several times. */
  readonly functions: Readonly<Record<string, FunctionDefinition>>;
}

export const APP_BUNDLE_ARN = 'arn:aws:appfabric:us-east-1:111122223333:appbundle/5f0c1a7e-3b9d-4c52-8e61-9a4d2f7b6c10';

/** The scanner that `cdk synth` wrote from bin/app.ts. @param root the repository */
export function synthesizedScanner(root: string, appBundleArn = APP_BUNDLE_ARN): ScannerStack {
  const template = JSON.parse(readFileSync(join(root, 'cdk.out', 'UserAccess.template.json'), 'utf8'));
  const resolved = resolveTemplate(template, { ...DEPLOYMENT, stackName: 'UserAccess', appBundleArn });
  const functions = functionDefinitions(resolved);
  const stateMachines = stateMachineDefinitions(resolved);
  const withState = (name: string) => stateMachines.find(({ definition }) => name in (definition.States as object));
  const [stateMachine, endedScans] = [withState('StartScan'), withState('RecordEnd')];
  const [watches, endedWatches] = [withState('StartWatch'), withState('RecordWatchEnd')];
  const [table] = tableDefinitions(resolved);
  if (!stateMachine || !endedScans || !watches || !endedWatches || !table)
    throw new Error('The template has no scanner.');
  const resources = new Map(
    [stateMachine, endedScans, watches, endedWatches].flatMap(({ definition }) =>
      taskStates(definition).map(([name, { Resource }]) => [name, asString(Resource)] as const),
    ),
  );
  const called = Object.keys(SCAN_HANDLERS).map((state) => {
    const definition = functions.find(({ arns }) => arns.some((arn) => arn === resources.get(state)));
    if (!definition) throw new Error(`The template has no function for the Task ${state}.`);
    return [state, definition] as const;
  });
  const machines = { stateMachine, endedScans, watches, endedWatches };
  return { template: resolved, ...machines, table, functions: Object.fromEntries(called) };
}

/** How Step Functions calls a function. */
export type Deliver = (fn: VirtualFunction) => TaskHandler;

/** The scanner, deployed into a world that has its table. */
export class VirtualScanner {
  /** Each function, by the first state that calls it. */
  readonly functions: Readonly<Record<string, VirtualFunction>>;
  /** How Step Functions calls the function that records the end of an execution. */
  deliverEnd: Deliver = taskOf;
  /** How it calls those of a scan that a watch has started. */
  deliverNested: (name: string) => Deliver = () => taskOf;
  /** Called for each scan that a watch starts. */
  onNested: (execution: VirtualExecution, result: Promise<ExecutionResult>) => void = () => undefined;
  readonly #handlers = new Map<string, VirtualFunction>();
  readonly #nested = new Map<string, VirtualExecution>();

  constructor(
    readonly stack: ScannerStack,
    private readonly world: VirtualWorld,
  ) {
    const functions = new Map<string, [string, VirtualFunction]>();
    for (const [state, definition] of Object.entries(stack.functions)) {
      const create = SCAN_HANDLERS[state];
      if (!create) throw new Error(`There is no handler for the Task ${state}.`);
      const [first, added] = functions.get(definition.name) ?? [state, world.addFunction({ ...definition, create })];
      functions.set(definition.name, [first, added]);
      this.#handlers.set(state, added);
    }
    this.functions = Object.fromEntries(functions.values());
    world.events.addBuses(busNames(stack.template));
    world.onExecutionEnd = (result) => this.#recordEnd(result);
  }

  /** An execution, not started yet. */
  execution(input: Json, name: string, deliver: Deliver = taskOf): VirtualExecution {
    return this.#execution(this.stack.stateMachine, input, name, deliver);
  }

  /** An execution that watches a person, not started yet. */
  watch(input: Json, name: string, deliver: Deliver = taskOf): VirtualExecution {
    return this.#execution(this.stack.watches, input, name, deliver);
  }

  /** The results of the executions that scan, without those that record their ends. */
  results(): ExecutionResult[] {
    return this.#resultsOf(this.stack.stateMachine);
  }

  watchResults(): ExecutionResult[] {
    return this.#resultsOf(this.stack.watches);
  }

  /** The results of the executions that record the ends of others. */
  recordedEnds(): ExecutionResult[] {
    const { endedScans, endedWatches } = this.stack;
    return [...this.#resultsOf(endedScans), ...this.#resultsOf(endedWatches)];
  }

  #resultsOf({ arn }: StateMachineDefinition): ExecutionResult[] {
    return this.world.executions.flatMap(({ result }) => (result?.stateMachineArn === arn ? result : []));
  }

  #execution({ definition, arn }: StateMachineDefinition, input: Json, name: string, deliver: Deliver) {
    const handlers = Object.fromEntries([...this.#handlers].map(([state, fn]) => [state, deliver(fn)]));
    const startExecution = (request: JsonObject) => this.#startNested(request);
    return this.world.execution({ definition, handlers, input, name, stateMachineArn: arn, startExecution });
  }

  /** As StartExecution does, for the Task of another execution. */
  #startNested({ stateMachineArn, name, input }: JsonObject): NestedExecution {
    const { stateMachine } = this.stack;
    if (stateMachineArn !== stateMachine.arn) throw new Error(`${stateMachineArn} is not the state machine of scans.`);
    const { nested: known } = this.#nested.get(String(name)) ?? {};
    if (known) {
      const isSame = known.status === 'RUNNING' && known.settings.input === input;
      if (isSame) return known;
      throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${known.settings.arn}'`);
    }
    const scan = this.execution(JSON.parse(String(input)) as Json, String(name), this.deliverNested(String(name)));
    this.#nested.set(String(name), scan);
    this.onNested(scan, this.world.untilEnd(scan.start()));
    return scan.nested;
  }

  /** What the template's rules do with the event of an execution that ends. */
  async #recordEnd({ statusChange, name }: ExecutionResult): Promise<void> {
    const { template, endedScans, endedWatches } = this.stack;
    const event = {
      source: 'aws.states',
      account: DEPLOYMENT.accountId,
      'detail-type': 'Step Functions Execution Status Change',
      detail: statusChange,
    };
    const matching = ruleDefinitions(template).filter(({ eventPattern }) => compileEventPattern(eventPattern)(event));
    const recorder = [endedScans, endedWatches].find(({ arn }) =>
      matching.some(({ targets }) => targets.some((target) => target.arn === arn)),
    );
    if (!recorder) return;
    const ids = this.world.random.fork(`the end of ${name} after ${statusChange.redriveCount} redrives`);
    await this.#execution(recorder, event, ids.uuid(), this.deliverEnd).start();
  }
}
