/**
 * The message in the cause of a failed Task state. Lambda puts it in a JSON object. Other causes are returned
 * unchanged.
 */
export function errorMessageIn(cause: string): string {
  try {
    const { errorMessage } = JSON.parse(cause) as { errorMessage?: unknown };
    return typeof errorMessage === 'string' ? errorMessage : cause;
  } catch {
    return cause;
  }
}
