import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createHandler as failScanHandler } from '../../lambda/fail-scan';
import { createHandler as pollTasksHandler } from '../../lambda/poll-tasks';
import { createHandler as startScanHandler } from '../../lambda/start-scan';
import { compileEventPattern } from '../../local/stack/event-pattern';
import { type FunctionDefinition, functionDefinitions } from '../../local/stack/function-definitions';
import { asString, type Json } from '../../local/stack/json';
import { type ResolvedTemplate, resolveTemplate } from '../../local/stack/resolve-template';
import { ruleDefinitions } from '../../local/stack/rule-definitions';
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
};

/** The resources of the synthesized template that a scan uses. */
export interface ScannerStack {
  readonly template: ResolvedTemplate;
  readonly stateMachine: StateMachineDefinition;
  /** Records the end of an execution that could not record it. */
  readonly endedScans: StateMachineDefinition;
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
  const [table] = tableDefinitions(resolved);
  if (!stateMachine || !endedScans || !table) throw new Error('The template has no scanner.');
  const resources = new Map(
    [stateMachine, endedScans].flatMap(({ definition }) =>
      taskStates(definition).map(([name, { Resource }]) => [name, asString(Resource)] as const),
    ),
  );
  const called = Object.keys(SCAN_HANDLERS).map((state) => {
    const definition = functions.find(({ arn }) => arn === resources.get(state));
    if (!definition) throw new Error(`The template has no function for the Task ${state}.`);
    return [state, definition] as const;
  });
  return { template: resolved, stateMachine, endedScans, table, functions: Object.fromEntries(called) };
}

/** How Step Functions calls a function. */
export type Deliver = (fn: VirtualFunction) => TaskHandler;

/** The scanner, deployed into a world that has its table. */
export class VirtualScanner {
  /** Each function, by the first state that calls it. */
  readonly functions: Readonly<Record<string, VirtualFunction>>;
  /** How Step Functions calls the function that records the end of an execution. */
  deliverEnd: Deliver = taskOf;
  readonly #handlers = new Map<string, VirtualFunction>();

  constructor(
    readonly stack: ScannerStack,
    private readonly world: VirtualWorld,
  ) {
    const functions = new Map<string, [string, VirtualFunction]>();
    for (const [state, { name, timeoutSeconds, memorySize, environment }] of Object.entries(stack.functions)) {
      const create = SCAN_HANDLERS[state];
      if (!create) throw new Error(`There is no handler for the Task ${state}.`);
      const [first, added] = functions.get(name) ?? [
        state,
        world.addFunction({ name, timeoutSeconds, memorySize, environment, create }),
      ];
      functions.set(name, [first, added]);
      this.#handlers.set(state, added);
    }
    this.functions = Object.fromEntries(functions.values());
    world.onExecutionEnd = (result) => this.#recordEnd(result);
  }

  /** An execution, not started yet. */
  execution(input: Json, name: string, deliver: Deliver = taskOf): VirtualExecution {
    return this.#execution(this.stack.stateMachine, input, name, deliver);
  }

  /** The results of the executions that scan, without those that record their ends. */
  results(): ExecutionResult[] {
    return this.#resultsOf(this.stack.stateMachine);
  }

  /** The results of the executions that record the ends of others. */
  recordedEnds(): ExecutionResult[] {
    return this.#resultsOf(this.stack.endedScans);
  }

  #resultsOf({ arn }: StateMachineDefinition): ExecutionResult[] {
    return this.world.executions.flatMap(({ result }) => (result?.stateMachineArn === arn ? result : []));
  }

  #execution({ definition, arn }: StateMachineDefinition, input: Json, name: string, deliver: Deliver) {
    const handlers = Object.fromEntries([...this.#handlers].map(([state, fn]) => [state, deliver(fn)]));
    return this.world.execution({ definition, handlers, input, name, stateMachineArn: arn });
  }

  /** What the template's rule does with the event of an execution that ends. */
  async #recordEnd({ statusChange, name }: ExecutionResult): Promise<void> {
    const { template, endedScans } = this.stack;
    const event = {
      source: 'aws.states',
      'detail-type': 'Step Functions Execution Status Change',
      detail: statusChange,
    };
    const isWatched = ruleDefinitions(template)
      .filter(({ targets }) => targets.some(({ arn }) => arn === endedScans.arn))
      .some(({ eventPattern }) => compileEventPattern(eventPattern)(event));
    if (!isWatched) return;
    const ids = this.world.random.fork(`the end of ${name} after ${statusChange.redriveCount} redrives`);
    await this.#execution(endedScans, event, ids.uuid(), this.deliverEnd).start();
  }
}
