import { PassingErrorName, SCAN_REDRIVEN, ScanErrorName } from '../../lib/contract/names';
import {
  AccessDeniedException,
  InternalServerException,
  ResourceNotFoundException,
  ThrottlingException,
  ValidationException,
} from '../appfabric';

/**
 * An error with a message that is safe to log. It contains no personal data, because it is kept in the execution's
 * history.
 */
export abstract class SafeError extends Error {}

/** An error that ends a scan. Its message says what to do. It is in the scan's record and in the failure event, too. */
export class ScanError extends SafeError {
  constructor(
    override readonly name: ScanErrorName,
    message: string,
  ) {
    super(message);
  }
}

/** An error that passes. The state machine retries the function. */
export class PassingError extends SafeError {
  constructor(
    override readonly name: PassingErrorName,
    message: string,
  ) {
    super(message);
  }
}

/** A redrive began in this state. FailScan reopens the scan. */
export class ScanRedriven extends SafeError {
  override readonly name = SCAN_REDRIVEN;

  constructor() {
    super('The execution was redriven. FailScan reopens the scan.');
  }
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
  if (error instanceof ResourceNotFoundException) return appBundleNotFound(error, operation);
  if (error instanceof ValidationException) {
    return new ScanError(
      ScanErrorName.REQUEST_REJECTED,
      `AppFabric rejected ${operation} (${describe(failure)}${reasonIn(error)}). Correct the input and start a new scan.`,
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

export function appBundleNotFound(failure: ServiceFailure, operation: string): ScanError {
  return new ScanError(
    ScanErrorName.APP_BUNDLE_NOT_FOUND,
    `AppFabric did not find the app bundle for ${operation} (${describe(failure)}). Check that the app bundle of ` +
      'this scanner exists in this account and Region, and that task ids in the input belong to it.',
  );
}

/** The values in AppFabric's model. Anything else could be what a person typed. */
const REASONS = ['unknownOperation', 'cannotParse', 'fieldValidationFailed', 'other'];
const FIELDS = ['appBundleIdentifier', 'email', 'taskIdList'];

function reasonIn({ reason, fieldList }: ValidationException): string {
  const fields = (fieldList ?? []).flatMap(({ name }) => FIELDS.find((field) => field === name) ?? []);
  const named = fields.length > 0 ? `, fields ${[...new Set(fields)].join(', ')}` : '';
  return `, reason ${REASONS.find((known) => known === reason) ?? 'not given'}${named}`;
}

/** An error's name, status and request id, which AWS Support asks for. Contains nothing that a person typed. */
export function describe(failure: ServiceFailure): string {
  const name = isErrorName(failure.name) ? failure.name : 'Error';
  const { httpStatusCode, requestId } = failure.$metadata ?? {};
  const id = requestId !== undefined && /^[\w-]{1,64}$/.test(requestId) ? requestId : undefined;
  return [name, httpStatusCode && `HTTP ${httpStatusCode}`, id && `request ${id}`].filter(Boolean).join(', ');
}

/** Why EventBridge did not accept events. */
export const codeOf = (code: string | undefined): string =>
  code === undefined ? 'not in time' : describe({ name: code });

/** Names without a telling end: ours, and those of EventBridge for a single event. */
const OTHER_NAMES: readonly string[] = [...Object.values(PassingErrorName), 'MalformedDetail', 'InvalidArgument'];

/** Whether a string can only be the name of an error, so that it is safe to log. */
export const isErrorName = (name: string | undefined): name is string =>
  name !== undefined &&
  (OTHER_NAMES.includes(name) ||
    /^((Lambda|States|StepFunctions|Sandbox|Runtime)\.[A-Za-z\d]{2,60}|[A-Za-z]{0,60}(Exception|Error|Failure))$/.test(
      name,
    ));
