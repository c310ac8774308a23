import { errorMessageIn } from '../../lib/contract/lambda-error';
import { PassingErrorName, ScanErrorName } from '../../lib/contract/names';
import { isErrorName, ScanError } from './errors';
import { parseScanRequest, type ScanRequest, triggerIn } from './request';
import type { ScanExecution } from './state';

/** An error that the state machine caught. */
export interface Caught {
  readonly error: string;
  readonly cause: string;
}

/**
 * The error that a scan fails with. Keeps the message of our own errors. Of other errors, keeps only the name: the
 * message could contain personal data.
 */
export function scanErrorIn({ error, cause }: Caught): ScanError {
  const ours = Object.values(ScanErrorName).find((name) => name === error);
  if (ours !== undefined) return new ScanError(ours, errorMessageIn(cause));
  const passing = Object.values(PassingErrorName).find((name) => name === error);
  const name = isErrorName(error) ? error : 'an unnamed error';
  return new ScanError(
    ScanErrorName.INTERRUPTED,
    `The scan could not continue because its function kept failing with ${name}${passing ? `: ${errorMessageIn(cause)}` : '.'} ` +
      'Recorded results are kept. Check the logs of the functions, fix the cause, and redrive the execution or start a ' +
      'new scan.',
  );
}

/** The scan's identity, in case it failed before it was recorded. */
export function identityOf({ input, scanId, startedAt }: ScanExecution) {
  const request = requestOf(input);
  return { scanId, startedAt, email: request?.person?.key, trigger: request ? request.trigger : triggerIn(input) };
}

/** The request, or undefined if the scan failed because the request is not valid. */
function requestOf(input: unknown): ScanRequest | undefined {
  try {
    return parseScanRequest(input);
  } catch {
    return undefined;
  }
}
