import type { ScanDependencies } from './dependencies';
import { ScanError } from './errors';
import { checkExpiry } from './expiry';
import { reopenScan } from './reopen-scan';
import type { ScanExecution, ScanFailed, ScanReopened } from './state';

/**
 * Ends an execution whose failure is recorded. A redrive begins here, and reopens the scan.
 *
 * @throws ScanError the error that ended the scan, or `ScanExpired` if the redrive comes too late
 */
export async function endScan(
  execution: ScanExecution,
  { failed }: ScanFailed,
  dependencies: ScanDependencies,
): Promise<ScanReopened> {
  const { scanId, startedAt, redriveCount } = execution;
  const recorded = redriveCount > failed.redriveCount ? await dependencies.scans.find(scanId) : undefined;
  const isTaken = recorded !== undefined && recorded.startedAt !== startedAt;
  if (redriveCount === failed.redriveCount || isTaken) throw new ScanError(failed.name, failed.message);
  checkExpiry(startedAt, dependencies);
  return reopenScan(execution, dependencies);
}
