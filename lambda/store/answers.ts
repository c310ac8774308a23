import { personOf } from '../../lib/contract/person';
import type { Account, ResultStatus, TaskError } from '../../lib/contract/records';
import type { UserAccessResultItem } from '../appfabric';

/** The longest string that AppFabric's model allows anywhere, in characters. */
const MAX_STRING_LENGTH = 2048;
/** AppFabric sets no limit for these. Ours keep the errors of 50 tasks within DynamoDB's 400 KB for an item. */
const MAX_ERROR_CODE_LENGTH = 256;
const MAX_ERROR_MESSAGE_LENGTH = 1024;

/** How AppFabric says that a task ended. */
export type AnsweredStatus = Exclude<ResultStatus, 'TIMED_OUT'>;

/** A string of an answer, or undefined. Every member is optional, and no value is trusted. */
export function stringOf(value: unknown, maxLength = MAX_STRING_LENGTH): string | undefined {
  return typeof value === 'string' && value.length > 0 ? value.slice(0, maxLength).toWellFormed() : undefined;
}

export function taskErrorOf(error: TaskError | undefined | null): TaskError | undefined {
  if (error === undefined || error === null) return undefined;
  return {
    errorCode: stringOf(error.errorCode, MAX_ERROR_CODE_LENGTH),
    errorMessage: stringOf(error.errorMessage, MAX_ERROR_MESSAGE_LENGTH),
  };
}

/** AppFabric's final statuses. Any other means that the task is still open: a new status may appear one day. */
export function finalStatusOf(answer: UserAccessResultItem): AnsweredStatus | undefined {
  const status = answer.resultStatus;
  return status === 'COMPLETED' || status === 'FAILED' || status === 'EXPIRED' ? status : undefined;
}

export function accountOf(answer: UserAccessResultItem): Account {
  return {
    userId: stringOf(answer.userId),
    userFullName: stringOf(answer.userFullName),
    userFirstName: stringOf(answer.userFirstName),
    userLastName: stringOf(answer.userLastName),
    userStatus: stringOf(answer.userStatus),
  };
}

/** One attribute of a user is enough: an app has no account only when AppFabric names no user at all. */
export const namesAccount = (account: Account): boolean => Object.values(account).some((value) => value !== undefined);

/** The app, tenant and person of a task that was started elsewhere. */
export function identityOf(answer: UserAccessResultItem) {
  const email = stringOf(answer.email);
  return {
    app: stringOf(answer.app),
    tenantId: stringOf(answer.tenantId),
    email: email === undefined ? undefined : personOf(email).key,
  };
}
