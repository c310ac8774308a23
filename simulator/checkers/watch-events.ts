import type { Caller, TakenEvent } from '../world';
import type { Item } from './agreement';
import type { Moments } from './moments';
import { isSame } from './publications';
import type { WatchDependencies } from './watch-dependencies';
import { requestersOf } from './watch-requests';

export const FINAL_EVENTS: Readonly<Record<string, string>> = {
  CLEARED: 'User Access Watch Cleared',
  GIVEN_UP: 'User Access Watch Given Up',
  STOPPED: 'User Access Watch Stopped',
};
const STARTED = 'User Access Watch Started';
const OVERDUE = 'User Access Watch Overdue';

/** What the event of a watch repeats from its record. */
const TOLD = ['watchId', 'email', 'startedAt', 'dueAt', 'giveUpAt', 'scanCount', 'failedScanCount'];
const FOUND = ['verdict', 'open', 'openTruncated', 'unknown', 'unknownTruncated', 'authorizationsError'];
const ENDED = ['status', 'endedAt', 'overdueAt'];
const TOLD_OF: Readonly<Record<string, readonly string[]>> = {
  [STARTED]: TOLD,
  [OVERDUE]: [...TOLD, ...FOUND, 'overdueAt'],
  [FINAL_EVENTS.CLEARED as string]: [...TOLD, ...ENDED, 'verdict'],
  [FINAL_EVENTS.GIVEN_UP as string]: [...TOLD, ...FOUND, ...ENDED],
  [FINAL_EVENTS.STOPPED as string]: [...TOLD, ...FOUND, ...ENDED, 'error'],
};

/** Invariants 15 and 16: a watch is told of as it was recorded, and it ends once. */
export class WatchEvents {
  /** The ids of the events that were published, by the id of their watch. */
  readonly #published = new Map<string, Set<string>>();
  /** The details of the events that records wait to publish, by their ids. */
  readonly #recorded = new Map<string, Item>();

  constructor(
    private readonly dependencies: WatchDependencies,
    private readonly moments: Moments,
  ) {}

  /** The kinds of event that were published of a watch. */
  of(id: string): readonly string[] {
    return [...(this.#published.get(id) ?? [])];
  }

  /** A watch was just written. */
  recorded(watch: Item, writer: Caller): void {
    const { accuse } = this.dependencies;
    for (const { detailType, detail } of (watch.unpublished ?? []) as { detailType: string; detail: Item }[]) {
      const id = String(detail.id);
      const earlier = this.#recorded.get(id);
      if (earlier && !isSame(earlier, detail)) accuse(15, `${id} was recorded with another detail`);
      if (earlier) continue;
      this.#recorded.set(id, detail);
      const wrong = (TOLD_OF[detailType] ?? []).filter((name) => !isSame(detail[name], watch[name]));
      // A watch can be found to be overdue when it is given up.
      const isStatus = isFinal(detailType) || detail.status === 'WATCHING';
      if (!isStatus) wrong.push('status');
      if (wrong.length > 0) accuse(15, `${id} differs from its watch in ${wrong.join(', ')}`);
      const requests = requestersOf(watch).map(({ requestedAt, dueAt, trigger }) => ({ requestedAt, dueAt, trigger }));
      if (!isSame(detail.requests, requests)) accuse(15, `${id} tells of other requests`);
      const isFound = detailType === STARTED || isSame(detail.scanId, watch.verdictScanId);
      if (!isFound) accuse(15, `${id} names another scan`);
      if (isFinal(detailType)) this.#checkStory(detail, writer);
    }
  }

  taken({ detailType, detail }: TakenEvent): void {
    if (!(detailType in TOLD_OF)) return;
    const { accuse } = this.dependencies;
    const [, watch = ''] = /^watch-[a-z-]+?:(.*)$/.exec(String(detail.id)) ?? [];
    const recorded = this.#recorded.get(String(detail.id));
    // The end of a request that never became a watch has no record.
    if (!recorded && detailType !== FINAL_EVENTS.STOPPED)
      accuse(15, `${detail.id} was published before it was recorded`);
    if (recorded && !isSame(recorded, detail)) accuse(15, `${detail.id} was published with another detail`);
    const own = this.#published.get(watch) ?? new Set();
    this.#published.set(watch, own.add(detailType));
    const ends = Object.values(FINAL_EVENTS).filter((end) => own.has(end));
    if (ends.length > 1) accuse(15, `the watch ${watch} ended as ${ends.join(' and ')}`);
    if (detailType === OVERDUE && Date.parse(String(detail.overdueAt)) < Date.parse(String(detail.dueAt))) {
      accuse(16, `${detail.id} is too early`);
    }
  }

  /** Every scan and every change on the way is in the story of a watch, as far as it was recorded. */
  #checkStory({ id, email, startedAt, ...detail }: Item, writer: Caller): void {
    const { accuse, table, changesOf } = this.dependencies;
    const since = String(startedAt);
    const scans = table
      .ofType('PERSON_SCAN')
      .filter((scan) => scan.email === email && String(scan.startedAt) >= since)
      .map((item) => ({ id: String(item.scanId), item }));
    const changes = changesOf(email)
      .filter(({ to }) => askedAt(to as Item) >= since)
      .map((item) => ({ id: String(item.id), item }));
    const told = [detail.scans, detail.changes].map((list) =>
      ((list ?? []) as Item[]).map((one) => one.scanId ?? one.id),
    );
    for (const [index, known] of [scans, changes].entries()) {
      const ids = told[index] ?? [];
      const missing = known.filter((one) => this.moments.isBefore(one.item, writer) && !ids.includes(one.id));
      const isCut = [detail.scansTruncated, detail.changesTruncated][index] === true;
      if (missing.length > 0 && !isCut) accuse(index === 0 ? 15 : 13, `${id} does not tell of ${missing[0]?.id}`);
      const invented = ids.find((one) => !known.some(({ id: own }) => own === one));
      if (invented !== undefined) accuse(index === 0 ? 15 : 13, `${id} tells of ${invented}, which there was not`);
    }
  }
}

const isFinal = (detailType: string): boolean => Object.values(FINAL_EVENTS).includes(detailType);

const askedAt = ({ tasksStartedAt, scanStartedAt }: Item): string => String(tasksStartedAt ?? scanStartedAt);
