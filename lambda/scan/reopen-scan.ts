import type { ScanDependencies } from './dependencies';
import { identityOf } from './failure';
import { updateHistories } from './histories';
import type { ScanExecution, ScanReopened } from './state';

/** Records that a scan runs again after a redrive. StartScan continues with its recorded tasks. */
export async function reopenScan(execution: ScanExecution, dependencies: ScanDependencies): Promise<ScanReopened> {
  const scan = await dependencies.scans.reopen(identityOf(execution), execution.redriveCount);
  await updateHistories(scan, dependencies);
  return { scanId: scan.scanId, done: false };
}
