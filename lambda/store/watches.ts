import {
  type Key,
  pastWatchKey,
  personPartition,
  scanOrder,
  WATCH_PREFIX,
  watchIdKey,
  watchIdsPartition,
  watchKey,
  watchOrder,
  watchPartition,
} from '../../lib/contract/keys';
import type { PersonKey } from '../../lib/contract/person';
import type { WatchIdRecord, WatchRecord } from '../../lib/contract/watches';
import { viewExpiryOf } from './expiry';
import type { ItemStore } from './item-store';

/** Identifies a watch. Step Functions frees the name of an execution after 90 days, so an id is not enough. */
export type WatchIdentity = Pick<WatchRecord, 'watchId' | 'startedAt'>;

/** The item of a watch, where it was read. */
export interface StoredWatch {
  readonly key: Key;
  readonly watch: WatchRecord;
}

export const isSameWatch = (a: WatchIdentity, b: WatchIdentity): boolean =>
  a.watchId === b.watchId && a.startedAt === b.startedAt;

/** Whether a watch is the person's current or last one. */
export const isCurrent = ({ key, watch }: StoredWatch): boolean => key.sk === watchKey(watch.email).sk;

/**
 * The records of watches. Each person has one item for the current watch, so that there is never more than one. A write
 * replaces only the revision that was read.
 */
export class Watches {
  constructor(
    private readonly items: ItemStore,
    private readonly retentionSeconds: number,
  ) {}

  /** When the records of a watch expire, in seconds since the epoch: late enough for a function that is retried for days. */
  expiresAt(giveUpAt: string): number {
    return viewExpiryOf(giveUpAt, this.retentionSeconds);
  }

  /** Records whose watch an id is, unless the id is already recorded. @returns the record */
  async recordId(record: WatchIdRecord): Promise<WatchIdRecord> {
    const key = watchIdKey(record.watchId);
    const isNew = await this.items.putIfAbsent(key, { ...record, ...placeOf(record) });
    return isNew ? record : ((await this.items.get(key)) as unknown as WatchIdRecord);
  }

  async findId(watchId: string): Promise<WatchIdRecord | undefined> {
    return (await this.items.get(watchIdKey(watchId))) as WatchIdRecord | undefined;
  }

  /** Takes note that an execution ended before it recorded a watch or a request. It can't do so later. */
  async markNotBegun({ watchId, ...record }: WatchIdRecord): Promise<void> {
    await this.items.update(watchIdKey(watchId), {
      set: { notBegun: true },
      setIfAbsent: { watchId, ...record, ...placeOf({ watchId, ...record }) },
      condition: 'attribute_not_exists(#startedAt) OR #startedAt = :startedAt',
      conditionValues: { startedAt: record.startedAt },
    });
  }

  /** A person's current watch, or the last one, and then the ones before it. */
  async ofPerson(person: PersonKey): Promise<StoredWatch[]> {
    return (await this.items.query(personPartition(person), WATCH_PREFIX)).map(storedWatch);
  }

  /** A watch of a person, current or past. */
  async find(person: PersonKey, identity: WatchIdentity): Promise<StoredWatch | undefined> {
    const current = await this.items.get(watchKey(person));
    if (current !== undefined && isSameWatch(storedWatch(current).watch, identity)) return storedWatch(current);
    const past = await this.items.get(pastWatchKey(person, identity.startedAt, identity.watchId));
    return past && storedWatch(past);
  }

  /**
   * Records a new watch as the current one of its person.
   *
   * @param last the last watch, which has ended. It is kept as a past one.
   * @returns undefined if another watch was recorded in the meantime, so that `last` may be a past one already
   */
  async begin(watch: WatchRecord, last?: StoredWatch): Promise<StoredWatch | undefined> {
    const key = watchKey(watch.email);
    if (last === undefined) {
      const first = { ...watch, revision: 1 };
      return (await this.items.putIfAbsent(key, itemOf(first))) ? { key, watch: first } : undefined;
    }
    if (!isCurrent(last)) return undefined;
    await this.keep(last.watch);
    // The revisions go on, so that a late write to the last watch can't replace the new one.
    return this.write(last, watch);
  }

  /** Replaces what was read. @returns undefined if somebody else has replaced it in the meantime */
  async write({ key, watch: read }: StoredWatch, watch: WatchRecord): Promise<StoredWatch | undefined> {
    const next = { ...watch, revision: read.revision + 1 };
    const isWritten = await this.items.putIf(key, itemOf(next), '#revision = :read', { read: read.revision });
    return isWritten ? { key, watch: next } : undefined;
  }

  /** Copies a watch to where it stays when another one begins, unless a later revision is already there. */
  private async keep(watch: WatchRecord): Promise<void> {
    const { email, startedAt, watchId, revision } = watch;
    const key = pastWatchKey(email, startedAt, watchId);
    await this.items.putIf(key, itemOf(watch), 'attribute_not_exists(pk) OR #revision < :revision', { revision });
  }
}

/** The place of an id among those of its person. */
const placeOf = ({ watchId, startedAt, email }: WatchIdRecord) =>
  email === undefined ? {} : { watchPk: watchIdsPartition(email), watchSk: scanOrder(startedAt, watchId) };

/** With the place of the watch among those of its status. */
const itemOf = (watch: WatchRecord) => ({
  ...watch,
  watchPk: watchPartition(watch.status),
  watchSk: watchOrder(watch.endedAt ?? watch.dueAt, watch.email, watch.watchId),
});

function storedWatch(item: Record<string, unknown>): StoredWatch {
  const { pk, sk, watchPk: _, watchSk: __, ...watch } = item;
  return { key: { pk, sk } as unknown as Key, watch: watch as unknown as WatchRecord };
}
