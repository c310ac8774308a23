import type { Caller } from '../world';
import type { Item } from './agreement';
import type { Moments } from './moments';
import type { WatchDependencies } from './watch-dependencies';
import { idOfRecord } from './watch-requests';

/** When AppFabric was asked decides which scan is newer. */
const orderOf = ({ tasksStartedAt, scanStartedAt, startedAt, scanId }: Item): string =>
  [tasksStartedAt ?? scanStartedAt ?? startedAt, scanId].join('#');

/** Invariant 14: nobody is cleared of whom a scan says otherwise that a watch had to know of. */
export class Clearings {
  /** The people's records, as they were at each moment. */
  readonly #people = new Map<unknown, { readonly at: number; readonly person: Item }[]>();

  constructor(
    private readonly dependencies: Pick<WatchDependencies, 'table' | 'verdictsOf' | 'clockDifference'>,
    private readonly moments: Moments,
  ) {}

  written(item: Item): void {
    if (item.type !== 'PERSON') return;
    const states = this.#people.get(item.email) ?? [];
    this.#people.set(item.email, [...states, { at: this.moments.now, person: item }]);
  }

  /** What is wrong with a watch that was just cleared by an invocation. */
  wrongWith(watch: Item, writer: Caller): string[] {
    const { table, verdictsOf, clockDifference } = this.dependencies;
    const id = idOfRecord(watch);
    const { notFoundIsClear } = (watch.settings ?? {}) as Item;
    const clearing = notFoundIsClear === true ? ['CLEAR', 'NOT_FOUND'] : ['CLEAR'];
    const { scanId } = (watch.lastScan ?? {}) as Item;
    const scan = table.scan(scanId);
    if (scan?.status !== 'COMPLETED') return [`${id} was cleared by ${scanId}, which is not completed`];
    const wrong: string[] = [];
    if (scan.email !== watch.email) wrong.push(`${id} was cleared by a scan of somebody else`);
    if (!clearing.includes(String(scan.verdict))) wrong.push(`${id} was cleared by a scan that says ${scan.verdict}`);
    const model = verdictsOf(String(scanId));
    if (!model.some((verdict) => clearing.includes(verdict))) {
      wrong.push(`${id} was cleared where the answers say ${model.join(' or ')}`);
    }
    if (Date.parse(String(scan.startedAt)) < Date.parse(String(watch.startedAt)) - clockDifference) {
      wrong.push(`${id} was cleared by a scan of before it`);
    }
    const newer = this.#newestAt(watch.email, this.moments.beginOf(writer));
    const isOtherwise = newer && orderOf(newer) > orderOf(scan) && !clearing.includes(String(newer.verdict));
    if (isOtherwise) wrong.push(`${id} was cleared, and the newer scan ${newer.scanId} says ${newer.verdict}`);
    return wrong;
  }

  #newestAt(email: unknown, moment: number): Item | undefined {
    return this.#people.get(email)?.findLast(({ at }) => at <= moment)?.person;
  }
}
