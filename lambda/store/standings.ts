import { isAnswer } from '../../lib/contract/answers';
import { appPartition, appSortKey, personPartition, STANDING_PREFIX, standingKey } from '../../lib/contract/keys';
import type { PersonKey } from '../../lib/contract/person';
import type { Account, CompletedScan, Result, Standing } from '../../lib/contract/records';
import { forEachLimited, MAX_WRITES_AT_ONCE } from '../common/concurrency';
import { viewExpiryOf } from './expiry';
import type { ItemStore } from './item-store';

/**
 * Where a person stands in each app and tenant. What the latest answer said stays until the next answer, so that a scan
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
    const { email, app, tenantId, recordedAt, accountFound } = result;
    if (email === undefined || app === undefined || tenantId === undefined) return;
    const key = standingKey(email, app, tenantId);
    const order = orderOf(result);
    const answer = isAnswer(result) ? answerOf(result, email, app, tenantId) : { set: {}, remove: [] };
    const seen = accountFound ? { accountSeenAt: recordedAt } : {};
    const latest = {
      set: { ...latestResult(result), order, ...answer.set },
      setIfAbsent: isAnswer(result) ? seen : { access: 'UNKNOWN' },
      remove: [...absentIn(result, LATEST_ATTRIBUTES), ...answer.remove],
    };
    // `answerOrder` is never greater than `order`, so one condition is enough for both.
    const { written, item } = await this.items.update(key, {
      set: { ...latest.set, ...this.standsBy(result) },
      setIfAbsent: latest.setIfAbsent,
      remove: [...latest.remove, 'notAskedOrder', ...(isAnswer(result) ? ['reason'] : [])],
      condition: `(${isNewer('order')}) AND (${isNewer('notAskedOrder')})`,
      conditionValues: { order },
    });
    if (written) return;
    if (String(item.order) < order) {
      // A newer scan did not ask, so this result does not confirm anything.
      const isLatest = await this.items.update(key, { ...latest, ...newerThan('order', order) });
      if (isLatest.written) return;
    }
    if (!isAnswer(result)) return;
    // A newer result is filed. If that result is not an answer, this one can still be the latest answer.
    const isLatestAnswer = await this.items.update(key, {
      ...answer,
      setIfAbsent: seen,
      ...newerThan('answerOrder', order),
    });
    if (isLatestAnswer.written || isLatestAnswer.item.accountSeenAt !== undefined || !accountFound) return;
    // The newer answer is that there is no account, but this one shows that the address is this person's.
    await this.items.update(key, { set: seen, condition: 'attribute_not_exists(#accountSeenAt)' });
  }

  /**
   * Takes note of the tenants that a scan did not ask for: what is known of them is not confirmed, and is kept for as long
   * as what is known of the others. Without this, an open account in an app that is no longer connected would expire,
   * and with it the only sign of it.
   */
  async markNotAsked({ scanId, email, startedAt, tasksStartedAt, unknown }: CompletedScan): Promise<void> {
    if (email === undefined) return;
    const notAskedOrder = [tasksStartedAt ?? startedAt, 0, scanId].join('#');
    const tenants = unknown.filter(({ reason, lastAccess }) => reason === 'NOT_ASKED' && lastAccess !== undefined);
    await forEachLimited(tenants, MAX_WRITES_AT_ONCE, async ({ app = '', tenantId = '' }) => {
      await this.items.update(standingKey(email, app, tenantId), {
        set: {
          confirmed: false,
          reason: 'NOT_ASKED',
          notAskedOrder,
          expiresAt: viewExpiryOf(startedAt, this.retentionSeconds),
        },
        condition: `attribute_exists(#lastAnswer) AND #order < :order AND (${isNewer('notAskedOrder')})`,
        conditionValues: { order: notAskedOrder },
      });
    });
  }

  /** What a standing says of its latest result, if no newer scan left the tenant out. */
  private standsBy(result: Result) {
    const expiresAt = viewExpiryOf(result.scanStartedAt, this.retentionSeconds);
    return isAnswer(result) ? { confirmed: true, expiresAt } : { confirmed: false, reason: result.reason, expiresAt };
  }

  /** Where a person stands in every app and tenant. */
  async ofPerson(person: PersonKey): Promise<Standing[]> {
    return (await this.items.query(personPartition(person), STANDING_PREFIX)) as unknown as Standing[];
  }
}

/** Attributes of the latest result that it may not have. */
const LATEST_ATTRIBUTES = ['taskId', 'tasksStartedAt', 'error'] as const;

/** Attributes of the latest answer that it may not have. */
const ACCOUNT_ATTRIBUTES = ['userId', 'userFullName', 'userFirstName', 'userLastName', 'userStatus'] as const;

const absentIn = <Name extends string>(item: { readonly [name in Name]?: unknown }, names: readonly Name[]): Name[] =>
  names.filter((name) => item[name] === undefined);

/**
 * Orders results by when their tasks were started, because that is when AppFabric looked. A scan that is redriven can
 * start its tasks days after it began. Of tasks that were started at the same time, an account outranks an answer
 * without an account, which outranks no answer. The standing then does not depend on the order of the writes.
 */
function orderOf(result: Result): string {
  const rank = result.accountFound ? 2 : isAnswer(result) ? 1 : 0;
  return [result.tasksStartedAt ?? result.scanStartedAt, rank, result.scanId, result.taskKey].join('#');
}

const isNewer = (attribute: string) => `attribute_not_exists(#${attribute}) OR #${attribute} < :order`;

const newerThan = (attribute: 'order' | 'answerOrder', order: string) => ({
  condition: isNewer(attribute),
  conditionValues: { order },
});

function latestResult(result: Result) {
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

/** The latest answer, and the index entry that lists it among the app's accounts. */
function answerOf(result: Result, person: PersonKey, app: string, tenantId: string) {
  const { scanId, scanStartedAt, tasksStartedAt, recordedAt, access, accountFound, decidedBy } = result;
  const account = accountIn(result);
  const lastAnswer = { scanId, scanStartedAt, tasksStartedAt, recordedAt, access, accountFound, ...account };
  const set = { access, accountFound, decidedBy, ...account, lastAnswer, answerOrder: orderOf(result) };
  const absent = absentIn(account, ACCOUNT_ATTRIBUTES);
  return accountFound
    ? { set: { ...set, appPk: appPartition(app), appSk: appSortKey(tenantId, person) }, remove: absent }
    : { set, remove: [...absent, 'appPk', 'appSk'] };
}

function accountIn({ userId, userFullName, userFirstName, userLastName, userStatus }: Account): Account {
  return { userId, userFullName, userFirstName, userLastName, userStatus };
}
