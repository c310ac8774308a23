import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { APPFABRIC_REGIONS } from '../../lib/contract/limits';
import type { DoctorClients } from './clients';
import { type Check, ok, toDo, unchecked } from './finding';

/** Who asks, and where. */
export function placeChecks({ sts, dynamodb }: DoctorClients, stateMachineArn: string): Check[] {
  const [, , , region, account] = stateMachineArn.split(':');
  return [
    {
      name: 'credentials',
      actions: [],
      run: async () => {
        const { Account, Arn } = await sts.send(new GetCallerIdentityCommand({}));
        if (account === undefined || account === Account) return [ok(`${Arn}, in account ${Account}`)];
        const advice = `The state machine is in account ${account}. Choose another profile with --profile, or check the ARN.`;
        return [toDo(`${Arn} is in account ${Account}`, advice)];
      },
    },
    {
      name: 'Region',
      actions: [],
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
  ];
}
