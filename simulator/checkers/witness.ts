import type { NetworkHooks, Request, Response, Served, TakenEvent, Write } from '../world';
import { agrees, countsOf, failsToStart, type Item, isFinal, type Said } from './agreement';
import { violations } from './event-schemas';

export interface Violation {
  /** Its number in docs/reliability.md. */
  readonly invariant: 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;
  readonly what: string;
}

const keyOf = (item: Item): string => JSON.stringify([item.pk, item.sk]);

/** Sees every write, every event and every answer, and checks at each step what can be checked there. */
export class Witness implements NetworkHooks {
  readonly violations: Violation[] = [];
  /** The table as the writes made it. */
  readonly items = new Map<string, Item>();
  /** The tasks that a scan continued with. */
  readonly commitments = new Map<string, Said[]>();
  /** Every answer to StartUserAccessTasks that arrived. */
  readonly starts: Said[][] = [];
  /** AppFabric's answers about each task, as far as they arrived. */
  readonly said = new Map<string, Said[]>();
  /** Details of events, by their stable id. */
  readonly published = new Map<string, Item[]>();
  readonly #failures = new Set<string>();

  constructor(
    private readonly dependencies: {
      readonly now: () => number;
      readonly scanTimeoutSeconds: number;
      readonly note: (text: string) => void;
    },
  ) {}

  violation(invariant: Violation['invariant'], what: string): void {
    this.violations.push({ invariant, what });
    this.dependencies.note(`VIOLATION of ${invariant}: ${what}`);
  }

  served(_request: Request, { writes = [] }: Served): void {
    for (const write of writes) this.#written(write);
  }

  delivered({ service, operation }: Request, { status, body }: Response): void {
    if (service !== 'appfabric' || status >= 300) return;
    let answer: { userAccessTasksList?: Said[]; userAccessResultsList?: Said[] };
    try {
      answer = JSON.parse(body);
    } catch {
      return;
    }
    if (operation === 'StartUserAccessTasks' && answer.userAccessTasksList)
      this.starts.push(answer.userAccessTasksList);
    for (const entry of answer.userAccessResultsList ?? []) {
      if (typeof entry.taskId !== 'string') continue;
      this.said.set(entry.taskId, [...(this.said.get(entry.taskId) ?? []), entry]);
    }
  }

  /** The records of a scan's tasks, as they are now. */
  tasksOf(scanId: unknown): Item[] {
    return [...this.items.values()].filter((item) => item.type === 'TASK' && item.scanId === scanId);
  }

  scan(scanId: unknown): Item | undefined {
    return [...this.items.values()].find((item) => item.type === 'SCAN' && item.scanId === scanId);
  }

  #written({ before, after }: Write): void {
    if (!after) {
      if (before) this.violation(2, `${before.type} ${before.sk} was deleted`);
      return;
    }
    this.items.set(keyOf(after), after);
    this.#keepsWhatIsFinal(before, after);
    if (after.type === 'TASK' && isFinal(after) && !(before && isFinal(before))) this.#isTrue(after);
    if (after.type === 'STANDING' && before) this.#standingGoesForward(before, after);
    if (after.type !== 'SCAN') return;
    if (after.tasks !== undefined && !this.commitments.has(String(after.scanId))) {
      this.commitments.set(String(after.scanId), after.tasks as Said[]);
    }
    if (after.status === 'FAILED') this.#failures.add(`failed:${after.scanId}:${after.redriveCount ?? 0}`);
  }

  #keepsWhatIsFinal(before: Item | undefined, after: Item): void {
    const final =
      before &&
      ((before.type === 'TASK' && isFinal(before)) || (before.type === 'SCAN' && before.status === 'COMPLETED'));
    if (final && JSON.stringify(before) !== JSON.stringify(after))
      this.violation(2, `the final ${before.type} ${before.sk} changed`);
  }

  /** A new result must be what AppFabric had answered by then. */
  #isTrue(record: Item): void {
    const { taskId, status, scanStartedAt } = record;
    this.dependencies.note(`= ${record.sk} ${status}${record.accountFound ? ', account found' : ''}`);
    if (status === 'TIMED_OUT') {
      const deadline = Date.parse(String(scanStartedAt)) + this.dependencies.scanTimeoutSeconds * 1000;
      if (this.dependencies.now() < deadline) this.violation(1, `${record.sk} timed out before the scan timeout`);
      return;
    }
    const said = this.said.get(String(taskId)) ?? [];
    if (said.some((entry) => agrees(record, entry))) return;
    if (failsToStart(record, this.starts)) return;
    this.violation(1, `${record.sk} says ${status}, which AppFabric had not said`);
  }

  #standingGoesForward(before: Item, after: Item): void {
    const answeredBefore = (before.lastAnswer as Item | undefined)?.scanStartedAt;
    const answeredAfter = (after.lastAnswer as Item | undefined)?.scanStartedAt;
    const back = String(after.scanStartedAt) < String(before.scanStartedAt);
    const answerBack = answeredBefore !== undefined && String(answeredAfter ?? '') < String(answeredBefore);
    if (back || answerBack) this.violation(4, `the standing ${after.sk} went back to an older scan`);
  }

  /** Called for every event that the bus accepts. */
  taken({ detail, detailType }: TakenEvent): void {
    const id = String(detail.id);
    this.dependencies.note(`> ${detailType} ${id}`);
    for (const wrong of violations({ detailType, detail })) this.violation(3, `event ${id}: ${wrong}`);
    const earlier = this.published.get(id) ?? [];
    if (earlier.length > 0 && JSON.stringify(earlier[0]) !== JSON.stringify(detail)) {
      this.violation(3, `event ${id} was sent again with another detail`);
    }
    this.published.set(id, [...earlier, detail]);
    if (detailType === 'User Access Result') this.#resultIsRecorded(id, detail);
    else if (detailType === 'User Access Scan Completed') this.#completionIsRecorded(detail);
    else if (!this.#failures.has(id)) this.violation(3, `event ${id} was published before the failure was recorded`);
  }

  #resultIsRecorded(id: string, detail: Item): void {
    const record = this.tasksOf(detail.scanId).find((task) => id === `result:${task.scanId}:${task.taskKey}`);
    if (!record || !isFinal(record)) {
      this.violation(3, `event ${id} was published before its result was recorded`);
      return;
    }
    const told = [
      'status',
      'accountFound',
      'userStatus',
      'app',
      'tenantId',
      'tenantDisplayName',
      'email',
      'recordedAt',
      'error',
    ];
    const wrong = told.filter((name) => JSON.stringify(detail[name]) !== JSON.stringify(record[name]));
    if (wrong.length > 0) this.violation(3, `event ${id} differs from its record in ${wrong.join(', ')}`);
  }

  #completionIsRecorded(detail: Item): void {
    const scan = this.scan(detail.scanId);
    if (scan?.status !== 'COMPLETED') this.violation(3, `${detail.id} was published before the scan was closed`);
    const counts = countsOf(this.tasksOf(detail.scanId));
    for (const name of ['taskCount', 'accountsFound', 'counts'] as const) {
      if (JSON.stringify(sorted(detail[name])) !== JSON.stringify(sorted(counts[name]))) {
        this.violation(3, `${detail.id} has another ${name} than the records`);
      }
    }
  }
}

const sorted = (value: unknown): unknown =>
  typeof value === 'object' && value !== null ? Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)) : value;
