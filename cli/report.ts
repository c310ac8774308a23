import type { ResultStatus as FinalStatus, Task as Result, Scan, ScanFailure as ScanError } from '../results';

/** A scan and its results, read to the end. */
export interface ScanWithResults {
  readonly scan: Scan;
  readonly results: readonly Result[];
}

const FINAL: readonly FinalStatus[] = ['COMPLETED', 'FAILED', 'EXPIRED', 'TIMED_OUT'];

/** The record's counts, or while it has none, those of the results so far. */
export function countsOf(scan: Scan | undefined, results: readonly Result[]): Record<FinalStatus, number> {
  const counted = (status: FinalStatus) => results.filter((result) => result.status === status).length;
  const soFar = Object.fromEntries(FINAL.map((status) => [status, counted(status)])) as Record<FinalStatus, number>;
  return { ...soFar, ...scan?.counts };
}

/** The facts of a scan as `--json` prints them. What is not known is null, so that every key is always there. */
export function scanJson(scan: Scan, results: readonly Result[], error: ScanError | undefined = scan.error) {
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
    ...(error && { error }),
  };
}

function resultJson(result: Result) {
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

/** The order of people who read a list: by app, tenant, and person. */
export function inReadingOrder<T extends Pick<Result, 'app' | 'tenantId' | 'email'>>(rows: readonly T[]): T[] {
  const place = ({ app = '', tenantId = '', email = '' }: T) => [app, tenantId, email];
  return [...rows].sort((a, b) => {
    const [left, right] = [place(a), place(b)];
    const at = left.findIndex((part, index) => part !== right[index]);
    return at < 0 ? 0 : (left[at] ?? '') < (right[at] ?? '') ? -1 : 1;
  });
}
