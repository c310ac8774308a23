/** The message in the cause of an execution's error: Lambda puts a function's error into a JSON object. */
export function errorMessageIn(cause: string): string {
  try {
    const { errorMessage } = JSON.parse(cause) as { errorMessage?: unknown };
    return typeof errorMessage === 'string' ? errorMessage : cause;
  } catch {
    return cause;
  }
}
