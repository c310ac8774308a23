/** An error that a client of AWS sees: its name is the exception's. */
export class AwsError extends Error {
  constructor(
    override readonly name: string,
    message: string,
    readonly status = 400,
    /** The code of a service that once spoke the Query protocol. Its clients prefer it to the name. */
    readonly queryCode?: string,
  ) {
    super(message);
  }
}

export function validationError(message: string): AwsError {
  return new AwsError('ValidationException', message);
}

/** AWS's error for a member that violates a constraint of its model. */
export function constraintError(member: string, constraint: string): AwsError {
  return violation(`Value at '${member}'`, constraint);
}

/** AWS's error for a value that is not one of those that the model lists. */
export function enumError(member: string, value: unknown, allowed: readonly string[]): AwsError {
  return violation(`Value '${value}' at '${member}'`, `satisfy enum value set: [${allowed.join(', ')}]`);
}

const violation = (value: string, constraint: string): AwsError =>
  validationError(`1 validation error detected: ${value} failed to satisfy constraint: Member must ${constraint}`);
