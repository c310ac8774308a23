import { ScanErrorName } from '../../lib/contract/names';
import { isCompleted } from '../../lib/contract/records';
import { isoTime } from '../common/clock';
import type { ScanDependencies } from './dependencies';
import { ScanError } from './errors';
import { isExpiring } from './expiry';
import { finishCompleted, publishResults } from './publish-end';
import { fileFailure } from './record-failure';
import type { ScanExecution } from './state';

export type EndedStatus = 'ABORTED' | 'TIMED_OUT' | 'FAILED';

export interface EndedExecution extends ScanExecution {
  readonly status: EndedStatus;
}

/** The clocks of two functions can differ by this much. */
const CLOCK_DIFFERENCE_MILLISECONDS = 2 * 60 * 1000;

/**
 * Records and publishes what an execution that has ended could not: it was stopped, it timed out, or FailScan failed.
 * Runs when none of its functions can run any more, because they could still record results. Can be repeated.
 */
export async function recordEndedExecution(ended: EndedExecution, dependencies: ScanDependencies): Promise<void> {
  if (isExpiring(ended.startedAt, dependencies)) return;
  const recorded = await dependencies.scans.find(ended.scanId);
  if (recorded && recorded.startedAt !== ended.startedAt) return;
  if (recorded && isCompleted(recorded)) {
    await finishCompleted(recorded, undefined, dependencies);
    return;
  }
  if ((recorded?.redriveCount ?? 0) > ended.redriveCount) return;
  if (recorded?.failurePublishedAt !== undefined) {
    const since = isoTime(Date.parse(recorded.failurePublishedAt) - CLOCK_DIFFERENCE_MILLISECONDS);
    await publishResults(recorded, ({ recordedAt }) => recordedAt >= since, dependencies);
    return;
  }
  await fileFailure(ended, ended.status === 'ABORTED' ? stopped() : interrupted(ended.status), dependencies);
}

const stopped = (): ScanError =>
  new ScanError(
    ScanErrorName.STOPPED,
    'The execution was stopped. Recorded results are kept. Redrive the execution or start a new scan.',
  );

const interrupted = (status: EndedStatus): ScanError =>
  new ScanError(
    ScanErrorName.INTERRUPTED,
    `The execution ended with the status ${status} before its failure was recorded. Recorded results are kept. Check ` +
      'the execution and the logs of the functions, fix the cause, and redrive the execution or start a new scan.',
  );
