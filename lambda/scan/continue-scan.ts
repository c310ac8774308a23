import type { PollDependencies } from './dependencies';
import { ScanRedriven } from './errors';
import { checkExpiry } from './expiry';
import { pollWindow } from './poll-window';
import type { ScanDone, ScanExecution, ScanProgress } from './state';

/**
 * Polls a scan for one more poll window.
 *
 * @throws ScanRedriven if the execution is redriven. FailScan reopens the scan, and StartScan gives it a new timeout.
 * @throws ScanError `ScanExpired` if the records of the scan expire soon
 */
export async function continueScan(
  { redriveCount }: ScanExecution,
  state: ScanProgress,
  returnBy: number,
  dependencies: PollDependencies,
): Promise<ScanProgress | ScanDone> {
  if (redriveCount > state.redriveCount) throw new ScanRedriven();
  checkExpiry(state.startedAt, dependencies);
  return pollWindow(state, returnBy, dependencies);
}
