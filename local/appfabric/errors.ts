/** AppFabric's errors, in the shapes of its model. */

export interface Field {
  readonly name: string;
  readonly message: string;
}

type ValidationReason = 'unknownOperation' | 'cannotParse' | 'fieldValidationFailed' | 'other';

/** An error that AppFabric returns. */
export class AppFabricError extends Error {
  /** @param members the members of the error's shape other than its message */
  constructor(
    override readonly name: string,
    readonly status: number,
    message: string,
    readonly members: object = {},
    readonly retryAfterSeconds?: number,
  ) {
    super(message);
  }
}

export function accessDenied(message: string): AppFabricError {
  return new AppFabricError('AccessDeniedException', 403, message);
}

export function validation(reason: ValidationReason, message: string, fieldList?: readonly Field[]): AppFabricError {
  return new AppFabricError('ValidationException', 400, message, { reason, fieldList });
}

/** Names every field that is not valid, like AppFabric, but does not repeat the values, which can be personal data. */
export function invalidFields(fieldList: readonly Field[]): AppFabricError {
  const detected = `${fieldList.length} validation error${fieldList.length === 1 ? '' : 's'} detected`;
  const problems = fieldList.map(({ name, message }) => `Value at '${name}' failed to satisfy constraint: ${message}`);
  return validation('fieldValidationFailed', `${detected}: ${problems.join('; ')}`, fieldList);
}

export function appBundleNotFound(resourceId: string): AppFabricError {
  const members = { resourceId, resourceType: 'AppBundle' };
  return new AppFabricError('ResourceNotFoundException', 404, 'The app bundle was not found.', members);
}

export function throttled(retryAfterSeconds?: number): AppFabricError {
  const members = { serviceCode: 'appfabric', quotaCode: 'L-REQUESTRATE' };
  return new AppFabricError('ThrottlingException', 429, 'Rate exceeded.', members, retryAfterSeconds);
}

export function internalError(retryAfterSeconds?: number): AppFabricError {
  return new AppFabricError('InternalServerException', 500, 'An internal error occurred.', {}, retryAfterSeconds);
}
