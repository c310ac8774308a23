/**
 * Whether a task's result answers the question if there is an account: the task completed, or its result carries an
 * account although it did not complete. A task in progress has no answer yet.
 */
export const isAnswer = (result: { readonly status: string; readonly accountFound?: boolean }): boolean =>
  result.status === 'COMPLETED' || result.accountFound === true;
