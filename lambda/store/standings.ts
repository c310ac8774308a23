import { isAnswer } from '../../lib/contract/answers';
import type { ChangeRecord } from '../../lib/contract/changes';
import { type Key, personPartition, STANDING_PREFIX, standingKey } from '../../lib/contract/keys';
import type { PersonKey } from '../../lib/contract/person';
import type { CompletedScan, Result, Standing } from '../../lib/contract/records';
import { tenantKey } from '../../lib/contract/tenant';
import { forEachLimited, MAX_WRITES_AT_ONCE } from '../common/concurrency';
import { type Changes, changeOf } from './changes';
import { viewExpiryOf } from './expiry';
import type { ItemStore, ItemUpdate } from './item-store';
import { orderOf } from './order';
import { type Filed, isFiled, latestAnswerOf, latestOf } from './standing-attributes';
import { changesNothing, isNewer, type StandingRecord, stillAs } from './standing-conditions';

/**
 * Where a person stands in each app and tenant. What the latest answer said stays until the next answer, so that a scan
 * without an answer does not hide an account that an earlier scan found.
 *
 * The write that replaces an answer with a different one puts the change into the standing, and that answer is not
 * replaced before the change has its own item. Changes are then recorded once and in order, without a transaction.
 */
export class Standings {
  constructor(
    private readonly items: ItemStore,
    private readonly changes: Changes,
    private readonly retentionSeconds: number,
  ) {}

  /**
   * Files a result as the standing of its person, app and tenant, unless one of newer tasks is filed. A result that does
   * not name all three is not filed.
   *
   * @returns the change that the result made, if it made one. It is the same if the result is filed again.
   */
  async file(result: Result): Promise<ChangeRecord | undefined> {
    if (!isFiled(result)) return undefined;
    const key = standingKey(result.email, result.app, result.tenantId);
    const order = orderOf(result);
    // `answerOrder` is never greater than `order`, so one condition is enough for both.
    const isNewest = `(${isNewer('order')}) AND (${isNewer('notAskedOrder')})`;
    const { access, userStatus } = result;
    const { written, item } = await this.items.update(key, {
      ...this.confirmedBy(result),
      condition: isAnswer(result) ? `${isNewest} AND ${changesNothing(result)}` : isNewest,
      conditionValues: isAnswer(result) ? { order, access, userStatus } : { order },
    });
    if (written) return undefined;
    if (isAnswer(result)) return this.fileAnswer(key, result, item as unknown as StandingRecord);
    // A newer scan did not ask, so this result does not confirm anything.
    if (String(item.order) < order) {
      await this.items.update(key, { ...latestOf(result), condition: isNewer('order'), conditionValues: { order } });
    }
    return undefined;
  }

  /**
   * Files an answer that changes something, or is not the newest result. Each write replaces only what was read.
   *
   * @param standing as it was read
   */
  private async fileAnswer(key: Key, result: Filed, standing: StandingRecord): Promise<ChangeRecord | undefined> {
    const order = orderOf(result);
    let current = standing;
    for (;;) {
      if (current.pendingChange !== undefined) {
        current = await this.recordChange(key, current.pendingChange);
        continue;
      }
      if (current.answerOrder !== undefined && current.answerOrder >= order) break;
      const change = this.changeOf(current, result);
      const replacing = this.replacing(current, result);
      const { written, item } = await this.items.update(key, {
        ...replacing,
        set: { ...replacing.set, pendingChange: change },
        ...stillAs(current),
      });
      if (written && change !== undefined) await this.recordChange(key, change);
      if (written) return change;
      current = item as unknown as StandingRecord;
    }
    if (current.accountSeenAt === undefined && result.accountFound) {
      // The newer answer is that there is no account, but this one shows that the address is this person's.
      const set = { accountSeenAt: result.recordedAt };
      await this.items.update(key, { set, condition: 'attribute_not_exists(#accountSeenAt)' });
    }
    return this.changes.find(result);
  }

  /** Gives a pending change its own item. @returns the standing after that */
  private async recordChange(key: Key, change: ChangeRecord): Promise<StandingRecord> {
    await this.changes.record(change);
    const { item } = await this.items.update(key, {
      remove: ['pendingChange'],
      condition: '#pendingChange.#id = :id',
      conditionValues: { id: change.id },
    });
    return item as unknown as StandingRecord;
  }

  /** The first scan with an answer is what later ones are compared with, even if it asked twice. */
  private changeOf(standing: StandingRecord, result: Filed): ChangeRecord | undefined {
    if (standing.firstAnswerScanId === result.scanId) return undefined;
    return changeOf(standing, result, this.retentionSeconds);
  }

  /** What an answer that is newer than the latest one sets. A newer scan can have had no answer, or not have asked. */
  private replacing({ order = '', notAskedOrder = '' }: StandingRecord, result: Filed): ItemUpdate {
    if (orderOf(result) <= order) return latestAnswerOf(result);
    return orderOf(result) <= notAskedOrder ? latestOf(result) : this.confirmedBy(result);
  }

  /** What the latest result sets if no newer scan left the tenant out. */
  private confirmedBy(result: Filed): ItemUpdate {
    const { set, setIfAbsent, remove = [] } = latestOf(result);
    const confirmed = isAnswer(result);
    const { reason } = result;
    return {
      set: { ...set, confirmed, reason, expiresAt: viewExpiryOf(result.scanStartedAt, this.retentionSeconds) },
      setIfAbsent,
      remove: [...remove, 'notAskedOrder', ...(reason === undefined ? ['reason'] : [])],
    };
  }

  /**
   * Takes note of the tenants that a scan did not ask for: what is known of them is not confirmed, and is kept for as long
   * as what is known of the others. Without this, an open account in an app that is no longer connected would expire,
   * and with it the only sign of it.
   *
   * @param results of the scan
   */
  async markNotAsked(scan: CompletedScan, results: readonly Result[]): Promise<void> {
    const { scanId, email, startedAt, tasksStartedAt, unknown, unknownTruncated } = scan;
    if (email === undefined) return;
    const notAskedOrder = [tasksStartedAt ?? startedAt, 0, scanId].join('#');
    const tenants: readonly Partial<Pick<Standing, 'app' | 'tenantId'>>[] = unknownTruncated
      ? await this.othersThan(results, email)
      : unknown.filter(({ reason, lastAccess }) => reason === 'NOT_ASKED' && lastAccess !== undefined);
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

  /** The standings of a person that none of these results is about. */
  private async othersThan(results: readonly Result[], person: PersonKey): Promise<Standing[]> {
    const asked = new Set(results.map(tenantKey));
    return (await this.ofPerson(person)).filter((standing) => !asked.has(tenantKey(standing)));
  }

  /** Where a person stands in every app and tenant. */
  async ofPerson(person: PersonKey): Promise<Standing[]> {
    return (await this.items.query(personPartition(person), STANDING_PREFIX)) as unknown as Standing[];
  }
}
