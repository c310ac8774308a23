import type { TakenEvent } from '../world';
import { countsOf, type Item, isFinal } from './agreement';
import { violations } from './event-schemas';
import type { RecordedTable } from './recorded-table';
import type { Accuse } from './violations';

/** What an event of a result repeats from its record. */
const TOLD_OF_RESULTS = [
  'status',
  'access',
  'reason',
  'accountFound',
  'userStatus',
  'app',
  'tenantId',
  'tenantDisplayName',
  'email',
  'recordedAt',
  'error',
];
const TOLD_OF_COMPLETIONS = [
  ...['email', 'status', 'startedAt', 'endedAt', 'trigger', 'taskCount', 'counts', 'accountsFound'],
  ...['verdict', 'confirmed', 'coverage', 'accessCounts', 'open', 'openTruncated', 'unknown', 'unknownTruncated'],
  ...['withoutUserAccess', 'authorizationsError'],
];
const TOLD_OF_FAILURES = ['email', 'status', 'startedAt', 'endedAt', 'error', 'trigger'];

export const failureId = ({ scanId, redriveCount }: Item): string => `failed:${scanId}:${redriveCount ?? 0}`;

/** Invariant 3: what is published was recorded before, and is the same whenever it is published again. */
export class Publications {
  /** Details of events, by their stable id. */
  readonly #details = new Map<string, Item>();
  /** Each failure as it was recorded, by the id of its event. */
  readonly #failures = new Map<string, Item>();

  constructor(
    private readonly table: RecordedTable,
    private readonly dependencies: { readonly now: () => number; readonly retentionSeconds: number },
    private readonly accuse: Accuse,
  ) {}

  has(id: string): boolean {
    return this.#details.has(id);
  }

  /** A scan's record was just written. */
  scanWritten(scan: Item): void {
    const id = failureId(scan);
    if (scan.status === 'FAILED') this.#failures.set(id, scan);
    if (scan.failurePublishedAt === undefined) return;
    if (scan.status !== 'FAILED') this.accuse(3, `scan ${scan.scanId} is ${scan.status}, and its failure is published`);
    else if (!this.has(id)) this.accuse(3, `scan ${scan.scanId} says that its failure is published, and it is not`);
  }

  /** Called for every event that the bus accepts. */
  taken({ detail, detailType }: TakenEvent): void {
    const id = String(detail.id);
    for (const wrong of violations({ detailType, detail })) this.accuse(3, `event ${id}: ${wrong}`);
    const earlier = this.#details.get(id);
    if (!earlier) this.#details.set(id, detail);
    else if (JSON.stringify(earlier) !== JSON.stringify(detail)) {
      this.accuse(3, `event ${id} was sent again with another detail`);
    }
    if (detailType === 'User Access Result') this.#resultIsRecorded(id, detail);
    if (detailType === 'User Access Scan Completed') this.#completionIsRecorded(detail);
    if (detailType === 'User Access Scan Failed') this.#failureIsRecorded(id, detail);
  }

  #resultIsRecorded(id: string, detail: Item): void {
    const record = this.table.tasksOf(detail.scanId).find((task) => id === `result:${task.scanId}:${task.taskKey}`);
    if (!record || !isFinal(record)) this.accuse(3, `event ${id} was published before its result was recorded`);
    else this.#agrees(id, detail, record, TOLD_OF_RESULTS);
  }

  #completionIsRecorded(detail: Item): void {
    const scan = this.table.scan(detail.scanId);
    if (scan?.status !== 'COMPLETED') this.accuse(3, `${detail.id} was published before the scan was closed`);
    else this.#agrees(String(detail.id), detail, scan, TOLD_OF_COMPLETIONS, 12);
    const counts = countsOf(this.table.tasksOf(detail.scanId));
    for (const name of ['taskCount', 'accountsFound', 'counts'] as const) {
      if (!isSame(detail[name], counts[name])) this.accuse(3, `${detail.id} has another ${name} than the records`);
    }
  }

  #failureIsRecorded(id: string, detail: Item): void {
    const failure = this.#failures.get(id);
    if (!failure && this.#hasNoRecord(id, detail)) return;
    if (!failure) this.accuse(3, `event ${id} was published before the failure was recorded`);
    else this.#agrees(id, detail, failure, TOLD_OF_FAILURES);
  }

  /** Another scan has the record, or it has expired, or would have. The id then names the start, too. */
  #hasNoRecord(id: string, { scanId, startedAt }: Item): boolean {
    if (!id.endsWith(`:${startedAt}`)) return false;
    const { now, retentionSeconds } = this.dependencies;
    const scan = this.table.scan(scanId);
    if (scan) return scan.startedAt !== startedAt || Number(scan.expiresAt) * 1000 <= now();
    return this.table.hasHadScan(scanId) || Date.parse(String(startedAt)) + retentionSeconds * 1000 <= now();
  }

  #agrees(id: string, detail: Item, record: Item, names: readonly string[], invariant: 3 | 12 = 3): void {
    const wrong = names.filter((name) => !isSame(detail[name], record[name]));
    if (wrong.length > 0) this.accuse(invariant, `event ${id} differs from its record in ${wrong.join(', ')}`);
  }
}

/** In whatever order an object has its attributes. */
export const isSame = (one: unknown, other: unknown): boolean =>
  JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .filter(([, content]) => content !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, content]) => [name, sorted(content)]);
};
