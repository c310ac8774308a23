import { DescribeStateMachineCommand, type DescribeStateMachineCommandOutput } from '@aws-sdk/client-sfn';
import { type Check, type Found, ok, REVERT, toDo } from './finding';
import { unlessMissing } from './problem';
import type { Scanner } from './scanner';

const WHAT: Readonly<Record<string, string>> = {
  Workflow: 'No scan can start.',
  WatchWorkflow: 'No watch can start.',
  EndedScans: 'Nobody records that a scan was stopped.',
  EndedWatches: 'Nobody records that a watch was stopped.',
};

/**
 * That the state machines are there, and log errors without personal data.
 *
 * @param given the ARNs that the command was given, which can be those of another scanner
 */
export function stateMachineCheck(scanner: Scanner, given: readonly string[]): Check {
  return {
    name: 'state machines',
    run: async () => {
      const { stateMachines } = await scanner.resources();
      const arns = [...stateMachines.values()].map((found) => found?.physicalId);
      const findings = given
        // An ARN can also name an alias or a version of the state machine.
        .filter((each) => !arns.some((arn) => arn !== undefined && (each === arn || each.startsWith(`${arn}:`))))
        .map((each) => toDo(`${each} is not in the stack of the table`, OTHER_SCANNER));
      for (const [name, found] of stateMachines) {
        if (found) findings.push(...(await stateMachineFindings(scanner, found.physicalId, name)));
        else
          findings.push(
            toDo(
              `the stack has no state machine ${name}`,
              `${WHAT[name]} Deploy the stack with this version of the package.`,
            ),
          );
      }
      if (findings.length > 0) return findings;
      return [ok(`${stateMachines.size} state machines, active, with logs`)];
    },
  };
}

const OTHER_SCANNER =
  'The command would start one scanner and read the table of another. Give the state machine and the table of one stack, or use --outputs.';

/** Without the definition, because it takes the permission to use the key of an encrypted state machine. */
export const describeStateMachine = (stateMachineArn: string): DescribeStateMachineCommand =>
  new DescribeStateMachineCommand({ stateMachineArn, includedData: 'METADATA_ONLY' });

async function stateMachineFindings({ clients }: Scanner, arn: string, part: string): Promise<Found[]> {
  const what = WHAT[part] ?? '';
  const answer = await unlessMissing(clients.stepFunctions.send(describeStateMachine(arn)));
  const name = arn.split(':').at(-1);
  if (answer === undefined) return [toDo(`${name} does not exist`, `${what} ${REVERT}`)];
  if (answer.status !== 'ACTIVE') {
    return [toDo(`${name} is ${answer.status}`, `${what} When it is deleted: ${REVERT}`)];
  }
  return loggingFindings(`${name}`, part, answer);
}

function loggingFindings(
  name: string,
  part: string,
  { loggingConfiguration }: DescribeStateMachineCommandOutput,
): Found[] {
  const { level = 'OFF', includeExecutionData = false } = loggingConfiguration ?? {};
  if (level === 'OFF') return [toDo(`${name} does not log`, `Failed executions are not in the logs. ${REVERT}`)];
  const advice = (fix: string) => `Email addresses are in the logs. ${fix} Then delete the log streams that have them.`;
  if (includeExecutionData) return [toDo(`${name} logs the data of executions`, advice(REVERT))];
  // The cause of a scan that failed is the description of its execution.
  if (part !== 'WatchWorkflow' || level === 'FATAL') return [];
  const found = `${name} logs why scans failed, with their input`;
  return [toDo(found, advice(`Deploy the stack with this version of the package. If that changes nothing: ${REVERT}`))];
}
