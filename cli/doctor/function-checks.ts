import { GetAliasCommand, GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { Env } from '../../lib/contract/names';
import { type Check, type Found, ok, REVERT, toDo } from './finding';
import { unlessMissing } from './problem';
import type { Scanner } from './scanner';
import type { ScannerResource } from './scanner-resources';

/** The name of the alias of each function, in lib/private/scan-function.ts. */
const LIVE = 'live';

const UPGRADE = 'Deploy the stack with this version of the package.';

/** That the functions are there, can run, and are those that were deployed. */
export function functionCheck(scanner: Scanner): Check {
  return {
    name: 'functions',
    run: async () => {
      const { functions, versions } = await scanner.resources();
      const findings: Found[] = [];
      for (const [name, found] of functions) {
        if (found) findings.push(...(await functionFindings(scanner, found, versions.get(name))));
        else
          findings.push(
            toDo(`the stack has no function ${name}`, `Not everything can be scanned or watched. ${UPGRADE}`),
          );
      }
      if (findings.length > 0) return findings;
      return [ok(`${functions.size} functions, active, with the alias ${LIVE}`)];
    },
  };
}

async function functionFindings(
  scanner: Scanner,
  { physicalId: name }: ScannerResource,
  version: ScannerResource | undefined,
): Promise<Found[]> {
  const { lambda } = scanner.clients;
  const command = new GetFunctionConfigurationCommand({ FunctionName: name });
  const latest = await unlessMissing(lambda.send(command));
  if (latest === undefined) return [toDo(`${name} does not exist`, `Scans and watches fail without it. ${REVERT}`)];
  const ofTable = latest.Environment?.Variables?.[Env.TABLE_NAME];
  return [
    ...(ofTable === scanner.tableName
      ? []
      : [toDo(`${name} uses the table ${ofTable ?? 'that nobody has named'}`, `It records elsewhere. ${REVERT}`)]),
    ...(version === undefined ? stateFindings(name, latest) : await versionFindings(scanner, version.physicalId)),
    ...(await aliasFindings(scanner, name, version?.physicalId.split(':').at(-1))),
  ];
}

/** The state machines invoke a version, which has a state of its own. */
async function versionFindings({ clients }: Scanner, arn: string): Promise<Found[]> {
  const command = new GetFunctionConfigurationCommand({ FunctionName: arn });
  const version = await unlessMissing(clients.lambda.send(command));
  const name = arn.split(':').slice(6).join(':');
  return version === undefined
    ? [toDo(`the version ${name} does not exist`, `The state machines invoke it. ${REVERT}`)]
    : stateFindings(name, version);
}

interface FunctionState {
  readonly State?: string;
  readonly StateReasonCode?: string;
  readonly LastUpdateStatus?: string;
  readonly LastUpdateStatusReasonCode?: string;
}

function stateFindings(name: string, configuration: FunctionState): Found[] {
  const { State: state, StateReasonCode, LastUpdateStatus: update, LastUpdateStatusReasonCode } = configuration;
  // Lambda makes a function that was idle active when it is invoked.
  if (state !== undefined && state !== 'Active' && state !== 'Inactive') {
    return [toDo(withReason(`${name} is ${state}`, StateReasonCode), adviceFor(state))];
  }
  if (update !== undefined && update !== 'Successful') {
    return [toDo(withReason(`the last update of ${name} is ${update}`, LastUpdateStatusReasonCode), adviceFor(update))];
  }
  return [];
}

const withReason = (text: string, code: string | undefined) => (code === undefined ? text : `${text} (${code})`);

const adviceFor = (state: string): string =>
  state === 'Pending' || state === 'InProgress'
    ? 'Wait until Lambda has finished, and run the command again.'
    : 'It may not run. Correct what the code says, such as a subnet, a security group or the role, and deploy the stack again.';

async function aliasFindings({ clients }: Scanner, name: string, deployed: string | undefined): Promise<Found[]> {
  const alias = await unlessMissing(clients.lambda.send(new GetAliasCommand({ FunctionName: name, Name: LIVE })));
  const what = 'Watches, and the ends of scans that were stopped, use it.';
  if (alias === undefined)
    return [toDo(`${name} has no alias ${LIVE}`, `${what} ${UPGRADE} If that changes nothing: ${REVERT}`)];
  const { FunctionVersion = 'unknown' } = alias;
  if (FunctionVersion !== '$LATEST' && (deployed === undefined || FunctionVersion === deployed)) return [];
  const instead = deployed === undefined ? 'a published version' : `version ${deployed}, which was deployed`;
  return [toDo(`the alias ${LIVE} of ${name} is at ${FunctionVersion}, not at ${instead}`, `${what} ${REVERT}`)];
}
