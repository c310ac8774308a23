import { createHandler as failScanHandler } from '../../lambda/fail-scan';
import { createHandler as pollTasksHandler } from '../../lambda/poll-tasks';
import { createHandler as startScanHandler } from '../../lambda/start-scan';
import { type FunctionDefinition, functionDefinitions } from '../stack/function-definitions';
import { asString, type Json, type JsonObject } from '../stack/json';
import { type ResolvedTemplate, resolveTemplate } from '../stack/resolve-template';
import { type StateMachineDefinition, stateMachineDefinitions, taskStates } from '../stack/state-machine-definitions';
import { type TableDefinition, tableDefinitions } from '../stack/table-definitions';
import type { VirtualExecution } from './executions';
import type { VirtualFunction, VirtualFunctionDefinition } from './functions';
import { taskOf, type VirtualWorld } from './world';

type HandlerFactory = VirtualFunctionDefinition['create'];

/** The real handlers, by the state that calls them. */
export const SCAN_HANDLERS: Readonly<Record<string, HandlerFactory>> = {
  StartScan: startScanHandler,
  PollTasks: pollTasksHandler,
  FailScan: failScanHandler,
};

/** What the synthesized template deploys, as far as a scan goes. */
export interface ScannerStack {
  readonly template: ResolvedTemplate;
  readonly stateMachine: StateMachineDefinition;
  readonly table: TableDefinition;
  /** By the state that calls it. */
  readonly functions: Readonly<Record<string, FunctionDefinition>>;
}

export interface ScannerStackOptions {
  readonly appBundleArn: string;
  readonly stackName?: string;
}

/** @param template what `cdk synth` wrote, parsed */
export function scannerStack(
  template: JsonObject,
  { appBundleArn, stackName = 'UserAccess' }: ScannerStackOptions,
): ScannerStack {
  const resolved = resolveTemplate(template, {
    region: 'us-east-1',
    accountId: '111122223333',
    stackName,
    appBundleArn,
  });
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
    handlers: Readonly<Record<string, HandlerFactory>> = SCAN_HANDLERS,
  ) {
    this.functions = Object.fromEntries(
      Object.entries(stack.functions).map(([state, { name, timeoutSeconds, memorySize, environment }]) => {
        const create = handlers[state];
        if (!create) throw new Error(`There is no handler for the Task ${state}.`);
        return [state, world.addFunction({ name, timeoutSeconds, memorySize, environment, create })];
      }),
    );
  }

  /** An execution that has not begun yet. */
  execution(input: Json, name: string): VirtualExecution {
    const { definition, arn } = this.stack.stateMachine;
    const handlers = Object.fromEntries(Object.entries(this.functions).map(([state, fn]) => [state, taskOf(fn)]));
    return this.world.execution({ definition, handlers, input, name, stateMachineArn: arn });
  }
}
