import { Env } from '../../lib/contract/names';
import type { FunctionDefinition } from './function-definitions';
import { asObject } from './json';
import { isNestedExecution } from './nested-execution';
import { busName } from './physical-names';
import type { ResolvedTemplate } from './resolve-template';
import { type StateMachineDefinition, taskStates } from './state-machine-definitions';

/** The names and ARNs that clients of the endpoint need. */
export interface StackOutputs {
  stateMachineArn: string;
  /** The state machine that runs watches: its Tasks start executions of the one that scans. */
  watchStateMachineArn?: string;
  tableName: string;
  eventBusName: string;
  appBundleArn: string;
  region: string;
  accountId: string;
}

/**
 * Reads them from the functions that scan: their environment names the table, the bus and the app bundle, and the
 * state machine that runs scans is the one that calls them.
 */
export function stackOutputs(
  template: ResolvedTemplate,
  functions: FunctionDefinition[],
  stateMachines: StateMachineDefinition[],
  scenarioAppBundleArn: string,
): StackOutputs {
  const scanning = functions.filter(({ environment }) => environment[Env.APP_BUNDLE_ARN] !== undefined);
  const stateMachine = stateMachines.find(({ definition }) =>
    taskStates(definition).some(([, state]) => scanning.some(({ arns }) => arns.some((arn) => arn === state.Resource))),
  );
  const environment = scanning[0]?.environment;
  if (!stateMachine || !environment) throw new Error('The template has no state machine that runs user access scans.');
  const appBundleArn = environment[Env.APP_BUNDLE_ARN] ?? '';
  if (appBundleArn !== scenarioAppBundleArn) {
    throw new Error(
      `The template uses the app bundle ${appBundleArn}, but the scenario uses ${scenarioAppBundleArn}. Use the same one in both.`,
    );
  }
  return {
    stateMachineArn: stateMachine.arn,
    watchStateMachineArn: stateMachines.find((each) => startsExecutionsOf(stateMachine, each))?.arn,
    tableName: environment[Env.TABLE_NAME] ?? '',
    eventBusName: busName(environment[Env.EVENT_BUS_ARN] ?? ''),
    appBundleArn,
    region: template.region,
    accountId: template.accountId,
  };
}

function startsExecutionsOf({ arn }: StateMachineDefinition, { definition }: StateMachineDefinition): boolean {
  return taskStates(definition).some(
    ([, { Resource, Parameters }]) => isNestedExecution(Resource) && asObject(Parameters).StateMachineArn === arn,
  );
}
