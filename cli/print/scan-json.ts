import type { ResultStatus, Scan, Task } from '../../results';
import type { ScanWithResults } from '../connection/read';

const FINAL: readonly ResultStatus[] = ['COMPLETED', 'FAILED', 'EXPIRED', 'TIMED_OUT'];

/** The counts in the scan's record or, while it has none, the counts of the results so far. */
function countsOf({ counts }: Scan, results: readonly Task[]): Record<ResultStatus, number> {
  const counted = (status: ResultStatus) => results.filter((result) => result.status === status).length;
  const soFar = Object.fromEntries(FINAL.map((status) => [status, counted(status)])) as Record<ResultStatus, number>;
  return { ...soFar, ...counts };
}

/** A scan as `--json` prints it. Values that are not known are null, so that every key is always present. */
export function scanJson({ scan, results }: ScanWithResults) {
  return {
    scanId: scan.scanId,
    email: scan.email ?? null,
    status: scan.status,
    startedAt: scan.startedAt,
    endedAt: scan.endedAt ?? null,
    taskCount: scan.taskCount ?? results.length,
    counts: countsOf(scan, results),
    accountsFound: results.filter(({ accountFound }) => accountFound).length,
    trigger: scan.trigger ?? null,
    results: results.map(resultJson),
    ...(scan.error && { error: scan.error }),
  };
}

function resultJson(result: Task) {
  const { app, tenantId, email, accountFound, userStatus, error, scanId, scanStartedAt, ...rest } = result;
  return {
    app: app ?? null,
    tenantId: tenantId ?? null,
    email: email ?? null,
    accountFound: accountFound ?? null,
    userStatus: userStatus ?? null,
    error: error ?? null,
    ...rest,
  };
}
