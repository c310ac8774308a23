import { ScanErrorName } from '../../lib/contract/names';
import {
  AccessDeniedException,
  InternalServerException,
  ResourceNotFoundException,
  ThrottlingException,
  ValidationException,
} from '../appfabric';

/**
 * An error that ends a scan. Its message says what to do. It contains no personal data, because it is kept in the
 * execution's history, in the scan's record and in the failure event.
 */
export class ScanError extends Error {
  constructor(
    override readonly name: ScanErrorName,
    message: string,
  ) {
    super(message);
  }
}

/** AppFabric is not available. The state machine retries the function. */
export class AppFabricUnavailable extends Error {
  override readonly name = 'AppFabricUnavailable';
}

interface ServiceFailure {
  readonly name?: string;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string };
}

/**
 * The error that ends the scan after an error of AppFabric, or undefined if a retry can succeed.
 *
 * AppFabric's message is left out, because a validation message can contain the email address.
 */
export function scanErrorOf(error: unknown, operation: string): ScanError | undefined {
  if (error instanceof ThrottlingException || error instanceof InternalServerException) return undefined;
  const failure = error as ServiceFailure;
  const status = failure.$metadata?.httpStatusCode;
  if (error instanceof AccessDeniedException || status === 401 || status === 403) {
    return new ScanError(
      ScanErrorName.ACCESS_DENIED,
      `AppFabric denied ${operation} (${describe(failure)}). Allow appfabric:${operation} on the app bundle in the ` +
        "policy of the function's role, and check for a service control policy or a permissions boundary that denies it.",
    );
  }
  if (error instanceof ResourceNotFoundException) {
    return new ScanError(
      ScanErrorName.APP_BUNDLE_NOT_FOUND,
      `AppFabric did not find the app bundle for ${operation} (${describe(failure)}). Check that the app bundle of ` +
        'this scanner exists in this account and Region.',
    );
  }
  if (error instanceof ValidationException) {
    const fields = (error.fieldList ?? []).map((field) => field.name).filter(isName);
    return new ScanError(
      ScanErrorName.REQUEST_REJECTED,
      `AppFabric rejected ${operation} (${describe(failure)}, reason ${error.reason ?? 'not given'}` +
        `${fields.length > 0 ? `, fields ${fields.join(', ')}` : ''}). Correct the input and start a new scan.`,
    );
  }
  if (status !== undefined && status >= 400 && status < 500 && status !== 429 && status !== 408) {
    return new ScanError(
      ScanErrorName.REQUEST_REJECTED,
      `AppFabric rejected ${operation} (${describe(failure)}). See the error in AppFabric's API reference.`,
    );
  }
  return undefined;
}

/** An error's name, status and request id, which AWS Support asks for. Contains nothing that a person typed. */
export function describe(failure: ServiceFailure): string {
  const name = isName(failure.name) ? failure.name : 'Error';
  const { httpStatusCode, requestId } = failure.$metadata ?? {};
  return [name, httpStatusCode && `HTTP ${httpStatusCode}`, requestId && `request ${requestId}`]
    .filter(Boolean)
    .join(', ');
}

/** Whether a string can only be the name of an error or a field, so that it is safe to log. */
export const isName = (name: string | undefined): name is string =>
  name !== undefined && /^[A-Za-z][\w.]{0,99}$/.test(name);
