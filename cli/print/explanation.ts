import type { CommandContext } from '../context';
import { accessStyle, accessText, byUrgency } from './access';
import { endText, tenantName } from './columns';
import { notAskedText } from './reasons';
import type { ResultRow } from './result-row';
import { say, sayItem } from './say';
import { printScanHead } from './scan-head';
import type { ScanJson } from './scan-json';
import { printWithoutUserAccess } from './scan-lists';
import { painter } from './style';

/** Prints for each result what AppFabric said, and which rule decided what this means. */
export function printExplanation(context: CommandContext, scan: ScanJson): void {
  printScanHead(context, scan);
  for (const row of byUrgency(scan.results)) {
    const whose = scan.email === null && row.email ? `, ${row.email}` : '';
    printTitle(context, row, `${tenantName(row)}${whose}`);
    sayItem(context, `AppFabric said: ${saidText(row)}`);
    sayItem(context, `Decided by: ${row.decidedBy ?? 'nothing yet'}`);
  }
  const isListed = scan.authorizationsError === null;
  for (const tenant of scan.unknown) {
    if (tenant.reason !== 'NOT_ASKED') continue;
    printTitle(context, { access: 'UNKNOWN', reason: tenant.reason }, tenantName(tenant));
    sayItem(
      context,
      `AppFabric said: nothing, because it was not asked: ${notAskedText(tenant.authorizationStatus, isListed)}`,
    );
    sayItem(context, 'Decided by: it counts, and AppFabric started no task for it');
  }
  context.stdout.write('\n');
  printWithoutUserAccess(context, scan);
}

function printTitle(context: CommandContext, row: Pick<ResultRow, 'access' | 'reason'>, name: string): void {
  const access = accessText(row) ?? '… IN PROGRESS';
  const style = accessStyle(row);
  const paint = painter(context, context.stdout);
  context.stdout.write('\n');
  say(context, `${access}  ${name}`, (lines) => (style ? lines.replace(access, paint(style, access)) : lines));
}

function saidText(row: ResultRow): string {
  const status = row.userStatus ? `, user status ${row.userStatus}` : '';
  const user = row.accountFound ? `, a user${status}` : '';
  return `${endText({ status: row.status, error: row.error })}${user}`;
}
