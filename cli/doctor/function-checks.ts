import {
  GetAccountSettingsCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { Env } from '../../lib/contract/names';
import { failure } from '../errors';
import type { DoctorClients } from './clients';
import { type Check, ok, toDo } from './finding';
import type { ScannerResources } from './scanner-resources';

/**
 * Lambda refuses to reserve more than what leaves 100 for all other functions, so that an account with less has a quota
 * that was never raised: new accounts begin with 10.
 */
const FEW = 100;

export interface FunctionConcurrency {
  readonly name: string;
  /** Undefined if nothing is reserved. */
  readonly reserved?: number;
}

/** How many functions can run at the same time. */
export function functionChecks({ lambda }: DoctorClients, resources: () => Promise<ScannerResources>): Check[] {
  return [
    {
      name: 'Lambda concurrency',
      actions: ['cloudformation:ListStackResources', 'lambda:GetAccountSettings', 'lambda:GetFunctionConcurrency'],
      run: async () => {
        const names = (await resources()).ids('AWS::Lambda::Function');
        const { AccountLimit = {} } = await lambda.send(new GetAccountSettingsCommand({}));
        const functions = await Promise.all(
          names.map(async (name): Promise<FunctionConcurrency> => {
            const answer = await lambda.send(new GetFunctionConcurrencyCommand({ FunctionName: name }));
            return { name, reserved: answer.ReservedConcurrentExecutions };
          }),
        );
        const { ConcurrentExecutions: limit = 0, UnreservedConcurrentExecutions: unreserved = limit } = AccountLimit;
        return concurrencyFindings(functions, { limit, unreserved });
      },
    },
  ];
}

/** @param account what all functions of the account and Region share */
export function concurrencyFindings(
  functions: readonly FunctionConcurrency[],
  { limit, unreserved }: { readonly limit: number; readonly unreserved: number },
) {
  const switchedOff = functions.filter(({ reserved }) => reserved === 0);
  const sharesIsFew = unreserved < FEW && functions.some(({ reserved }) => reserved === undefined);
  const reserved = functions.flatMap(({ name, reserved: number }) => (number ? `${number} for ${name}` : []));
  const all = `${limit} in the account, ${unreserved} not reserved${reserved.length > 0 ? `; reserved: ${reserved.join(', ')}` : ''}`;
  const findings = switchedOff.map(({ name }) =>
    toDo(`${name} has a reserved concurrency of 0`, "It can't run at all. Reserve more, or remove the reservation."),
  );
  if (sharesIsFew) {
    const advice = `All functions of the account share ${unreserved}. Scans wait if they are in use. Ask for a higher quota in Service Quotas, or reserve some with reservedConcurrentExecutions.`;
    findings.push(toDo(all, advice));
  }
  return findings.length > 0 ? findings : [ok(all)];
}

/** The app bundle that the functions of a scanner ask. */
export async function appBundleOf({ lambda }: DoctorClients, resources: ScannerResources): Promise<string> {
  for (const FunctionName of resources.ids('AWS::Lambda::Function')) {
    const { Environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
    const arn = Environment?.Variables?.[Env.APP_BUNDLE_ARN];
    if (arn !== undefined) return arn;
  }
  throw failure('No function of the scanner has an app bundle.');
}
