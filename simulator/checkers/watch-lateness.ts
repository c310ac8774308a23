import type { ExecutionResult } from '../world';
import type { Item } from './agreement';
import type { Accuse } from './violations';
import { idOfRecord, requestersOf } from './watch-requests';

/** A review is retried at the latest after an hour, and takes some minutes. */
const SLACK_MILLISECONDS = 75 * 60 * 1000;

interface Lateness {
  /** The latest results of the executions that watch. */
  readonly results: readonly ExecutionResult[];
  /** Those of the scans. */
  readonly scans: readonly ExecutionResult[];
  /** When the last fault ended. */
  readonly faultsUntil: number;
}

/** Invariant 16, when everything has ended: what is due is found out, as soon as services and scans allow. */
export function checkLateness(watch: Item, { results, scans, faultsUntil }: Lateness, accuse: Accuse): void {
  const own = results.filter(({ name }) => requestersOf(watch).some(({ executionName }) => executionName === name));
  // Whoever was stopped looks no more, until somebody redrives it or another one looks.
  if (own.some(({ status, statusChange }) => status !== 'SUCCEEDED' || statusChange.redriveCount !== 0)) return;
  const latest = (time: number) => {
    const running = scans.find(({ name, startedAt, endedAt }) => {
      return name.startsWith(`${watch.watchId}-`) && startedAt - SLACK_MILLISECONDS < time && endedAt > time;
    });
    return Math.max(running?.endedAt ?? time, faultsUntil) + SLACK_MILLISECONDS;
  };
  const id = idOfRecord(watch);
  const endedAt = timeOf(watch.endedAt);
  const dueAt = timeOf(watch.dueAt);
  if (Math.min(timeOf(watch.overdueAt), endedAt) > latest(dueAt)) accuse(16, `${id} was not overdue in time`);
  if (endedAt > latest(timeOf(watch.giveUpAt))) accuse(16, `${id} did not give up in time`);
}

const timeOf = (time: unknown): number => (time === undefined ? Number.POSITIVE_INFINITY : Date.parse(String(time)));
