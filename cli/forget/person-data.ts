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
import { isSameExecution, type PersonExecution } from './execution';
import { asRecorded, scanExecution, watchExecutions, watchNames } from './person-executions';
import type { StartedByInput, StartedExecutions } from './started-executions';
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

/** Everything in the table that is about a person. */
export interface PersonData {
  readonly items: Readonly<Record<Kind, readonly Key[]>>;
  /** Records of scans of task ids that name the person and other people. */
  readonly edits: readonly ListEdit[];
  /** Those that can write about the person, as far as the table and the inputs of executions say. */
  readonly executions: readonly PersonExecution[];
  /**
   * The scans of task ids that have found the person, or run and still may: AppFabric has not said yet whose all their
   * tasks are. They can be about other people, too.
   */
  readonly sharedScans: readonly PersonExecution[];
}

const MAX_QUERIES_AT_ONCE = 10;
const ALL: readonly ScanStatus[] = ['RUNNING', 'COMPLETED', 'FAILED'];

/** Finds what there is about a person. Remembers the scans, because deleted items no longer lead to them. */
export class PersonDataFinder {
  readonly #scanIds = new Set<string>();

  constructor(
    private readonly table: ForgetTable,
    private readonly started: StartedExecutions,
    private readonly person: Person,
  ) {}

  /** @param isQuick looks only for what runs, and not for records and executions that nothing else leads to */
  async find(isQuick = false): Promise<PersonData> {
    const { key: person } = this.person;
    const listed = await this.started.list(isQuick);
    const own = await this.table.items({ partition: personPartition(person) });
    const indexed = await this.indexedScans(isQuick ? ALL.slice(0, 1) : ALL);
    const started = await this.started.identify(listed, indexed.starts);
    for (const id of [...indexed.own, ...own.flatMap(scanIdsIn), ...namesOf(started.own, 'scan')])
      this.#scanIds.add(id);
    const scans = await this.scans([...new Set([...this.#scanIds, ...indexed.shared])]);
    const watchIds = await this.watchIds(own, namesOf(started.own, 'watch'));
    const isOwn = ({ email }: StoredItem) => email === person;
    const records = scans.flatMap(({ record }) => record ?? []);
    // A history entry whose scan has no record is what is left of a scan that was deleted.
    const known = [...records.filter(isOwn).map(scanExecution), ...watchExecutions(own, watchIds.filter(isOwn))];
    const others = started.own.filter((execution) => !known.some((other) => isSameExecution(other, execution)));
    return {
      items: {
        ...this.ofPerson(own),
        claims: await this.claims([
          ...[...own, ...scans.flatMap(({ items }) => items)].flatMap(triggerIdIn),
          ...started.own.flatMap(({ triggerId = [] }) => triggerId),
        ]),
        results: scans.flatMap(({ tasks }) => tasks),
        scans: records.filter(isOwn),
        watchIds: watchIds.filter(isOwn),
      },
      edits: scans.flatMap(({ record }) => this.editOf(record) ?? []),
      executions: [...known, ...others.map(asRecorded([...records, ...watchIds]))],
      sharedScans: [
        ...scans.flatMap((scan) => (scan.record && isShared(scan) ? scanExecution(scan.record) : [])),
        ...started.shared.map((execution) => ({ ...execution, isOpen: false })),
      ],
    };
  }

  /** By the index, which can be behind, by the requests in the watches, and by what has the name of an execution. */
  private async watchIds(own: readonly StoredItem[], started: readonly string[]): Promise<StoredItem[]> {
    const listed = await this.table.items({ index: Table.BY_WATCH, partition: watchIdsPartition(this.person.key) });
    const keys = [...listed, ...[...watchNames(own).map(({ name }) => name), ...started].map(watchIdKey)];
    const found: StoredItem[] = [];
    await forEachLimited([...new Set(keys.map(({ pk }) => pk))], MAX_QUERIES_AT_ONCE, async (partition) => {
      found.push(...(await this.table.items({ partition })));
    });
    return found;
  }

  private async indexedScans(statuses: readonly ScanStatus[]): Promise<IndexedScans> {
    const [own, shared, starts]: [string[], string[], Map<string, number>] = [[], [], new Map()];
    for (const status of statuses) {
      const question = { index: Table.BY_STATUS, partition: statusPartition(status) };
      for await (const { scanId, email, startedAt } of this.table.each(question)) {
        const id = String(scanId);
        starts.set(id, Date.parse(String(startedAt)));
        if (email === this.person.key) own.push(id);
        else if (email === undefined && status === 'RUNNING') shared.push(id);
      }
    }
    return { own, shared, starts };
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
  private async claims(triggers: readonly string[]): Promise<StoredItem[]> {
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

/** What the index says of all scans. */
interface IndexedScans {
  readonly own: readonly string[];
  /** The scans of task ids that run. */
  readonly shared: readonly string[];
  /** When they began, in milliseconds. */
  readonly starts: ReadonlyMap<string, number>;
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

const triggerIdIn = ({ trigger }: StoredItem): string[] => (trigger ? [(trigger as Trigger).id] : []);

/** The scans that an item of the person is from. */
function scanIdsIn(item: StoredItem): string[] {
  const { scanId, lastAnswer, from, to, lastScan, verdictScanId } = item as Record<string, { scanId?: string }> & {
    scanId?: string;
    verdictScanId?: string;
  };
  const ids = [scanId, verdictScanId, lastAnswer?.scanId, from?.scanId, to?.scanId, lastScan?.scanId];
  return ids.filter((id) => id !== undefined);
}

const namesOf = (executions: StartedByInput['own'], kind: 'scan' | 'watch'): string[] =>
  executions.flatMap(({ of, name }) => (of === kind ? name : []));
