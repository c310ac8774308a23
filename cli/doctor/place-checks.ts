import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { APPFABRIC_REGIONS } from '../../lib/contract/limits';
import { type Check, type Found, ok, toDo, unchecked } from './finding';
import { NothingToLookAt } from './problem';
import type { Scanner } from './scanner';

/**
 * Who asks, where, and about which stack.
 *
 * @param stateMachineArn of either state machine, empty if none is given
 */
export function placeChecks(scanner: Scanner, stateMachineArn: string): Check[] {
  const { sts, dynamodb } = scanner.clients;
  const [, , , region, account] = stateMachineArn.split(':');
  return [
    {
      name: 'Region',
      run: async () => {
        const used = await dynamodb.config.region();
        if (region !== undefined && region !== used) {
          return [toDo(used, `The state machine is in ${region}. Leave --region out, or check the ARN.`)];
        }
        if (APPFABRIC_REGIONS.includes(used)) return [ok(used)];
        const advice = `When this version was made, AppFabric was in ${APPFABRIC_REGIONS.join(', ')}. Check that it is here, too.`;
        return [unchecked(used, advice)];
      },
    },
    {
      name: 'credentials',
      run: async () => {
        const { Account, Arn = '' } = await sts.send(new GetCallerIdentityCommand({}));
        if (account === undefined || account === Account) return [ok(`${callerIn(Arn)}, in account ${Account}`)];
        const advice = `The state machine is in account ${account}. Choose another profile with --profile, or check the ARN.`;
        return [toDo(`${callerIn(Arn)} is in account ${Account}`, advice)];
      },
    },
    { name: 'stack', run: () => stackFindings(scanner) },
  ];
}

/** Without the name of the session, which is often the email address of whoever signed in. */
const callerIn = (arn: string): string => arn.replace(/(:assumed-role\/[^/]+|:federated-user)\/.*$/, '$1');

async function stackFindings(scanner: Scanner): Promise<Found[]> {
  try {
    const StackName = await scanner.stack();
    const { Stacks: [stack] = [] } = await scanner.clients.cloudFormation.send(
      new DescribeStacksCommand({ StackName }),
    );
    await scanner.resources();
    return [stackFinding(stack?.StackName ?? StackName, stack?.StackStatus ?? 'unknown')];
  } catch (error) {
    if (!(error instanceof NothingToLookAt)) throw error;
    const { tableName } = scanner;
    // Without the table, its own line says what to do.
    await scanner.table();
    const advice =
      'Most checks need the stack. If it was deleted, the table was kept, and nothing scans any more. Deploy a scanner.';
    return [toDo(`no stack in this account and Region has the table ${tableName}`, advice)];
  }
}

function stackFinding(name: string, status: string): Found {
  const found = `${name} is ${status}`;
  if (/^(CREATE|UPDATE|IMPORT)_COMPLETE$/.test(status)) return ok(found);
  if (/^DELETE_|^REVIEW_/.test(status)) {
    return toDo(found, 'The scanner is not there, or not for long. Deploy the stack if you need it.');
  }
  if (/ROLLBACK_COMPLETE$/.test(status)) {
    return toDo(
      found,
      'The last deployment failed and was undone. Find the reason in the events of the stack, and deploy again.',
    );
  }
  if (/IN_PROGRESS$/.test(status)) {
    return toDo(found, 'What is below can change. Wait until the deployment has ended, and run the command again.');
  }
  return toDo(found, 'The last deployment failed. Find the reason in the events of the stack, and deploy again.');
}
