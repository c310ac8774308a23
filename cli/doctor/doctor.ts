import type { Session } from '../connection/session';
import type { CommandContext } from '../context';
import { explainError, isAboutCredentials } from '../explain-error';
import { appChecks } from './app-checks';
import { doctorClients } from './clients';
import { eventChecks } from './event-checks';
import { type Finding, toDo, unchecked } from './finding';
import { appBundleOf, functionChecks } from './function-checks';
import { placeChecks } from './place-checks';
import { type ScannerResources, scannerResources } from './scanner-resources';
import { tableChecks } from './table-checks';

/** Looks at everything that a scanner needs, and changes nothing. Without credentials, it ends there. */
export async function examine(session: Session, context: CommandContext): Promise<Finding[]> {
  const clients = doctorClients(session.clientConfig);
  let found: Promise<ScannerResources> | undefined;
  const resources = () => {
    found ??= scannerResources(clients, session.tableName);
    return found;
  };
  const checks = [
    ...placeChecks(clients, session.stateMachineArn),
    ...tableChecks(clients, session.tableName),
    ...appChecks(clients, async () => appBundleOf(clients, await resources())),
    ...eventChecks(clients, resources),
    ...functionChecks(clients, resources),
  ];
  const findings: Finding[] = [];
  try {
    for (const { name: check, actions, run } of checks) {
      try {
        findings.push(...(await run()).map((finding) => ({ check, ...finding })));
      } catch (error) {
        const reason = reasonOf(error as Error, actions, context);
        if (!isAboutCredentials(error)) findings.push({ check, ...unchecked('could not be checked', reason) });
        else return [...findings, { check, ...toDo('AWS does not accept them, or there are none', reason) }];
      }
    }
    return findings;
  } finally {
    for (const client of Object.values(clients)) client.destroy();
  }
}

/** Such as the IAM actions that the check needs, or what is wrong with the network. */
function reasonOf(error: Error, actions: readonly string[], context: CommandContext): string {
  const isDenied = /^(AccessDenied|AccessDeniedException|UnauthorizedOperation|NotAuthorized)$/.test(error.name);
  if (isDenied) return `AWS denied the request. The check needs ${actions.join(' and ')}.`;
  if (error.name === 'ValidationError') return 'The table is not a resource of a CloudFormation stack in this Region.';
  return explainError(error, context).message;
}
