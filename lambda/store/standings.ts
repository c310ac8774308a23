import { isAnswer } from '../../lib/contract/answers';
import { appPartition, appSortKey, scanOrder, standingKey } from '../../lib/contract/keys';
import type { PersonKey } from '../../lib/contract/person';
import type { Account, Result } from '../../lib/contract/records';
import { expiryOf } from './expiry';
import type { ItemStore } from './item-store';

/** A standing must outlive the records that it is made from. Time to live deletes within a few days of the expiry. */
const LONGER_THAN_RECORDS_SECONDS = 7 * 24 * 60 * 60;

/**
 * Where a person stands in each app and tenant: the latest result and, beside it, the latest answer, so that a scan
 * without an answer never hides an account that an earlier one found.
 */
export class Standings {
  constructor(
    private readonly items: ItemStore,
    private readonly retentionSeconds: number,
  ) {}

  /**
   * Files a result under the person, app and tenant that it names, unless a newer scan has filed one there. A result
   * that does not name all three is not filed.
   */
  async file(result: Result): Promise<void> {
    const { email, app, tenantId } = result;
    if (email === undefined || app === undefined || tenantId === undefined) return;
    const key = standingKey(email, app, tenantId);
    const order = orderOf(result);
    const latest = { ...latestResult(result), order, expiresAt: this.expiryOf(result) };
    const gone = GIVEN_BY_SOME_RESULTS.filter((attribute) => latest[attribute] === undefined);

    if (!isAnswer(result)) {
      await this.items.update(key, { set: latest, remove: gone, ...newerThan('order', order) });
      return;
    }
    const answer = lastAnswerOf(result, email, app, tenantId);
    // An answer's order is never above the order beside it, so one condition speaks for both.
    const { written } = await this.items.update(key, {
      set: { ...latest, ...answer.set },
      remove: [...gone, ...answer.remove],
      ...newerThan('order', order),
    });
    if (written) return;
    // A newer scan has filed its result. If it had no answer, ours is still the latest one.
    await this.items.update(key, { ...answer, ...newerThan('answerOrder', order) });
  }

  private expiryOf(result: Result): number {
    return expiryOf(result.scanStartedAt, this.retentionSeconds) + LONGER_THAN_RECORDS_SECONDS;
  }
}

/** Attributes that a later result may lack. */
const GIVEN_BY_SOME_RESULTS = [
  'taskId',
  'tenantDisplayName',
  'userId',
  'userFullName',
  'userFirstName',
  'userLastName',
  'userStatus',
  'error',
] as const;

/**
 * Newer scans come after older ones. Task ids of one scan may name a tenant twice: then an account outranks an answer
 * without one, which outranks no answer, so that the outcome does not depend on which result is recorded last.
 */
function orderOf(result: Result): string {
  const rank = result.accountFound ? 2 : isAnswer(result) ? 1 : 0;
  return `${scanOrder(result.scanStartedAt, result.scanId)}#${rank}#${result.taskKey}`;
}

const newerThan = (attribute: 'order' | 'answerOrder', order: string) => ({
  condition: `attribute_not_exists(#${attribute}) OR #${attribute} < :order`,
  conditionValues: { order },
});

function latestResult(result: Result) {
  const { email, app, tenantId, taskId, tenantDisplayName, status, accountFound, error } = result;
  const { scanId, scanStartedAt, recordedAt } = result;
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
    recordedAt,
    ...accountIn(result),
  };
}

/** The latest answer, and the index entry that lists it among the app's accounts. */
function lastAnswerOf(result: Result, person: PersonKey, app: string, tenantId: string) {
  const { scanId, scanStartedAt, recordedAt, accountFound } = result;
  const lastAnswer = { scanId, scanStartedAt, recordedAt, accountFound, ...accountIn(result) };
  const answered = { lastAnswer, answerOrder: orderOf(result) };
  return accountFound
    ? { set: { ...answered, appPk: appPartition(app), appSk: appSortKey(tenantId, person) }, remove: [] }
    : { set: answered, remove: ['appPk', 'appSk'] };
}

function accountIn({ userId, userFullName, userFirstName, userLastName, userStatus }: Account): Account {
  return { userId, userFullName, userFirstName, userLastName, userStatus };
}
