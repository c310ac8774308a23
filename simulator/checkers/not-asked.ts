import type { Item } from './agreement';
import type { RecordedTable } from './recorded-table';

/** The scan that a standing says did not ask for it. Such a scan is newer than the standing's latest result. */
export function notAskedIn({ notAskedOrder }: Item, table: RecordedTable): Item | undefined {
  if (notAskedOrder === undefined) return undefined;
  const [, , scanId] = String(notAskedOrder).split('#');
  return table.scan(scanId);
}

/** What a scan leaves in the standings that it did not ask for. */
export const notAskedOrder = ({ tasksStartedAt, startedAt, scanId }: Item): string =>
  [tasksStartedAt ?? startedAt, 0, scanId].join('#');

/** Whether a completed scan says that it did not ask for a tenant that had answered before. */
export const leavesOut = (scan: Item, { email, app, tenantId }: Item): boolean =>
  scan.status === 'COMPLETED' &&
  scan.email === email &&
  ((scan.unknown ?? []) as Item[]).some(
    (one) => one.app === app && one.tenantId === tenantId && one.reason === 'NOT_ASKED' && one.lastAccess !== undefined,
  );
