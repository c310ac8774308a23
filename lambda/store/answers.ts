import { personOf } from '../../lib/contract/person';
import type { Account, ResultStatus, TaskError } from '../../lib/contract/records';
import type { UserAccessResultItem } from '../appfabric';

/** The maximum length of any string in AppFabric's model, in characters. */
const MAX_STRING_LENGTH = 2048;
/** The maximum length of a tenant id in AppFabric's model, and the most that we take for the name of an app. */
const MAX_TENANT_ID_LENGTH = 1024;
const MAX_APP_LENGTH = 255;
/**
 * AppFabric has no limit for these. With all four, 50 tasks fit in a DynamoDB item of 400 KB, even if every character
 * has three bytes. StartScan shortens the messages if that is not enough.
 */
const MAX_ERROR_CODE_LENGTH = 128;
const MAX_ERROR_MESSAGE_LENGTH = 1024;

/** The final statuses of a task in AppFabric. */
export type AnsweredStatus = Exclude<ResultStatus, 'TIMED_OUT'>;

/**
 * A string in an answer, or undefined if it is missing, empty or not a string.
 *
 * @param maxLength in characters
 */
export function stringOf(value: unknown, maxLength = MAX_STRING_LENGTH): string | undefined {
  if (typeof value !== 'string' || value.length === 0) return undefined;
  // AppFabric counts an emoji as one character, though it has two UTF-16 units.
  return (value.length > maxLength ? [...value].slice(0, maxLength).join('') : value).toWellFormed();
}

export function taskErrorOf(error: TaskError | undefined | null): TaskError | undefined {
  if (error === undefined || error === null) return undefined;
  return {
    errorCode: stringOf(error.errorCode, MAX_ERROR_CODE_LENGTH),
    errorMessage: stringOf(error.errorMessage, MAX_ERROR_MESSAGE_LENGTH),
  };
}

/** The status of a task that has ended. With any other status, even one that is not known yet, the task is open. */
export function finalStatusOf(answer: UserAccessResultItem): AnsweredStatus | undefined {
  const status = answer.resultStatus;
  return status === 'COMPLETED' || status === 'FAILED' || status === 'EXPIRED' ? status : undefined;
}

export function accountOf(answer: UserAccessResultItem): Account {
  return {
    userId: textOf(answer.userId),
    userFullName: textOf(answer.userFullName),
    userFirstName: textOf(answer.userFirstName),
    userLastName: textOf(answer.userLastName),
    userStatus: textOf(answer.userStatus),
  };
}

/** AppFabric's model has strings only. A number or anything else still shows that there is a user, and is kept as JSON. */
const textOf = (value: unknown): string | undefined =>
  stringOf(typeof value === 'string' || value === null ? value : JSON.stringify(value));

/** What decides what an answer means. */
export const saidBy = (answer: UserAccessResultItem, status: ResultStatus) => ({
  app: tenantOf(answer).app,
  status,
  account: accountOf(answer),
  error: taskErrorOf(answer.taskError),
});

/** The app and the tenant of a task. */
export const tenantOf = ({ app, tenantId }: { app?: unknown; tenantId?: unknown }) => ({
  app: stringOf(app, MAX_APP_LENGTH),
  tenantId: stringOf(tenantId, MAX_TENANT_ID_LENGTH),
});

/** The app, tenant and person of a task that was started elsewhere. */
export function identityOf(answer: UserAccessResultItem) {
  const email = stringOf(answer.email);
  return {
    ...tenantOf(answer),
    email: email === undefined ? undefined : personOf(email).key,
  };
}
