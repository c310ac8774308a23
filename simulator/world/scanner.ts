import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createHandler as failScanHandler } from '../../lambda/fail-scan';
import { createHandler as pollTasksHandler } from '../../lambda/poll-tasks';
import { createHandler as startScanHandler } from '../../lambda/start-scan';
import { type FunctionDefinition, functionDefinitions } from '../../local/stack/function-definitions';
import { asString, type Json } from '../../local/stack/json';
import { type ResolvedTemplate, resolveTemplate } from '../../local/stack/resolve-template';
import {
  type StateMachineDefinition,
  stateMachineDefinitions,
  taskStates,
} from '../../local/stack/state-machine-definitions';
import { type TableDefinition, tableDefinitions } from '../../local/stack/table-definitions';
import type { TaskHandler, VirtualExecution } from './executions';
import type { VirtualFunction, VirtualFunctionDefinition } from './functions';
import { DEPLOYMENT, taskOf, type VirtualWorld } from './world';

/** The real handlers, by the state that calls them. */
const SCAN_HANDLERS: Readonly<Record<string, VirtualFunctionDefinition['create']>> = {
  StartScan: startScanHandler,
  PollTasks: pollTasksHandler,
  FailScan: failScanHandler,
  EndScan: failScanHandler,
};

/** The resources of the synthesized template that a scan uses. */
export interface ScannerStack {
  readonly template: ResolvedTemplate;
  readonly stateMachine: StateMachineDefinition;
  readonly table: TableDefinition;
  /** By the state that calls it. */
  readonly functions: Readonly<Record<string, FunctionDefinition>>;
}

export const APP_BUNDLE_ARN = 'arn:aws:appfabric:us-east-1:111122223333:appbundle/5f0c1a7e-3b9d-4c52-8e61-9a4d2f7b6c10';

/** The scanner that `cdk synth` wrote from bin/app.ts. @param root the repository */
export function synthesizedScanner(root: string, appBundleArn = APP_BUNDLE_ARN): ScannerStack {
  const template = JSON.parse(readFileSync(join(root, 'cdk.out', 'UserAccess.template.json'), 'utf8'));
  const resolved = resolveTemplate(template, { ...DEPLOYMENT, stackName: 'UserAccess', appBundleArn });
  const functions = functionDefinitions(resolved);
  const stateMachine = stateMachineDefinitions(resolved).find(
    ({ definition }) => 'StartScan' in (definition.States as object),
  );
  const [table] = tableDefinitions(resolved);
  if (!stateMachine || !table) throw new Error('The template has no scanner.');
  const called = taskStates(stateMachine.definition).map(([name, { Resource }]) => {
    const definition = functions.find(({ arn }) => arn === asString(Resource));
    if (!definition) throw new Error(`The template has no function for the Task ${name}.`);
    return [name, definition] as const;
  });
  return { template: resolved, stateMachine, table, functions: Object.fromEntries(called) };
}

/** The scanner, deployed into a world that has its table. */
export class VirtualScanner {
  readonly functions: Readonly<Record<string, VirtualFunction>>;

  constructor(
    readonly stack: ScannerStack,
    private readonly world: VirtualWorld,
  ) {
    const added = new Map<string, VirtualFunction>();
    for (const [state, { name, timeoutSeconds, memorySize, environment }] of Object.entries(stack.functions)) {
      const create = SCAN_HANDLERS[state];
      if (!create) throw new Error(`There is no handler for the Task ${state}.`);
      if (added.has(name)) continue;
      added.set(name, world.addFunction({ name, timeoutSeconds, memorySize, environment, create }));
    }
    this.functions = Object.fromEntries(
      Object.entries(stack.functions).map(([state, { name }]) => [state, added.get(name) as VirtualFunction]),
    );
  }

  /**
   * An execution, not started yet.
   * @param deliver how Step Functions calls a function
   */
  execution(input: Json, name: string, deliver: (fn: VirtualFunction) => TaskHandler = taskOf): VirtualExecution {
    const { definition, arn } = this.stack.stateMachine;
    const handlers = Object.fromEntries(Object.entries(this.functions).map(([state, fn]) => [state, deliver(fn)]));
    return this.world.execution({ definition, handlers, input, name, stateMachineArn: arn });
  }
}
