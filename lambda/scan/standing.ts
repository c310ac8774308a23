import type { ItemStore } from './item-store';
import { appPartition, appSortKey, scanOrder, standingKey } from './keys';
import type { Result, UserFields } from './records';
import { expiry } from './scans';

/** A standing must outlive the records it rests on; time to live deletes within a few days of the expiry. */
const STANDING_OUTLIVES_HISTORY_SECONDS = 7 * 24 * 60 * 60;

/**
 * Where a person stands in each app and tenant: the latest result, and beside it the latest *answer*, so that a scan
 * without an answer never hides an account that an earlier one found.
 */
export class Standings {
  constructor(
    private readonly items: ItemStore,
    private readonly retentionSeconds: number,
  ) {}

  /**
   * Files a result under the person, app and tenant that it names, unless a newer scan has been there. Nothing is
   * filed for a result that names no person, app or tenant.
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
    const account = accountOf(result, email, app, tenantId);
    // An answer's order is never above the order beside it, so one condition speaks for both.
    const { written } = await this.items.update(key, {
      set: { ...latest, ...account.set },
      remove: [...gone, ...account.remove],
      ...newerThan('order', order),
    });
    if (written) return;
    // A newer scan has been here. If it had no answer, ours is still the latest that there is.
    await this.items.update(key, { ...account, ...newerThan('answerOrder', order) });
  }

  private expiryOf(result: Result): number {
    return expiry(result.scanStartedAt, this.retentionSeconds) + STANDING_OUTLIVES_HISTORY_SECONDS;
  }
}

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

const isAnswer = (result: Result): boolean => result.status === 'COMPLETED' || result.accountFound;

/**
 * Newer scans come after older ones. Within one scan (task ids may name one tenant twice) an account found outranks
 * an answer without one, which outranks no answer: the outcome must not depend on which was recorded last.
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
    ...{ type: 'STANDING', email, app, tenantId, taskId, tenantDisplayName, status, accountFound, error },
    ...{ scanId, scanStartedAt, recordedAt },
    ...userFields(result),
  };
}

/** The latest answer, and the index entry by which an app's accounts are found. */
function accountOf(result: Result, email: string, app: string, tenantId: string) {
  const { scanId, scanStartedAt, recordedAt, accountFound } = result;
  const lastAnswer = { scanId, scanStartedAt, recordedAt, accountFound, ...userFields(result) };
  const answered = { lastAnswer, answerOrder: orderOf(result) };
  return accountFound
    ? { set: { ...answered, appPk: appPartition(app), appSk: appSortKey(tenantId, email) }, remove: [] }
    : { set: answered, remove: ['appPk', 'appSk'] };
}

function userFields({ userId, userFullName, userFirstName, userLastName, userStatus }: UserFields): UserFields {
  return { userId, userFullName, userFirstName, userLastName, userStatus };
}
