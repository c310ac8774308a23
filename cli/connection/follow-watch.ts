import { setTimeout as sleep } from 'node:timers/promises';
import type { Change, PersonScan, UserAccessResults, Watch } from '../../results';
import { failure } from '../errors';
import { all } from './read';

/** A watch, and what has happened to the person since it started, in the order of the scans. */
export interface WatchReport {
  readonly watch: Watch;
  readonly scans: readonly PersonScan[];
  readonly changes: readonly Change[];
}

export interface FollowWatchOptions {
  readonly email: string;
  readonly watchId: string;
  /** Stops following the watch. The watch itself continues. */
  readonly signal: AbortSignal;
  /** The longest time between two looks, in milliseconds. */
  readonly longestWait: number;
  readonly onReport: (report: WatchReport) => void;
}

const FIRST_WAIT_MS = 250;

/** Follows a watch until it ends. Returns undefined if the signal aborts first. */
export async function followWatch(
  results: UserAccessResults,
  { email, watchId, signal, longestWait, onReport }: FollowWatchOptions,
): Promise<WatchReport | undefined> {
  for (let wait = FIRST_WAIT_MS; !signal.aborted; wait = Math.min(wait * 1.1, longestWait)) {
    const report = await readWatch(results, email);
    if (report?.watch.watchId !== watchId) throw failure(`Watch ${watchId} has ended, and another one has begun.`);
    onReport(report);
    if (report.watch.status !== 'WATCHING') return report;
    await sleep(wait, undefined, { signal }).catch(() => {});
  }
  return undefined;
}

/** The current or the last watch of a person, and what happened since it started. */
export async function readWatch(results: UserAccessResults, email: string): Promise<WatchReport | undefined> {
  // The watch is read first. Once it has ended, everything that it tells of is in the table.
  const watch = await results.watch(email);
  if (watch === undefined) return undefined;
  const isOfWatch = (time: string) => time >= watch.startedAt && (watch.endedAt === undefined || time <= watch.endedAt);
  const scans: PersonScan[] = [];
  for await (const scan of results.scans(email)) {
    if (scan.startedAt < watch.startedAt) break;
    if (isOfWatch(scan.startedAt)) scans.unshift(scan);
  }
  const changes = await all(results.changes(email, { since: watch.startedAt }));
  return { watch, scans, changes: changes.filter(({ to }) => isOfWatch(to.recordedAt)).reverse() };
}
