import { isAnswer } from '../../lib/contract/answers';
import type { Access, AccessCounts, OpenTenant, ResultStatus, Scan, Task, UnknownTenant } from '../../results';
import type { ScanWithResults } from '../connection/read';
import { type ResultRow, resultRow } from './result-row';

const FINAL: readonly ResultStatus[] = ['COMPLETED', 'FAILED', 'EXPIRED', 'TIMED_OUT'];

/** The counts in the scan's record or, while it has none, the counts of the results so far. */
function countsOf({ counts }: Scan, results: readonly Task[]): Record<ResultStatus, number> {
  const counted = (status: ResultStatus) => results.filter((result) => result.status === status).length;
  const soFar = Object.fromEntries(FINAL.map((status) => [status, counted(status)])) as Record<ResultStatus, number>;
  return { ...soFar, ...counts };
}

function accessCountsOf({ accessCounts }: Scan, rows: readonly ResultRow[]): AccessCounts {
  const counted = (access: Access) => rows.filter((row) => row.access === access).length;
  return {
    OPEN: counted('OPEN'),
    BLOCKED: counted('BLOCKED'),
    NONE: counted('NONE'),
    UNKNOWN: counted('UNKNOWN'),
    ...accessCounts,
  };
}

/**
 * A scan as `--json` prints it, and as its report says it in words. Values that are not known are null, so that every key
 * is always present. Until the scan is completed, the lists and the counts are those of the results so far.
 */
export function scanJson({ scan, results }: ScanWithResults) {
  const rows = results.map(resultRow);
  return {
    scanId: scan.scanId,
    email: scan.email ?? null,
    status: scan.status,
    startedAt: scan.startedAt,
    endedAt: scan.endedAt ?? null,
    verdict: scan.verdict ?? null,
    confirmed: scan.confirmed ?? null,
    coverage: scan.coverage ?? null,
    accessCounts: accessCountsOf(scan, rows),
    open: (scan.open ?? results.filter(({ access }) => access === 'OPEN').map(openTenant)).map(openJson),
    openTruncated: scan.openTruncated ?? false,
    unknown: (scan.unknown ?? results.filter(hasNoAnswer).map(unknownTenant)).map(unknownJson),
    unknownTruncated: scan.unknownTruncated ?? false,
    withoutUserAccess: scan.withoutUserAccess ?? [],
    authorizationsError: scan.authorizationsError ?? null,
    taskCount: scan.taskCount ?? results.length,
    counts: countsOf(scan, results),
    accountsFound: rows.filter(({ accountFound }) => accountFound).length,
    trigger: scan.trigger ?? null,
    results: rows,
    ...(scan.error && { error: scan.error }),
  };
}

export type ScanJson = ReturnType<typeof scanJson>;

const hasNoAnswer = (result: Task) => result.status !== 'IN_PROGRESS' && !isAnswer(result);

const tenantOf = ({ app, tenantId, tenantDisplayName, taskId, email }: Task) => ({
  app,
  tenantId,
  tenantDisplayName,
  taskId,
  email,
});

const openTenant = (result: Task): OpenTenant => ({
  ...tenantOf(result),
  userStatus: result.userStatus,
  confirmed: true,
  recordedAt: result.recordedAt ?? '',
});

const unknownTenant = (result: Task): UnknownTenant => ({
  ...tenantOf(result),
  status: result.status === 'IN_PROGRESS' ? undefined : result.status,
  reason: result.reason ?? 'OTHER',
});

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
