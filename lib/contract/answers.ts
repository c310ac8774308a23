/** Whether a task tells if there is an account: it completed, or it found one and failed later. */
export const isAnswer = (task: { readonly status: string; readonly accountFound?: boolean }): boolean =>
  task.status === 'COMPLETED' || task.accountFound === true;
