/** The message in the cause of a failed Task. Lambda wraps it in a JSON object; any other cause is returned as it is. */
export function errorMessageIn(cause: string): string {
  try {
    const { errorMessage } = JSON.parse(cause) as { errorMessage?: unknown };
    return typeof errorMessage === 'string' ? errorMessage : cause;
  } catch {
    return cause;
  }
}
