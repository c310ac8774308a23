import { ScanErrorName } from '../../lib/contract/names';
import { isCompleted } from '../../lib/contract/records';
import type { ScanDependencies } from './dependencies';
import { ScanError } from './errors';
import { publishCompletion } from './publish-end';
import { fileFailure } from './record-failure';
import type { ScanExecution } from './state';

export type EndedStatus = 'ABORTED' | 'TIMED_OUT' | 'FAILED';

export interface EndedExecution extends ScanExecution {
  readonly status: EndedStatus;
}

/**
 * Records and publishes what an execution that has ended could not: it was stopped, it timed out, or FailScan failed.
 * Otherwise, nothing is left to do. Can be repeated.
 */
export async function recordEndedExecution(ended: EndedExecution, dependencies: ScanDependencies): Promise<void> {
  const { scans, clock } = dependencies;
  const recorded = await scans.find(ended.scanId);
  if (recorded && recorded.startedAt !== ended.startedAt) return;
  if (recorded && isCompleted(recorded)) {
    await publishCompletion(recorded, undefined, dependencies);
    return;
  }
  const isRedriven = (recorded?.redriveCount ?? 0) > ended.redriveCount;
  if (isRedriven || clock.now() >= scans.expiresAt(ended.startedAt)) return;
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
