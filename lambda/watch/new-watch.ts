import { MAX_WATCH_REQUESTERS } from '../../lib/contract/watch-limits';
import type { WatchRecord, WatchRequester } from '../../lib/contract/watches';
import { isoTime } from '../common/clock';
import { whatFits } from '../common/what-fits';
import type { WatchOrder } from './request';
import type { WatchExecution } from './state';

/** Triggers can be long, and the requests are also in each event that waits in the item. 50 usual ones fit. */
export const MAX_REQUESTERS_BYTES = 18 * 1024;

type Requesting = Pick<WatchExecution, 'name' | 'startedAt'>;

export function requesterOf(order: WatchOrder, { name, startedAt }: Requesting): WatchRequester {
  const dueAt = after(startedAt, order.settings.dueInSeconds);
  return { executionName: name, requestedAt: startedAt, dueAt, trigger: order.trigger };
}

/** When the watch of an order ends in any case. */
export const giveUpTime = (order: WatchOrder, { startedAt }: Requesting): string =>
  after(startedAt, order.settings.giveUpAfterSeconds);

/** A watch that begins with its first scan. */
export function newWatch(order: WatchOrder, execution: Requesting, expiresAt: number): WatchRecord {
  const { name, startedAt } = execution;
  const requester = requesterOf(order, execution);
  return {
    type: 'WATCH',
    watchId: name,
    email: order.person.key,
    status: 'WATCHING',
    startedAt,
    dueAt: requester.dueAt,
    giveUpAt: giveUpTime(order, execution),
    requesters: [requester],
    settings: order.settings,
    revision: 0,
    scanCount: 0,
    failedScanCount: 0,
    open: [],
    openTruncated: false,
    unknown: [],
    unknownTruncated: false,
    turn: 1,
    step: 0,
    askedAgain: 0,
    askedAgainInAll: 0,
    unpublished: [],
    expiresAt,
  };
}

/** A watch that another request has joined. It is due at the earlier time, and clear by what both take for clear. */
export function joinedBy(watch: WatchRecord, requester: WatchRequester, order: WatchOrder): WatchRecord {
  const [dueAt = watch.dueAt] = [watch.dueAt, requester.dueAt].sort();
  const isKept = hasRoomFor(watch, requester);
  const requesters = isKept ? [...watch.requesters, requester] : watch.requesters;
  const notFoundIsClear = watch.settings.notFoundIsClear && order.settings.notFoundIsClear;
  const { latestRequestAt = '' } = watch;
  const isLatest = !isKept && requester.requestedAt > latestRequestAt;
  return {
    ...watch,
    dueAt,
    requesters,
    ...(isLatest && { latestRequestAt: requester.requestedAt }),
    settings: { ...watch.settings, notFoundIsClear },
  };
}

/** Whether a request is kept in the record of a watch that it joins. */
export const hasRoomFor = ({ requesters }: WatchRecord, requester: WatchRequester): boolean =>
  requesters.length < MAX_WATCH_REQUESTERS &&
  whatFits([...requesters, requester], MAX_REQUESTERS_BYTES).length > requesters.length;

/**
 * Whether a watch has the request of an earlier delivery. One event can ask for several due times, by several rules. A
 * watch that was stopped does not keep its triggers.
 */
export function hasTrigger({ status, requesters }: WatchRecord, { trigger, settings }: WatchOrder): boolean {
  if (trigger === undefined || status === 'STOPPED') return false;
  return requesters.some(
    ({ trigger: own, requestedAt, dueAt }) =>
      own?.id === trigger.id && Date.parse(dueAt) - Date.parse(requestedAt) === settings.dueInSeconds * 1000,
  );
}

const after = (time: string, seconds: number): string => isoTime(Date.parse(time) + seconds * 1000);
