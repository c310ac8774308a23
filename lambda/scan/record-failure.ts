import { errorMessageIn } from '../../lib/contract/lambda-error';
import { ScanErrorName } from '../../lib/contract/names';
import type { PersonKey } from '../../lib/contract/person';
import type { FailedScan } from '../../lib/contract/records';
import { type Clock, isoTime } from '../common/clock';
import { forEachLimited } from '../common/concurrency';
import { scanFailedEvent } from '../events/details';
import type { Publisher } from '../events/publisher';
import type { Scans } from '../store/scans';
import type { Tasks } from '../store/tasks';
import { ScanError, type ScanErrorNames } from './errors';
import { MAX_WRITES_AT_ONCE } from './recorder';
import { parseScanRequest, type ScanRequest } from './request';

export interface FailureInput {
  readonly input: unknown;
  readonly scanId: string;
  readonly startedAt: string;
  readonly redriveCount: number;
  /** What the state machine caught: the error's name, and Lambda's description of it. */
  readonly error: string;
  readonly cause: string;
}

export interface FailureDependencies {
  readonly scans: Scans;
  readonly tasks: Tasks;
  readonly publisher: Publisher;
  readonly clock: Clock;
}

/**
 * Records a scan as failed, publishes that, and throws its error, so that the execution fails in this step. A redrive of
 * the execution begins in this step: then this reopens the scan and returns. (After a redrive of an earlier step, the
 * first failure reopens the scan as well, which allows one more try.)
 *
 * @throws ScanError the error that ended the scan
 */
export async function recordFailure(
  failure: FailureInput,
  dependencies: FailureDependencies,
): Promise<{ scanId: string }> {
  const { scanId, redriveCount } = failure;
  const { scans, tasks, publisher, clock } = dependencies;
  const recorded = await scans.find(scanId);
  if (recorded?.status === 'COMPLETED') {
    // The name was used before, by an execution whose scan is not this one's: there is nothing to return to.
    if (failure.error === ScanErrorName.INVALID_SCAN_REQUEST) throw errorOf(failure);
    return { scanId };
  }
  if (redriveCount > (recorded?.redriveCount ?? 0)) {
    await scans.reopen(identityOf(failure, clock), redriveCount);
    return { scanId };
  }

  const error = errorOf(failure);
  const { name, message } = error;
  // A second delivery of one failure publishes the first one again.
  const scan =
    recorded?.status === 'FAILED'
      ? recorded
      : await scans.fail(identityOf(failure, clock), { name, message }, redriveCount, clock.now());
  // Meanwhile another invocation completed the scan, or a redrive reopened it.
  if (scan.status === 'COMPLETED') return { scanId };
  if (scan.status === 'RUNNING') throw error;
  const people = scan.email === undefined ? await peopleIn(scanId, tasks) : [scan.email];
  await forEachLimited(people, MAX_WRITES_AT_ONCE, (email) => scans.endInHistory(scan, email));
  await publisher.publish([scanFailedEvent(scan as FailedScan)]);
  throw error;
}

/** How a scan's record begins. The scan may have failed before there was a record. */
function identityOf(failure: FailureInput, clock: Clock) {
  const request = requestOf(failure.input);
  return {
    scanId: failure.scanId,
    startedAt: failure.startedAt || isoTime(clock.now()),
    email: request?.person?.key,
    trigger: request?.trigger,
  };
}

/** The request, or undefined if it is what failed the scan. */
function requestOf(input: unknown): ScanRequest | undefined {
  try {
    return parseScanRequest(input);
  } catch {
    return undefined;
  }
}

async function peopleIn(scanId: string, tasks: Tasks): Promise<PersonKey[]> {
  const records = await tasks.ofScan(scanId);
  return [...new Set(records.flatMap(({ email }) => email ?? []))];
}

/** Our own errors keep their message. Of any other only the name is kept: its message could contain anything. */
function errorOf({ error, cause }: FailureInput): ScanError {
  const ours = Object.values(ScanErrorName).find((name) => name === error);
  if (ours !== undefined) return new ScanError(ours as ScanErrorNames, errorMessageIn(cause));
  const name = /^[A-Za-z][\w.]{0,99}$/.test(error) ? error : 'an unnamed error';
  return new ScanError(
    ScanErrorName.INTERRUPTED,
    `The scan could not continue: its function kept failing with ${name}. What was recorded is kept. Look at the ` +
      "functions' logs, fix the cause, and redrive the execution or start a new scan.",
  );
}
