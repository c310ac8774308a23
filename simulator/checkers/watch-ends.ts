import { asObject, asString } from '../../local/stack/json';
import type { ExecutionResult } from '../world';
import type { Item } from './agreement';
import { isLeftAlone } from './expiry';
import type { Accuse } from './violations';
import { FINAL_EVENTS } from './watch-events';
import { checkLateness } from './watch-lateness';
import { idOf, idOfRecord, requestersOf, type WatchRequested } from './watch-requests';
import type { Watches } from './watches';

/** Step Functions takes 256 KiB. Everything that grows is in the table. */
const MAX_STATE_BYTES = 8 * 1024;
/** Step Functions' own limit is 25,000. */
const MAX_HISTORY_EVENTS = 20_000;

export interface WatchEndings {
  readonly watches: Watches;
  readonly results: readonly ExecutionResult[];
  readonly now: number;
  /** Those of the scans. */
  readonly scans: readonly ExecutionResult[];
  readonly faultsUntil: number;
  readonly accuse: Accuse;
}

/** Invariant 15, when nothing runs any more: every watch has ended once, and every request has led to something. */
export function checkWatchEnds(endings: WatchEndings): void {
  const { watches, results, now, accuse } = endings;
  for (const watch of watches.latest.values()) {
    if (isLeftAlone(watch, now)) continue;
    checkEndOf(watch, watches, accuse);
    checkLateness(watch, endings, accuse);
  }
  const ids = new Set([...watches.latest.values()].map(({ watchId }) => watchId));
  for (const result of results) {
    const request = watches.requests.get(result.name);
    if (!request) accuse(15, `${result.name} is an execution that nobody started`);
    else if (!hasLedToSomething(request, result, watches)) {
      accuse(15, `the request ${request.name} ended ${result.status} (${result.error}) without a watch`);
    }
    checkSize(result, accuse);
    checkOutput(result, ids, watches, accuse);
  }
}

function checkEndOf(watch: Item, { events }: Watches, accuse: Accuse): void {
  const id = idOfRecord(watch);
  const kinds = events.of(id);
  const end = FINAL_EVENTS[String(watch.status)];
  if (end === undefined) accuse(15, `${id} is ${watch.status}, and nothing runs it`);
  else if (!kinds.includes(end)) accuse(15, `${id} is ${watch.status}, and has no event of its end`);
  if (!kinds.includes('User Access Watch Started')) accuse(15, `${id} has no event of its start`);
  const isOverdue = watch.overdueAt !== undefined;
  if (isOverdue !== kinds.includes('User Access Watch Overdue')) {
    accuse(16, `${id} is ${isOverdue ? '' : 'not '}overdue, and has ${isOverdue ? 'no' : 'an'} event of it`);
  }
}

/** A watch of its own, a watch that it joined, a watch for the same trigger, or an event that says why not. */
function hasLedToSomething(request: WatchRequested, { output }: ExecutionResult, watches: Watches): boolean {
  const own = [...watches.latest.values()].filter(({ email }) => email === request.email);
  if (own.some((watch) => requestersOf(watch).some(({ executionName }) => executionName === request.name))) return true;
  if (watches.events.of(idOf(request)).includes(FINAL_EVENTS.STOPPED as string)) return true;
  // A second delivery that is stopped before it can say so is a duplicate, too.
  if (request.triggerId === undefined || (output !== undefined && asObject(output).status !== 'DUPLICATE'))
    return false;
  return own.some((watch) =>
    requestersOf(watch).some(({ executionName, trigger }) => {
      return executionName !== request.name && (trigger as Item | undefined)?.id === request.triggerId;
    }),
  );
}

function checkOutput({ name, status, output }: ExecutionResult, ids: Set<unknown>, watches: Watches, accuse: Accuse) {
  if (status !== 'SUCCEEDED') return;
  const said = asObject(output ?? null);
  const ended = asString(said.status) ?? '';
  const watch = [...watches.latest.values()].find(({ watchId }) => watchId === (said.joined ?? said.watchId));
  if (!['CLEARED', 'GIVEN_UP', 'STOPPED', 'JOINED', 'DUPLICATE'].includes(ended)) {
    accuse(15, `${name} ended with ${said.status}`);
  } else if (ended === 'STOPPED' && !watch) {
    // It was stopped before it was a watch, and then redriven.
    const request = watches.requests.get(name);
    const isTold = request && watches.events.of(idOf(request)).includes(FINAL_EVENTS.STOPPED as string);
    if (!isTold) accuse(15, `${name} says STOPPED, and there is no event of it`);
  } else if (ended in FINAL_EVENTS && watch?.status !== ended) {
    accuse(15, `${name} says ${said.status}, and its watch is ${watch?.status}`);
  } else if (said.status === 'JOINED' && !ids.has(said.joined)) accuse(15, `${name} joined no watch`);
}

function checkSize({ name, history, largestState }: ExecutionResult, accuse: Accuse): void {
  if (history.length > MAX_HISTORY_EVENTS) accuse(16, `${name} has ${history.length} history events`);
  if (largestState > MAX_STATE_BYTES) accuse(16, `a state of ${name} has ${largestState} bytes`);
}
