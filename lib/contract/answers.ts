import type { Task } from './records';

/**
 * Whether the app answered: the task completed, or it names an account however it ended.
 *
 * Every other result leaves it open whether there is an account.
 */
export const isAnswer = ({ status, accountFound }: Pick<Task, 'status' | 'accountFound'>): boolean =>
  status === 'COMPLETED' || accountFound === true;
