import { ScanErrorName } from '../../lib/contract/names';
import {
  AccessDeniedException,
  InternalServerException,
  ResourceNotFoundException,
  ThrottlingException,
  ValidationException,
} from '../appfabric';

export type ScanErrorNames = (typeof ScanErrorName)[keyof typeof ScanErrorName];

/**
 * An error that ends a scan. Its message says what to do. It contains no personal data, because it is kept in the
 * execution's history, in the scan's record and in the failure event.
 */
export class ScanError extends Error {
  constructor(
    override readonly name: ScanErrorNames,
    message: string,
  ) {
    super(message);
  }
}

/** AppFabric did not answer. A later try may succeed, so the state machine retries it. */
export class AppFabricUnavailable extends Error {
  override readonly name = 'AppFabricUnavailable';
}

interface ServiceFailure {
  readonly name?: string;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string };
}

/**
 * The error that ends the scan after an error of AppFabric, or undefined if a later try may succeed.
 *
 * AppFabric's own message is left out: a validation message can repeat the address.
 */
export function scanErrorOf(error: unknown, operation: string): ScanError | undefined {
  if (error instanceof ThrottlingException || error instanceof InternalServerException) return undefined;
  const failure = error as ServiceFailure;
  const status = failure.$metadata?.httpStatusCode;
  if (error instanceof AccessDeniedException || status === 401 || status === 403) {
    return new ScanError(
      ScanErrorName.ACCESS_DENIED,
      `AppFabric denied ${operation} (${describe(failure)}). Allow appfabric:${operation} on the app bundle to the ` +
        "function's role, and look for a service control policy or a permissions boundary that denies it.",
    );
  }
  if (error instanceof ResourceNotFoundException) {
    return new ScanError(
      ScanErrorName.APP_BUNDLE_NOT_FOUND,
      `AppFabric does not find the app bundle for ${operation} (${describe(failure)}). Check that the app bundle of ` +
        'this scanner exists in this account and Region.',
    );
  }
  if (error instanceof ValidationException) {
    const fields = (error.fieldList ?? []).map((field) => field.name).filter(isFieldName);
    return new ScanError(
      ScanErrorName.REQUEST_REJECTED,
      `AppFabric rejected ${operation} (${describe(failure)}, reason ${error.reason ?? 'not given'}` +
        `${fields.length > 0 ? `, fields ${fields.join(', ')}` : ''}). Correct the input and start a new scan.`,
    );
  }
  if (status !== undefined && status >= 400 && status < 500 && status !== 429 && status !== 408) {
    return new ScanError(
      ScanErrorName.REQUEST_REJECTED,
      `AppFabric rejected ${operation} (${describe(failure)}). Look the error up in AppFabric's API reference.`,
    );
  }
  return undefined;
}

/** An error's name, status and request id: what AWS Support asks for, and nothing that a person typed. */
export function describe(failure: ServiceFailure): string {
  const name = isFieldName(failure.name) ? failure.name : 'Error';
  const { httpStatusCode, requestId } = failure.$metadata ?? {};
  return [name, httpStatusCode && `HTTP ${httpStatusCode}`, requestId && `request ${requestId}`]
    .filter(Boolean)
    .join(', ');
}

const isFieldName = (name: string | undefined): name is string =>
  name !== undefined && /^[A-Za-z][\w.]{0,99}$/.test(name);
