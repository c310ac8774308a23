import { ScanErrorName } from '../../lib/contract/names';
import { type Clock, isoTime } from './clock';
import { forEachLimited } from './concurrency';
import { ScanError, type ScanErrorNames } from './errors';
import { scanFailedEvent } from './events';
import { personKey } from './keys';
import type { Publisher } from './publisher';
import { WRITES_AT_ONCE } from './recorder';
import type { FailedScan } from './records';
import { parseScanRequest, type ScanRequest } from './request';
import type { Scans } from './scans';
import type { Tasks } from './tasks';

export interface FailScanInput {
  readonly input: unknown;
  readonly scanId: string;
  readonly startedAt: string;
  readonly redriveCount: number;
  /** What the state machine caught: the name of the error, and what the function said of it. */
  readonly error: string;
  readonly cause: string;
}

export interface FailScanParts {
  readonly scans: Scans;
  readonly tasks: Tasks;
  readonly publisher: Publisher;
  readonly clock: Clock;
}

/**
 * Records a scan as failed, publishes that, and throws its error, so that the execution fails in this step. A redrive
 * begins in this step, too: then the scan is opened again, and this returns. (After a redrive of an earlier step the
 * first failure passes here as well and is answered with one more try.)
 *
 * @throws ScanError what ended the scan
 */
export async function failScan(failure: FailScanInput, parts: FailScanParts): Promise<{ scanId: string }> {
  const { scanId, redriveCount } = failure;
  const recorded = await parts.scans.find(scanId);
  if (recorded?.status === 'COMPLETED') {
    // The name was used before, and the scan that it stands for is none of this execution's: nothing to go back to.
    if (failure.error === ScanErrorName.INVALID_SCAN_REQUEST) throw endOf(failure);
    return { scanId };
  }
  if (redriveCount > (recorded?.redriveCount ?? 0)) {
    await parts.scans.reopen(identityOf(failure, parts.clock), redriveCount);
    return { scanId };
  }

  const error = endOf(failure);
  // A second delivery of one failure publishes the first one again.
  const scan = recorded?.status === 'FAILED' ? (recorded as FailedScan) : await recordFailure(failure, error, parts);
  // Another invocation went on meanwhile: it completed the scan, or a redrive opened it again.
  if (scan.status === 'COMPLETED') return { scanId };
  if (scan.status === 'RUNNING') throw error;
  const people = scan.email === undefined ? await peopleIn(scanId, parts.tasks) : [scan.email];
  await forEachLimited(people, WRITES_AT_ONCE, (email) => parts.scans.endInHistory(scan, email));
  await parts.publisher.publish([scanFailedEvent(scan)]);
  throw error;
}

function recordFailure(failure: FailScanInput, error: ScanError, { scans, clock }: FailScanParts) {
  const { name, message } = error;
  return scans.fail(identityOf(failure, clock), { name, message }, failure.redriveCount, clock.now());
}

/** What a scan's record begins with; the scan may have failed before there was one. */
function identityOf(failure: FailScanInput, clock: Clock) {
  const request = requestOf(failure.input);
  return {
    scanId: failure.scanId,
    startedAt: failure.startedAt || isoTime(clock.now()),
    email: request?.email && personKey(request.email),
    trigger: request?.trigger,
  };
}

/** The request, unless it is the very thing that is wrong. */
function requestOf(input: unknown): ScanRequest | undefined {
  try {
    return parseScanRequest(input);
  } catch {
    return undefined;
  }
}

async function peopleIn(scanId: string, tasks: Tasks): Promise<string[]> {
  const records = await tasks.ofScan(scanId);
  return [...new Set(records.flatMap(({ email }) => email ?? []))];
}

/** Our own errors are passed on; of any other only the name, because its text could hold anything. */
function endOf({ error, cause }: FailScanInput): ScanError {
  const ours = Object.values(ScanErrorName).find((name) => name === error);
  if (ours !== undefined) return new ScanError(ours as ScanErrorNames, messageIn(cause));
  const name = /^[A-Za-z][\w.]{0,99}$/.test(error) ? error : 'an unnamed error';
  return new ScanError(
    ScanErrorName.INTERRUPTED,
    `The scan could not go on: its function kept failing with ${name}. What was recorded stays. Look at the ` +
      "functions' logs, mend the cause, and redrive the execution or start a new scan.",
  );
}

/** Lambda puts an error's message into a JSON object. */
function messageIn(cause: string): string {
  try {
    const { errorMessage } = JSON.parse(cause) as { errorMessage?: unknown };
    return typeof errorMessage === 'string' ? errorMessage : cause;
  } catch {
    return cause;
  }
}
