import type { Caller, Request, TakenEvent } from '../world';
import type { Item } from './agreement';
import { Clearings } from './clearings';
import { Moments } from './moments';
import { isSame } from './publications';
import type { RecordedTable } from './recorded-table';
import type { Invariant } from './violations';
import type { WatchDependencies } from './watch-dependencies';
import { WatchEvents } from './watch-events';
import { idOfRecord, requestersOf, type WatchRequested } from './watch-requests';
import { wrongTimes } from './watch-times';

/** What never changes in a watch that has ended. */
const ENDED = ['status', 'endedAt', 'dueAt', 'giveUpAt', 'overdueAt', 'requesters', 'error', 'verdict', 'lastScan'];

/** Invariants 14 to 16, at every write of a watch and at every event. */
export class Watches {
  readonly requests = new Map<string, WatchRequested>();
  readonly events: WatchEvents;
  /** Each watch as it was written last, by its id. */
  readonly latest = new Map<string, Item>();
  readonly #clearings: Clearings;
  readonly #moments = new Moments();
  /** Called when a watch has ended. */
  onEnd: (watch: Item) => void = () => undefined;

  constructor(private readonly dependencies: WatchDependencies) {
    this.events = new WatchEvents(dependencies, this.#moments);
    this.#clearings = new Clearings(dependencies, this.#moments);
  }

  /** An execution that asks for a watch has started. */
  requested(request: WatchRequested): void {
    this.requests.set(request.name, request);
  }

  sent(request: Request): void {
    this.#moments.sent(request);
  }

  taken(event: TakenEvent): void {
    this.events.taken(event);
  }

  /** An item was just written, and the table has it. */
  written(before: Item | undefined, after: Item, writer: Caller): void {
    this.#moments.written(after);
    this.#clearings.written(after);
    if (after.type !== 'WATCH') return;
    if (after.sk === 'WATCH') this.#watchWritten(before, after, writer);
    else this.#pastWritten(before, after);
  }

  #watchWritten(before: Item | undefined, watch: Item, writer: Caller): void {
    const id = idOfRecord(watch);
    const isNew = !before || idOfRecord(before) !== id;
    if (isNew) this.#begun(before, watch);
    else if (before.status !== 'WATCHING') this.#tell(15, wrongAfterItsEnd(before, watch));
    const former = isNew ? undefined : before;
    this.#checkRequesters(former, watch);
    for (const what of wrongTimes(former, watch, this.#times(watch))) this.#tell(16, what);
    this.events.recorded(watch, writer);
    this.latest.set(id, watch);
    if (watch.status === 'WATCHING' || former?.status === watch.status) return;
    if (watch.status === 'CLEARED') {
      for (const what of this.#clearings.wrongWith(watch, writer)) this.#tell(14, what);
    }
    this.onEnd(watch);
  }

  #begun(before: Item | undefined, watch: Item): void {
    const { table } = this.dependencies;
    const id = idOfRecord(watch);
    if (before?.status === 'WATCHING') this.#tell(15, `${id} replaces ${before.watchId}, which has not ended`);
    if (before && !isKept(before, table)) this.#tell(15, `${id} replaces ${before.watchId}, which is not kept`);
    if (this.latest.has(id)) this.#tell(15, `${id} begins again`);
    if (watch.status !== 'WATCHING') this.#tell(15, `${id} begins as ${watch.status}`);
    const request = this.requests.get(String(watch.watchId));
    const isRequested = request && request.startedAt === watch.startedAt && request.email === watch.email;
    if (!isRequested) this.#tell(15, `${id} begins, and nobody asked for it`);
    const names = table.ofType('WATCH_ID').filter(({ watchId }) => watchId === watch.watchId);
    if (!names.some(({ email }) => email === watch.email)) this.#tell(15, `${id} begins, and its id leads nowhere`);
  }

  /** They are only added, each with what its request says. */
  #checkRequesters(before: Item | undefined, watch: Item): void {
    const id = idOfRecord(watch);
    const [earlier, now] = [requestersOf(before), requestersOf(watch)];
    if (!isSame(earlier, now.slice(0, earlier.length))) this.#tell(15, `${id} forgot a request`);
    if (new Set(now.map(({ executionName }) => executionName)).size < now.length) {
      this.#tell(15, `${id} has a request twice`);
    }
    for (const { executionName, requestedAt, dueAt, trigger } of now.slice(earlier.length)) {
      const request = this.requests.get(String(executionName));
      const isRight =
        request !== undefined &&
        request.email === watch.email &&
        request.startedAt === requestedAt &&
        request.dueAt === Date.parse(String(dueAt)) &&
        request.triggerId === (trigger as Item | undefined)?.id;
      if (!isRight) this.#tell(15, `${id} has a request that nobody made so`);
    }
  }

  #pastWritten(before: Item | undefined, past: Item): void {
    const id = idOfRecord(past);
    const latest = this.latest.get(id);
    if (before) this.#tell(15, wrongAfterItsEnd(before, past));
    else if (!latest || !isCopy(past, latest)) this.#tell(15, `the past watch ${id} is not what it was`);
  }

  #times(watch: Item) {
    const { now, clockDifference } = this.dependencies;
    return { now: now(), clockDifference, request: this.requests.get(String(watch.watchId)) };
  }

  #tell(invariant: Invariant, what: string | undefined): void {
    if (what !== undefined) this.dependencies.accuse(invariant, what);
  }
}

function wrongAfterItsEnd(before: Item, after: Item): string | undefined {
  const wrong = ENDED.filter((name) => !isSame(before[name], after[name]));
  const id = idOfRecord(after);
  return wrong.length > 0 ? `${id} has ended as ${before.status}, and its ${wrong.join(', ')} changed` : undefined;
}

const isKept = (watch: Item, table: RecordedTable): boolean =>
  [...table.items.values(), ...table.expired.values()].some((item) => item.sk !== 'WATCH' && isCopy(item, watch));

/** The past watch is the watch, with another key. Events can be published in the meantime. */
const isCopy = (past: Item, watch: Item): boolean => past.type === 'WATCH' && isSame(kept(past), kept(watch));

const kept = (watch: Item): Item => ({ ...watch, sk: undefined, unpublished: undefined, revision: undefined });
