import { type Final, tenantsOf } from '../../lambda/access/verdict';
import type { Change, OpenTenant, ResultStatus, Scan, Task, UnknownTenant } from '../../results';
import type { ScanWithResults } from '../connection/read';
import { resultRow } from './result-row';

const FINAL: readonly ResultStatus[] = ['COMPLETED', 'FAILED', 'EXPIRED', 'TIMED_OUT'];

/** The counts in the scan's record or, while it has none, the counts of the results so far. */
function countsOf({ counts }: Scan, results: readonly Task[]): Record<ResultStatus, number> {
  const counted = (status: ResultStatus) => results.filter((result) => result.status === status).length;
  const soFar = Object.fromEntries(FINAL.map((status) => [status, counted(status)])) as Record<ResultStatus, number>;
  return { ...soFar, ...counts };
}

/**
 * A scan as `--json` prints it, and as its report says it in words. Values that are not known are null, so that every key
 * is always present. Until the scan is completed, the lists and the counts are those of the results so far.
 */
export function scanJson({ scan, results }: ScanWithResults, changes: readonly Change[] = []) {
  const rows = results.map(resultRow);
  const soFar = tenantsOf(results.filter(isFinal));
  return {
    scanId: scan.scanId,
    email: scan.email ?? null,
    status: scan.status,
    startedAt: scan.startedAt,
    endedAt: scan.endedAt ?? null,
    verdict: scan.verdict ?? null,
    confirmed: scan.confirmed ?? null,
    coverage: scan.coverage ?? null,
    accessCounts: scan.accessCounts ?? soFar.accessCounts,
    open: (scan.open ?? soFar.open).map(openJson),
    openTruncated: scan.openTruncated ?? false,
    unknown: (scan.unknown ?? soFar.unknown).map(unknownJson),
    unknownTruncated: scan.unknownTruncated ?? false,
    withoutUserAccess: scan.withoutUserAccess ?? [],
    authorizationsError: scan.authorizationsError ?? null,
    taskCount: scan.taskCount ?? results.length,
    counts: countsOf(scan, results),
    accountsFound: rows.filter(({ accountFound }) => accountFound).length,
    trigger: scan.trigger ?? null,
    results: rows,
    changes,
    ...(scan.error && { error: scan.error }),
  };
}

export type ScanJson = ReturnType<typeof scanJson>;

const isFinal = (result: Task): result is Final => result.status !== 'IN_PROGRESS';

const openJson = ({ app, tenantId, userStatus, ...rest }: OpenTenant) => ({
  app: app ?? null,
  tenantId: tenantId ?? null,
  userStatus: userStatus ?? null,
  ...rest,
});

const unknownJson = ({ app, tenantId, ...rest }: UnknownTenant) => ({
  app: app ?? null,
  tenantId: tenantId ?? null,
  ...rest,
});
