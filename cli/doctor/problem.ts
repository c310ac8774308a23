import type { CommandContext } from '../context';
import { CommandError } from '../errors';
import { explainError } from '../explain-error';
import type { AskedError } from './clients';
import { type Found, unchecked } from './finding';

/** Why nothing below the table can be looked at: there is no table, or it has no stack. */
export class NothingToLookAt extends Error {}

export const NOT_CHECKED = 'could not be checked';

const DENIED = /AccessDenied|NotAuthorized|UnauthorizedOperation|AuthorizationError/i;
const THROTTLED = /Throttl|TooManyRequests|RequestLimitExceeded|RateExceeded|LimitExceededException|SlowDown/i;

/** What a check says that could not be made, such as the permission that is missing. */
export function problem(error: unknown, context: Pick<CommandContext, 'env'>): Found {
  return unchecked(NOT_CHECKED, reasonOf(error as AskedError, context));
}

function reasonOf(error: AskedError, context: Pick<CommandContext, 'env'>): string {
  const { name, message, iamAction = 'the request' } = error;
  if (error instanceof CommandError || error instanceof NothingToLookAt) return message;
  if (DENIED.test(name)) return `AWS denied ${iamAction}. Ask for this permission (docs/command.md#doctor lists all).`;
  if (THROTTLED.test(name)) return `AWS throttled ${iamAction}. Run the command again later.`;
  if (name === 'TimeoutError')
    return `AWS did not answer ${iamAction} in time. Check the network, and run the command again.`;
  return explainError(error, context).message;
}

/** Whether AWS says that what a request names is not there. */
export const isMissing = (error: unknown): boolean =>
  /^(ResourceNotFoundException|TableNotFoundException|NotFoundException|StateMachineDoesNotExist|QueueDoesNotExist)$/.test(
    (error as Error).name,
  );

/** The answer, or undefined if what it is about is not there. */
export async function unlessMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
