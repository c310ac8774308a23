import { PassingErrorName, ScanErrorName } from '../../lib/contract/names';
import { isCompleted, type ScanRecord } from '../../lib/contract/records';
import { RETURN_RESERVE } from '../../lib/contract/time-budgets';
import { isoTime } from '../common/clock';
import type { ScanDependencies } from './dependencies';
import { isErrorName, PassingError, ScanError } from './errors';
import { isExpiring } from './expiry';
import { updateHistories } from './histories';
import { finishCompleted, publishResults } from './publish-end';
import { fileFailure } from './record-failure';
import type { ScanExecution } from './state';

export type EndedStatus = 'ABORTED' | 'TIMED_OUT' | 'FAILED';

export interface EndedExecution extends Omit<ScanExecution, 'redriveCount'> {
  readonly status: EndedStatus;
  /** Absent if the event does not say it. */
  readonly stoppedAt?: string;
  /** The name of the error that the execution failed with. */
  readonly error?: string;
  /** Absent if the event does not say it. */
  readonly redriveCount?: number;
}

/** The clocks of two functions can differ by this much. */
const CLOCK_DIFFERENCE_MILLISECONDS = 2 * 60 * 1000;

/** The event could have the start of the execution in whole seconds. */
const START_DIFFERENCE_MILLISECONDS = 1000;

/**
 * Records and publishes what an execution that has ended could not: it was stopped, it timed out, or FailScan failed.
 * Runs when none of its functions can run any more, because they could still record results. Can be repeated.
 */
export async function recordEndedExecution(ended: EndedExecution, dependencies: ScanDependencies): Promise<void> {
  const { scanId, status, input } = ended;
  const recorded = await dependencies.scans.find(scanId);
  const { startedAt = ended.startedAt } = recorded ?? {};
  if (Math.abs(Date.parse(startedAt) - Date.parse(ended.startedAt)) >= START_DIFFERENCE_MILLISECONDS) return;
  if (recorded && isCompleted(recorded)) {
    if (!isExpiring(startedAt, dependencies)) await finishCompleted(recorded, undefined, dependencies);
    return;
  }
  if (recorded) checkFunctions(recorded, ended, dependencies);
  const latest = recorded?.redriveCount ?? 0;
  const { redriveCount = latest } = ended;
  if (latest > redriveCount) return;
  const isExpired = dependencies.clock.now() >= dependencies.scans.expiresAt(startedAt);
  // Nothing can be recorded any more, and this failure is told.
  if (isExpired && (recorded?.failurePublishedAt !== undefined || hasToldItself(ended))) return;
  if (recorded?.failurePublishedAt !== undefined) {
    // A function that ran on can have recorded the first result of a person, in a scan of task ids.
    if (recorded.email === undefined) await updateHistories(recorded, dependencies);
    const since = isoTime(Date.parse(recorded.failurePublishedAt) - CLOCK_DIFFERENCE_MILLISECONDS);
    await publishResults(recorded, ({ recordedAt }) => recordedAt >= since, dependencies);
    return;
  }
  await fileFailure({ scanId, startedAt, input, redriveCount }, errorOf(status, ended.error), dependencies);
}

/** EndScan fails an execution, with one of our errors, after FailScan has told why. The event can lack the error. */
const hasToldItself = ({ status, error }: EndedExecution): boolean =>
  status === 'FAILED' && (error === undefined || Object.values<string>(ScanErrorName).includes(error));

/**
 * EndedScans waits for the timeouts of the functions that are deployed. If somebody has shortened them since the scan
 * began, its own functions can run for longer.
 */
function checkFunctions(
  { functionSeconds = 0 }: ScanRecord,
  { stoppedAt }: EndedExecution,
  { clock }: ScanDependencies,
): void {
  // A function returns before its timeout. The difference between two clocks fits into the rest.
  const runsFor = (functionSeconds - RETURN_RESERVE) * 1000;
  if (stoppedAt === undefined || clock.now() >= Date.parse(stoppedAt) + runsFor) return;
  throw new PassingError(
    PassingErrorName.FUNCTION_MAY_RUN,
    'A function of the execution can still record results. The state machine tries again.',
  );
}

function errorOf(status: EndedStatus, error: string | undefined): ScanError {
  if (status === 'ABORTED') {
    return new ScanError(
      ScanErrorName.STOPPED,
      'The execution was stopped. Recorded results are kept. Redrive the execution or start a new scan.',
    );
  }
  const cause = isErrorName(error) ? ` (${error})` : '';
  return new ScanError(
    ScanErrorName.INTERRUPTED,
    `The execution ended with the status ${status}${cause} before its failure was recorded. Recorded results are kept. ` +
      'Check the execution and the logs of the functions, fix the cause, and redrive the execution or start a new scan.',
  );
}
