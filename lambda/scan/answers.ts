import type { UserAccessResultItem } from '../appfabric';
import { personKey } from './keys';
import type { FinalStatus, TaskFailure, UserFields } from './records';

/** The longest string that AppFabric's model allows anywhere (2,048 characters). */
const LONGEST_TEXT = 2048;
/** AppFabric sets no limit to these two; ours keep the errors of 50 tasks within DynamoDB's 400 KB an item. */
const LONGEST_ERROR_CODE = 256;
const LONGEST_ERROR_MESSAGE = 1024;

/** A string of an answer, or undefined where there is none: every member is optional, and none is trusted. */
export function text(value: unknown, longest = LONGEST_TEXT): string | undefined {
  return typeof value === 'string' && value.length > 0 ? value.slice(0, longest).toWellFormed() : undefined;
}

export function failureOf(error: TaskFailure | undefined | null): TaskFailure | undefined {
  if (error === undefined || error === null) return undefined;
  return {
    errorCode: text(error.errorCode, LONGEST_ERROR_CODE),
    errorMessage: text(error.errorMessage, LONGEST_ERROR_MESSAGE),
  };
}

/** AppFabric's final statuses. Any other means that the task is still open: a new status may appear one day. */
export function finalStatusOf(answer: UserAccessResultItem): Exclude<FinalStatus, 'TIMED_OUT'> | undefined {
  const status: string | undefined = answer.resultStatus;
  return status === 'COMPLETED' || status === 'FAILED' || status === 'EXPIRED' ? status : undefined;
}

export function userFieldsOf(answer: UserAccessResultItem): UserFields {
  return {
    userId: text(answer.userId),
    userFullName: text(answer.userFullName),
    userFirstName: text(answer.userFirstName),
    userLastName: text(answer.userLastName),
    userStatus: text(answer.userStatus),
  };
}

/** Any one user field is enough: "no account" is said only when AppFabric names nobody. */
export const accountFound = (user: UserFields): boolean => Object.values(user).some((value) => value !== undefined);

/** Which task, of which person, an answer is about; for tasks that somebody else started. */
export function identityOf(answer: UserAccessResultItem) {
  const email = text(answer.email);
  return { app: text(answer.app), tenantId: text(answer.tenantId), email: email && personKey(email) };
}
