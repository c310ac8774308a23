import { isAnswer } from '../../lib/contract/answers';
import { appPartition, appSortKey, standingKey } from '../../lib/contract/keys';
import type { PersonKey } from '../../lib/contract/person';
import type { Account, Result } from '../../lib/contract/records';
import { expiryOf } from './expiry';
import type { ItemStore } from './item-store';

/** A standing must outlive its scan's records, which DynamoDB deletes within a few days after they expire. */
const EXTRA_RETENTION_SECONDS = 7 * 24 * 60 * 60;

/**
 * Where a person stands in each app and tenant: the latest result and the latest answer. Both are kept, so that a scan
 * without an answer does not hide an account that an earlier scan found.
 */
export class Standings {
  constructor(
    private readonly items: ItemStore,
    private readonly retentionSeconds: number,
  ) {}

  /**
   * Files a result as the standing of its person, app and tenant, unless one of newer tasks is filed. A result that does
   * not name all three is not filed.
   */
  async file(result: Result): Promise<void> {
    const { email, app, tenantId } = result;
    if (email === undefined || app === undefined || tenantId === undefined) return;
    const key = standingKey(email, app, tenantId);
    const order = orderOf(result);
    const latest = { ...latestResult(result), order, expiresAt: this.expiryOf(result) };
    const absent = OPTIONAL_ATTRIBUTES.filter((attribute) => latest[attribute] === undefined);

    if (!isAnswer(result)) {
      await this.items.update(key, { set: latest, remove: absent, ...newerThan('order', order) });
      return;
    }
    const answer = lastAnswerOf(result, email, app, tenantId);
    // `answerOrder` is never greater than `order`, so one condition is enough for both.
    const { written } = await this.items.update(key, {
      set: { ...latest, ...answer.set },
      remove: [...absent, ...answer.remove],
      ...newerThan('order', order),
    });
    if (written) return;
    // A newer result is filed. If that result is not an answer, this one can still be the latest answer.
    await this.items.update(key, { ...answer, ...newerThan('answerOrder', order) });
  }

  private expiryOf(result: Result): number {
    return expiryOf(result.scanStartedAt, this.retentionSeconds) + EXTRA_RETENTION_SECONDS;
  }
}

/** Attributes to remove from a standing if the latest result does not have them. */
const OPTIONAL_ATTRIBUTES = [
  'taskId',
  'tasksStartedAt',
  'tenantDisplayName',
  'userId',
  'userFullName',
  'userFirstName',
  'userLastName',
  'userStatus',
  'error',
] as const;

/**
 * Orders results by when their tasks were started, because that is when AppFabric looked. A scan that is redriven can
 * start its tasks days after it began. Of tasks that were started at the same time, an account outranks an answer
 * without an account, which outranks no answer. The standing then does not depend on the order of the writes.
 */
function orderOf(result: Result): string {
  const rank = result.accountFound ? 2 : isAnswer(result) ? 1 : 0;
  return [result.tasksStartedAt ?? result.scanStartedAt, rank, result.scanId, result.taskKey].join('#');
}

const newerThan = (attribute: 'order' | 'answerOrder', order: string) => ({
  condition: `attribute_not_exists(#${attribute}) OR #${attribute} < :order`,
  conditionValues: { order },
});

function latestResult(result: Result) {
  const { email, app, tenantId, taskId, tenantDisplayName, status, accountFound, error } = result;
  const { scanId, scanStartedAt, tasksStartedAt, recordedAt } = result;
  return {
    type: 'STANDING',
    email,
    app,
    tenantId,
    taskId,
    tenantDisplayName,
    status,
    accountFound,
    error,
    scanId,
    scanStartedAt,
    tasksStartedAt,
    recordedAt,
    ...accountIn(result),
  };
}

/** The latest answer, and the index entry that lists it among the app's accounts. */
function lastAnswerOf(result: Result, person: PersonKey, app: string, tenantId: string) {
  const { scanId, scanStartedAt, tasksStartedAt, recordedAt, accountFound } = result;
  const lastAnswer = { scanId, scanStartedAt, tasksStartedAt, recordedAt, accountFound, ...accountIn(result) };
  const answered = { lastAnswer, answerOrder: orderOf(result) };
  return accountFound
    ? { set: { ...answered, appPk: appPartition(app), appSk: appSortKey(tenantId, person) }, remove: [] }
    : { set: answered, remove: ['appPk', 'appSk'] };
}

function accountIn({ userId, userFullName, userFirstName, userLastName, userStatus }: Account): Account {
  return { userId, userFullName, userFirstName, userLastName, userStatus };
}
