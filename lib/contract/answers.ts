import type { Task } from './records';

/**
 * Whether a result is an answer of the app: the task completed, or its result names an account.
 *
 * Any other result does not show whether the person has an account.
 */
export const isAnswer = ({ status, accountFound }: Pick<Task, 'status' | 'accountFound'>): boolean =>
  status === 'COMPLETED' || accountFound === true;
