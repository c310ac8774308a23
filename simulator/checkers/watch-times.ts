import type { Item } from './agreement';
import { idOfRecord, type WatchRequested } from './watch-requests';

interface Times {
  readonly now: number;
  readonly clockDifference: number;
  /** The request that began the watch. */
  readonly request: WatchRequested | undefined;
}

/** Invariant 16: what is wrong with the times of a watch that was just written. */
export function wrongTimes(before: Item | undefined, watch: Item, { now, clockDifference, request }: Times): string[] {
  const id = idOfRecord(watch);
  const [dueAt, giveUpAt] = [timeIn(watch, 'dueAt'), timeIn(watch, 'giveUpAt')];
  const requesters = (watch.requesters ?? []) as Item[];
  const earliest = Math.min(...requesters.map((requester) => timeIn(requester, 'dueAt')));
  const overdueAt = watch.overdueAt === undefined ? undefined : timeIn(watch, 'overdueAt');
  const hasBecomeOverdue = overdueAt !== undefined && before?.overdueAt === undefined;
  const isGivenUpNow = watch.status === 'GIVEN_UP' && before?.status !== 'GIVEN_UP';
  const latest = now + clockDifference;
  return [
    ...(dueAt === earliest ? [] : [`${id} is due at another time than its requests say`]),
    ...(request === undefined || giveUpAt === request.giveUpAt ? [] : [`${id} gives up at another time`]),
    ...(hasBecomeOverdue && (overdueAt < dueAt || latest < dueAt) ? [`${id} is overdue before it is due`] : []),
    ...(before?.overdueAt !== undefined && before.overdueAt !== watch.overdueAt ? [`${id} is overdue again`] : []),
    ...(isGivenUpNow && (timeIn(watch, 'endedAt') < giveUpAt || latest < giveUpAt) ? [`${id} gave up too early`] : []),
  ];
}

const timeIn = (item: Item, name: string): number => Date.parse(String(item[name]));
