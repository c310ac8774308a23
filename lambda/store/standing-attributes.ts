import { isAnswer } from '../../lib/contract/answers';
import { appPartition, appSortKey } from '../../lib/contract/keys';
import type { PersonKey } from '../../lib/contract/person';
import type { Account, Answer, Result } from '../../lib/contract/records';
import type { ItemUpdate } from './item-store';
import { orderOf } from './order';

/** A result that names its person, app and tenant. Any other does not have a standing. */
export interface Filed extends Result {
  readonly email: PersonKey;
  readonly app: string;
  readonly tenantId: string;
}

export const isFiled = (result: Result): result is Filed =>
  result.email !== undefined && result.app !== undefined && result.tenantId !== undefined;

/** Attributes of the latest result that it may not have. */
const LATEST_ATTRIBUTES = ['taskId', 'tasksStartedAt', 'error'] as const;

/** Attributes of the latest answer that it may not have. */
const ACCOUNT_ATTRIBUTES = ['userId', 'userFullName', 'userFirstName', 'userLastName', 'userStatus'] as const;

/** What the latest result of a standing sets. If it is an answer, it is the latest answer too. */
export function latestOf(result: Filed): ItemUpdate {
  const answer: ItemUpdate = isAnswer(result) ? latestAnswerOf(result) : { setIfAbsent: { access: 'UNKNOWN' } };
  return {
    set: { ...latestResult(result), order: orderOf(result), ...answer.set },
    setIfAbsent: answer.setIfAbsent,
    remove: [...absentIn(result, LATEST_ATTRIBUTES), ...(answer.remove ?? [])],
  };
}

/** What the latest answer of a standing sets, and the index entry that lists it among the app's accounts. */
export function latestAnswerOf(result: Filed): ItemUpdate {
  const { email, app, tenantId, scanId, recordedAt, access, accountFound, decidedBy } = result;
  const account = accountIn(result);
  const set = {
    access,
    accountFound,
    decidedBy,
    ...account,
    lastAnswer: answerOf(result),
    answerOrder: orderOf(result),
  };
  const absent = absentIn(account, ACCOUNT_ATTRIBUTES);
  return accountFound
    ? {
        set: { ...set, appPk: appPartition(app), appSk: appSortKey(tenantId, email) },
        setIfAbsent: { accountSeenAt: recordedAt, firstAnswerScanId: scanId },
        remove: absent,
      }
    : { set, setIfAbsent: { firstAnswerScanId: scanId }, remove: [...absent, 'appPk', 'appSk'] };
}

/** The answer in a result. */
export function answerOf(result: Result): Answer {
  const { scanId, scanStartedAt, tasksStartedAt, recordedAt, access, accountFound, decidedBy } = result;
  const answer = { scanId, scanStartedAt, tasksStartedAt, recordedAt, access, accountFound, decidedBy };
  return { ...answer, ...accountIn(result) } as Answer;
}

const absentIn = <Name extends string>(item: { readonly [name in Name]?: unknown }, names: readonly Name[]): Name[] =>
  names.filter((name) => item[name] === undefined);

function latestResult(result: Filed) {
  const { email, app, tenantId, taskId, tenantDisplayName, status, error } = result;
  const { scanId, scanStartedAt, tasksStartedAt, recordedAt } = result;
  return {
    type: 'STANDING',
    email,
    app,
    tenantId,
    taskId,
    tenantDisplayName,
    status,
    error,
    scanId,
    scanStartedAt,
    tasksStartedAt,
    recordedAt,
  };
}

function accountIn({ userId, userFullName, userFirstName, userLastName, userStatus }: Account): Account {
  return { userId, userFullName, userFirstName, userLastName, userStatus };
}
