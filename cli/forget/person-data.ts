import { forEachLimited } from '../../lambda/common/concurrency';
import { subjectOf } from '../../lambda/scan/request';
import {
  CHANGE_PREFIX,
  type Key,
  PERSON_RECORD,
  PERSON_SCAN_PREFIX,
  personPartition,
  STANDING_PREFIX,
  scanPartition,
  statusPartition,
  triggerKey,
  watchIdKey,
  watchIdsPartition,
} from '../../lib/contract/keys';
import type { Person } from '../../lib/contract/person';
import type { ScanStatus, Trigger } from '../../lib/contract/records';
import { Table } from '../../lib/contract/table';
import type { WatchRequester } from '../../lib/contract/watches';
import type { ForgetTable, ListEdit, StoredItem } from './table';

/** The kinds of items, in the order in which they are deleted: what leads to other items comes after them. */
export const KINDS = [
  'claims',
  'results',
  'scans',
  'watchIds',
  'standings',
  'changes',
  'verdicts',
  'watches',
  'history',
] as const;
export type Kind = (typeof KINDS)[number];

/** An execution that can write about the person, as far as the table knows. */
export interface PersonExecution {
  readonly of: 'scan' | 'watch';
  readonly name: string;
  readonly startedAt: string;
  /** Whether its record says that it goes on. */
  readonly isOpen: boolean;
  /** When the end of the execution was recorded and published, if it was. */
  readonly settledAt?: string;
}

/** Everything in the table that is about a person. */
export interface PersonData {
  readonly items: Readonly<Record<Kind, readonly Key[]>>;
  /** Records of scans of task ids that name the person and other people. */
  readonly edits: readonly ListEdit[];
  readonly executions: readonly PersonExecution[];
  /**
   * The scans of task ids that have found the person, or run and still may: AppFabric has not said yet whose all their
   * tasks are. They can be about other people, too.
   */
  readonly sharedScans: readonly PersonExecution[];
}

const MAX_QUERIES_AT_ONCE = 10;
const ALL: readonly ScanStatus[] = ['RUNNING', 'COMPLETED', 'FAILED'];

/** Finds what the table has about a person. Remembers the scans, because deleted items no longer lead to them. */
export class PersonDataFinder {
  readonly #scanIds = new Set<string>();

  constructor(
    private readonly table: ForgetTable,
    private readonly person: Person,
  ) {}

  /** @param isQuick looks in the index only for scans that run, and not for records that nothing else leads to */
  async find(isQuick = false): Promise<PersonData> {
    const { key: person } = this.person;
    const own = await this.table.items({ partition: personPartition(person) });
    const ids = await this.watchIds(own);
    const running: string[] = [];
    for (const status of isQuick ? ALL.slice(0, 1) : ALL) {
      const isWanted = ({ email }: StoredItem) => email === person || (email === undefined && status === 'RUNNING');
      for (const { scanId, email } of await this.scansByStatus(status, isWanted)) {
        if (email === person) this.#scanIds.add(String(scanId));
        else running.push(String(scanId));
      }
    }
    for (const item of own) for (const id of scanIdsIn(item)) this.#scanIds.add(id);
    const scans = await this.scans([...new Set([...this.#scanIds, ...running])]);
    return {
      items: {
        ...this.ofPerson(own),
        claims: await this.claims([...own, ...scans.flatMap(({ items }) => items)]),
        results: scans.flatMap(({ tasks }) => tasks),
        scans: scans.flatMap(({ record }) => (record?.email === person ? record : [])),
        watchIds: ids,
      },
      edits: scans.flatMap(({ record }) => this.editOf(record) ?? []),
      // A history entry whose scan has no record is what is left of a scan that was deleted.
      executions: [
        ...scans.flatMap(({ record }) => (record?.email === person ? scanExecution(record) : [])),
        ...watchExecutions(own, ids),
      ],
      sharedScans: scans.flatMap((scan) => (scan.record && isShared(scan) ? scanExecution(scan.record) : [])),
    };
  }

  /** By the index, which can be behind, and by the requests in the watches. */
  private async watchIds(own: readonly StoredItem[]): Promise<StoredItem[]> {
    const { key: person } = this.person;
    const listed = await this.table.items({ index: Table.BY_WATCH, partition: watchIdsPartition(person) });
    const keys = [...listed, ...watchNames(own).map(({ name }) => watchIdKey(name))];
    const found: StoredItem[] = [];
    await forEachLimited([...new Set(keys.map(({ pk }) => pk))], MAX_QUERIES_AT_ONCE, async (partition) => {
      found.push(...(await this.table.items({ partition })));
    });
    return found.filter(({ email }) => email === person);
  }

  private async scansByStatus(status: ScanStatus, isWanted: (item: StoredItem) => boolean): Promise<StoredItem[]> {
    const items = await this.table.items({ index: Table.BY_STATUS, partition: statusPartition(status) });
    return items.filter(isWanted);
  }

  private async scans(ids: readonly string[]): Promise<FoundScan[]> {
    const found: FoundScan[] = [];
    await forEachLimited(ids, MAX_QUERIES_AT_ONCE, async (id) => {
      const items = await this.table.items({ partition: scanPartition(id) });
      const record = items.find(({ type }) => type === 'SCAN');
      const all = items.filter(({ type }) => type === 'TASK');
      const tasks = all.filter(({ email }) => email === this.person.key);
      const isUnidentified = all.some(({ email }) => email === undefined);
      const ownRecord = record?.email === this.person.key ? [record] : [];
      found.push({ record, tasks, isUnidentified, items: [...ownRecord, ...tasks] });
    });
    return found;
  }

  private ofPerson(own: readonly StoredItem[]) {
    const beginning = (prefix: string) => own.filter(({ sk }) => sk.startsWith(prefix));
    return {
      standings: beginning(STANDING_PREFIX),
      changes: beginning(CHANGE_PREFIX),
      verdicts: own.filter(({ sk }) => sk === PERSON_RECORD),
      watches: own.filter(({ type }) => type === 'WATCH'),
      history: beginning(PERSON_SCAN_PREFIX),
    };
  }

  /** The claims of the triggers of the person's scans. Their keys have a hash of the address. */
  private async claims(items: readonly StoredItem[]): Promise<StoredItem[]> {
    const triggers = items.flatMap(({ trigger }) => (trigger ? (trigger as Trigger).id : []));
    const subject = subjectOf({ person: this.person });
    const found: StoredItem[] = [];
    await forEachLimited([...new Set(triggers)], MAX_QUERIES_AT_ONCE, async (id) => {
      found.push(...(await this.table.items({ partition: triggerKey(id, subject).pk })));
    });
    return found;
  }

  private editOf(record: StoredItem | undefined): ListEdit | undefined {
    if (record === undefined || record.email !== undefined || record.endedAt === undefined) return undefined;
    const lists = Object.entries(record).flatMap(([name, list]) => {
      if (name !== 'open' && name !== 'unknown') return [];
      const kept = (list as { email?: string }[]).filter(({ email }) => email !== this.person.key);
      return kept.length < (list as unknown[]).length ? [[name, kept] as const] : [];
    });
    if (lists.length === 0) return undefined;
    return { key: { pk: record.pk, sk: record.sk }, endedAt: String(record.endedAt), lists: Object.fromEntries(lists) };
  }
}

interface FoundScan {
  /** Absent if it was deleted, or has expired. */
  readonly record?: StoredItem;
  /** Those of the person. */
  readonly tasks: readonly StoredItem[];
  readonly isUnidentified: boolean;
  /** All items of the scan that are about the person. */
  readonly items: readonly StoredItem[];
}

const isShared = ({ record, tasks, isUnidentified }: FoundScan): boolean =>
  record?.email === undefined && (tasks.length > 0 || (isUnidentified && record?.status === 'RUNNING'));

/** The scans that an item of the person is from. */
function scanIdsIn(item: StoredItem): string[] {
  const { scanId, lastAnswer, from, to, lastScan, verdictScanId } = item as Record<string, { scanId?: string }> & {
    scanId?: string;
    verdictScanId?: string;
  };
  const ids = [scanId, verdictScanId, lastAnswer?.scanId, from?.scanId, to?.scanId, lastScan?.scanId];
  return ids.filter((id) => id !== undefined);
}

function scanExecution(record: StoredItem): PersonExecution {
  const { scanId, startedAt, status, failurePublishedAt } = record as Readonly<Record<string, string>>;
  return {
    of: 'scan',
    name: String(scanId),
    startedAt: String(startedAt),
    isOpen: status === 'RUNNING',
    settledAt: failurePublishedAt,
  };
}

const watchNames = (own: readonly StoredItem[]) =>
  own
    .filter(({ type }) => type === 'WATCH')
    .flatMap(({ requesters }) =>
      (requesters as readonly WatchRequester[]).map(({ executionName: name, requestedAt: startedAt }) => ({
        name,
        startedAt,
      })),
    );

/** Those of the watches, and those of the requests that joined them. */
function watchExecutions(own: readonly StoredItem[], ids: readonly StoredItem[]): PersonExecution[] {
  const known = ids.map(({ watchId, startedAt }) => ({ name: String(watchId), startedAt: String(startedAt) }));
  const names = new Map([...known, ...watchNames(own)].map(({ name, startedAt }) => [name, startedAt]));
  return [...names].map(([name, startedAt]) => {
    const watch = own.find(({ type, watchId }) => type === 'WATCH' && watchId === name);
    const { status, endedAt, unpublished } = (watch ?? {}) as { status?: string; endedAt?: string; unpublished?: [] };
    const isSettled = endedAt !== undefined && unpublished?.length === 0;
    return { of: 'watch', name, startedAt, isOpen: status === 'WATCHING', settledAt: isSettled ? endedAt : undefined };
  });
}
