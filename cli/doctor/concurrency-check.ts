import { GetAccountSettingsCommand, GetFunctionConcurrencyCommand } from '@aws-sdk/client-lambda';
import { failure } from '../errors';
import { type Check, type Found, ok, toDo } from './finding';
import { unlessMissing } from './problem';
import type { Scanner } from './scanner';

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
export function concurrencyCheck(scanner: Scanner): Check {
  const { lambda } = scanner.clients;
  return {
    name: 'Lambda concurrency',
    run: async () => {
      const functions: FunctionConcurrency[] = [];
      for (const found of (await scanner.resources()).functions.values()) {
        if (found === undefined) continue;
        const { physicalId: name } = found;
        const answer = await unlessMissing(lambda.send(new GetFunctionConcurrencyCommand({ FunctionName: name })));
        if (answer !== undefined) functions.push({ name, reserved: answer.ReservedConcurrentExecutions });
      }
      const { AccountLimit = {} } = await lambda.send(new GetAccountSettingsCommand({}));
      const { ConcurrentExecutions: limit, UnreservedConcurrentExecutions: unreserved = limit } = AccountLimit;
      if (limit === undefined || unreserved === undefined) throw failure('AWS did not say what the quota is.');
      return concurrencyFindings(functions, { limit, unreserved });
    },
  };
}

/** @param account what all functions of the account and Region share */
export function concurrencyFindings(
  functions: readonly FunctionConcurrency[],
  { limit, unreserved }: { readonly limit: number; readonly unreserved: number },
): Found[] {
  const switchedOff = functions.filter(({ reserved }) => reserved === 0);
  const sharesIsFew = unreserved < FEW && functions.some(({ reserved }) => reserved === undefined);
  const reserved = functions.flatMap(({ name, reserved: number }) => (number ? `${number} for ${name}` : []));
  const all = `${limit} in the account, ${unreserved} not reserved${reserved.length > 0 ? `; reserved: ${reserved.join(', ')}` : ''}`;
  const findings = switchedOff.map(({ name }) =>
    toDo(
      `${name} has a reserved concurrency of 0`,
      "It can't run at all. If somebody has paused the scanner, end the pause (docs/operations.md#pause). If not, reserve more, or remove the reservation.",
    ),
  );
  if (sharesIsFew) {
    const advice = `All functions of the account share ${unreserved}. Scans wait if they are in use. Ask for a higher quota in Service Quotas, or reserve some with reservedConcurrentExecutions.`;
    findings.push(toDo(all, advice));
  }
  return findings.length > 0 ? findings : [ok(all)];
}
