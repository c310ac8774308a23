import type { CommandContext } from '../context';
import { tenantName, time } from './columns';
import { reasonText } from './reasons';
import { say, sayItem } from './say';
import type { ScanJson } from './scan-json';
import { isSameTenant } from './standing-row';

type Open = ScanJson['open'][number];

/** Prints where accounts are open, and what nobody knows. */
export function printScanLists(context: CommandContext, { open, unknown, ...scan }: ScanJson): void {
  if (open.length > 0) say(context, 'Open accounts:');
  for (const tenant of open) sayItem(context, openText(tenant));
  if (scan.openTruncated) sayItem(context, '… and more. This list is incomplete.');
  if (unknown.length > 0) say(context, 'No answer:');
  const isListed = scan.authorizationsError === null;
  for (const tenant of unknown) {
    const answeredAt = open.find((each) => isSameTenant(each, tenant) && !each.confirmed)?.recordedAt;
    sayItem(context, `? ${tenantName(tenant)}: ${reasonText({ ...tenant, answeredAt, isListed })}.`);
  }
  if (scan.unknownTruncated) sayItem(context, '… and more. This list is incomplete.');
}

/** Prints the app authorizations that do not count. */
export function printWithoutUserAccess(context: CommandContext, { withoutUserAccess }: ScanJson): void {
  if (withoutUserAccess.length === 0) return;
  const names = withoutUserAccess.map(tenantName).join(', ');
  say(context, `Does not count, because the app gives audit logs only: ${names}.`);
}

function openText(tenant: Open): string {
  const status = tenant.userStatus ? `: ${tenant.userStatus}` : '';
  const unconfirmed = `, by the answer of ${time(tenant.recordedAt)}, not confirmed by this scan`;
  return `● ${tenantName(tenant)}${status}${tenant.confirmed ? '' : unconfirmed}`;
}
