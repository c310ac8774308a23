import type { Access, Authorization } from './model';

/**
 * Whether StartUserAccessTasks answers for an authorization: with a task if it is connected, and otherwise with the
 * error that the person's entry in `access` has.
 */
export function isStarted({ status = 'Connected', userAccess = true }: Authorization, access?: Access): boolean {
  return userAccess && (status === 'Connected' || access?.startError !== undefined);
}
