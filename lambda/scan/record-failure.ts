import { SCAN_REDRIVEN } from '../../lib/contract/names';
import { isCompleted, isFailed, type ScanFailure, type ScanRecord } from '../../lib/contract/records';
import { isoTime } from '../common/clock';
import { scanFailedEvent } from '../events/details';
import type { ScanDependencies } from './dependencies';
import type { ScanError } from './errors';
import { isExpiring, scanExpired } from './expiry';
import { type Caught, identityOf, scanErrorIn } from './failure';
import { updateHistories } from './histories';
import { finishCompleted, publishFailure, publishOne } from './publish-end';
import { reopenScan } from './reopen-scan';
import { type ScanCompleted, type ScanExecution, type ScanFailed, type ScanReopened, scanCompleted } from './state';

export interface FailureInput extends ScanExecution, Caught {
  /** The keys of tasks whose results may not be published yet, if they are known. */
  readonly pending?: readonly string[];
}

/**
 * Records and publishes that a scan failed. If a redrive led here, reopens the scan instead. If the scan is completed,
 * publishes what may not be published yet.
 *
 * @returns the state that the execution continues with
 */
export async function recordFailure(
  failure: FailureInput,
  dependencies: ScanDependencies,
): Promise<ScanCompleted | ScanFailed | ScanReopened> {
  const { scanId, startedAt, redriveCount, pending } = failure;
  const recorded = await dependencies.scans.find(scanId);
  if (recorded && recorded.startedAt !== startedAt) {
    const error = scanErrorIn(failure);
    await publishUnrecorded(failure, error, startedAt, dependencies);
    return failedWith(error, failure);
  }
  // If StartScan has not run in this redrive, the error in the input is that of before.
  const isRedriven = failure.error === SCAN_REDRIVEN || redriveCount > (recorded?.resumedCount ?? 0);
  const tooLate = isRedriven && isExpiring(startedAt, dependencies);
  if (recorded && isCompleted(recorded)) {
    if (tooLate) return failedWith(scanExpired(), failure);
    await finishCompleted(recorded, pending, dependencies);
    return scanCompleted(recorded);
  }
  if (isRedriven && !tooLate) return reopenScan(failure, dependencies);

  const error = tooLate ? scanExpired() : scanErrorIn(failure);
  const scan = await fileFailure(failure, error, dependencies);
  return scan && isCompleted(scan) ? scanCompleted(scan) : failedWith(error, failure);
}

/**
 * Records and publishes a failure. A scan that is completed stays completed, and one that has been redriven since stays
 * as it is. If the records have expired, only publishes it.
 *
 * @returns the scan's record, if it has one
 */
export async function fileFailure(
  failure: ScanExecution & { readonly pending?: readonly string[] },
  { name, message }: ScanFailure,
  dependencies: ScanDependencies,
): Promise<ScanRecord | undefined> {
  const { scans, clock } = dependencies;
  const { redriveCount, pending } = failure;
  const expiresAt = scans.expiresAt(failure.startedAt);
  if (clock.now() >= expiresAt) {
    await publishUnrecorded(failure, { name, message }, isoTime(expiresAt), dependencies);
    return undefined;
  }
  const scan = await scans.fail(identityOf(failure), { name, message }, redriveCount, clock.now());
  if (isCompleted(scan)) await finishCompleted(scan, pending, dependencies);
  if (!isFailed(scan)) return scan;
  await updateHistories(scan, dependencies);
  await publishFailure(scan, pending, dependencies);
  return scan;
}

/** The failure of an execution that has no record: its name is taken, or its records have expired. */
async function publishUnrecorded(
  failure: ScanExecution,
  { name, message }: ScanFailure,
  endedAt: string,
  dependencies: ScanDependencies,
): Promise<void> {
  const { redriveCount } = failure;
  const scan = { ...identityOf(failure), status: 'FAILED' as const, endedAt, error: { name, message }, redriveCount };
  await publishOne(scanFailedEvent(scan, `failed:${scan.scanId}:${redriveCount}:${scan.startedAt}`), dependencies);
  dependencies.telemetry.measure('scansFailed', 1);
}

const failedWith = ({ name, message }: ScanError, { scanId, redriveCount }: FailureInput): ScanFailed => ({
  scanId,
  done: false,
  failed: { name, message, redriveCount },
});
