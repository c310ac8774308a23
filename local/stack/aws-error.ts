/** An error that a client of AWS sees: its name is the exception's. */
export class AwsError extends Error {
  constructor(
    override readonly name: string,
    message: string,
    readonly status = 400,
  ) {
    super(message);
  }
}

export function validationError(message: string): AwsError {
  return new AwsError('ValidationException', message);
}

/** AWS's error for a member that violates a constraint of its model. */
export function constraintError(member: string, constraint: string): AwsError {
  return validationError(
    `1 validation error detected: Value at '${member}' failed to satisfy constraint: Member must ${constraint}`,
  );
}
