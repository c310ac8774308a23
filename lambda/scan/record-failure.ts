import { errorMessageIn } from '../../lib/contract/lambda-error';
import { ScanErrorName } from '../../lib/contract/names';
import type { PersonKey } from '../../lib/contract/person';
import type { FailedScan } from '../../lib/contract/records';
import { type Clock, isoTime } from '../common/clock';
import { forEachLimited } from '../common/concurrency';
import { scanFailedEvent } from '../events/details';
import type { Tasks } from '../store/tasks';
import type { ScanDependencies } from './dependencies';
import { isName, ScanError } from './errors';
import { MAX_WRITES_AT_ONCE } from './recorder';
import { parseScanRequest, type ScanRequest } from './request';
import type { ScanExecution } from './state';

interface FailureInput extends ScanExecution {
  /** The name and the cause of the error that the state machine caught. */
  readonly error: string;
  readonly cause: string;
}

/**
 * Records and publishes that a scan failed, and throws its error, so that the execution fails in this state.
 *
 * A redrive of the execution begins in this state. It reopens the scan and returns. If a redrive begins in an earlier
 * state, the first failure after it also reopens the scan, which allows one more try.
 *
 * @throws ScanError the error that ended the scan
 */
export async function recordFailure(
  failure: FailureInput,
  dependencies: ScanDependencies,
): Promise<{ scanId: string }> {
  const { scanId, redriveCount } = failure;
  const { scans, tasks, publisher, clock } = dependencies;
  const recorded = await scans.find(scanId);
  if (recorded?.status === 'COMPLETED') {
    // An earlier execution with this name completed another scan, so there is nothing to continue.
    if (failure.error === ScanErrorName.INVALID_SCAN_REQUEST) throw errorOf(failure);
    return { scanId };
  }
  if (redriveCount > (recorded?.redriveCount ?? 0)) {
    await scans.reopen(identityOf(failure, clock), redriveCount);
    return { scanId };
  }

  const error = errorOf(failure);
  const { name, message } = error;
  // If the failure is already recorded, its event is published again.
  const scan =
    recorded?.status === 'FAILED'
      ? recorded
      : await scans.fail(identityOf(failure, clock), { name, message }, redriveCount, clock.now());
  // Another invocation may have completed the scan in the meantime, or a redrive may have reopened it.
  if (scan.status === 'COMPLETED') return { scanId };
  if (scan.status === 'RUNNING') throw error;
  const people = scan.email === undefined ? await peopleIn(scanId, tasks) : [scan.email];
  await forEachLimited(people, MAX_WRITES_AT_ONCE, (email) => scans.endInHistory(scan, email));
  await publisher.publish([scanFailedEvent(scan as FailedScan)]);
  throw error;
}

/** The scan's identity, in case it failed before it was recorded. */
function identityOf(failure: FailureInput, clock: Clock) {
  const request = requestOf(failure.input);
  return {
    scanId: failure.scanId,
    startedAt: failure.startedAt || isoTime(clock.now()),
    email: request?.person?.key,
    trigger: request?.trigger,
  };
}

/** The request, or undefined if the scan failed because the request is not valid. */
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

/** Keeps the message of a ScanError. Of other errors, keeps only the name: the message could contain personal data. */
function errorOf({ error, cause }: FailureInput): ScanError {
  const ours = Object.values(ScanErrorName).find((name) => name === error);
  if (ours !== undefined) return new ScanError(ours, errorMessageIn(cause));
  const name = isName(error) ? error : 'an unnamed error';
  return new ScanError(
    ScanErrorName.INTERRUPTED,
    `The scan could not continue because its function kept failing with ${name}. Recorded results are kept. Check the ` +
      'logs of the functions, fix the cause, and redrive the execution or start a new scan.',
  );
}
