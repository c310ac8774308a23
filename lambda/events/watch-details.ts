import { DetailType, EVENT_VERSION } from '../../lib/contract/names';
import type { Authorization, ScanFailure, Trigger, UnknownTenant } from '../../lib/contract/records';
import type {
  UserAccessWatchClearedDetail,
  UserAccessWatchDetail,
  UserAccessWatchGivenUpDetail,
  UserAccessWatchOverdueDetail,
  UserAccessWatchStartedDetail,
  UserAccessWatchStoppedDetail,
  WatchFindings,
  WatchStory,
} from '../../lib/contract/watch-events';
import type { WatchRecord } from '../../lib/contract/watches';
import { needsReconnecting } from '../access/needs-reconnecting';
import type { ScanEvent } from './details';

// As in details.ts, each detail is a literal that the compiler compares with the contract.

/** What happened on the way, as far as it is not in the record of the watch. */
export type WatchHistory = Pick<WatchStory, 'scans' | 'scansTruncated' | 'changes' | 'changesTruncated'>;

export function watchStartedEvent(watch: WatchRecord): ScanEvent<UserAccessWatchStartedDetail> {
  return {
    detailType: DetailType.WATCH_STARTED,
    time: watch.startedAt,
    detail: { ...common(watch), id: `watch-started:${idOf(watch)}`, status: 'WATCHING' },
  };
}

/** @param overdueAt when the watch was found to be overdue */
export function watchOverdueEvent(watch: WatchRecord, overdueAt: string): ScanEvent<UserAccessWatchOverdueDetail> {
  const { nextScanAt } = watch;
  return {
    detailType: DetailType.WATCH_OVERDUE,
    time: overdueAt,
    detail: {
      ...common(watch),
      id: `watch-overdue:${idOf(watch)}`,
      status: 'WATCHING',
      overdueAt,
      // If it is in the past, the scan runs.
      nextScanAt: nextScanAt !== undefined && nextScanAt > overdueAt ? nextScanAt : undefined,
      ...findings(watch),
    },
  };
}

export function watchClearedEvent(watch: WatchRecord, history: WatchHistory): ScanEvent<UserAccessWatchClearedDetail> {
  const ended = story(watch, history);
  return {
    detailType: DetailType.WATCH_CLEARED,
    time: ended.endedAt,
    detail: {
      ...common(watch),
      id: `watch-cleared:${idOf(watch)}`,
      status: 'CLEARED',
      verdict: watch.verdict === 'NOT_FOUND' ? 'NOT_FOUND' : 'CLEAR',
      scanId: watch.verdictScanId ?? '',
      ...ended,
    },
  };
}

export function watchGivenUpEvent(watch: WatchRecord, history: WatchHistory): ScanEvent<UserAccessWatchGivenUpDetail> {
  const ended = story(watch, history);
  return {
    detailType: DetailType.WATCH_GIVEN_UP,
    time: ended.endedAt,
    detail: {
      ...common(watch),
      id: `watch-given-up:${idOf(watch)}`,
      status: 'GIVEN_UP',
      ...findings(watch),
      ...ended,
    },
  };
}

export function watchStoppedEvent(
  watch: WatchRecord,
  error: ScanFailure,
  history: WatchHistory,
): ScanEvent<UserAccessWatchStoppedDetail> {
  const ended = story(watch, history);
  return {
    detailType: DetailType.WATCH_STOPPED,
    time: ended.endedAt,
    detail: {
      ...common(watch),
      id: `watch-stopped:${idOf(watch)}`,
      status: 'STOPPED',
      error,
      ...findings(watch),
      ...ended,
    },
  };
}

/** A request that no watch has. */
export interface NotBegun {
  readonly watchId: string;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly email?: string;
  readonly dueAt?: string;
  readonly trigger?: Trigger;
  readonly error: ScanFailure;
}

/** The end of an execution that ended before it recorded a watch. */
export function watchNotBegunEvent(notBegun: NotBegun): ScanEvent<UserAccessWatchStoppedDetail> {
  const { watchId, startedAt, endedAt, email, dueAt, trigger, error } = notBegun;
  return {
    detailType: DetailType.WATCH_STOPPED,
    time: endedAt,
    detail: {
      version: EVENT_VERSION,
      id: `watch-stopped:${idOf(notBegun)}`,
      watchId,
      email,
      status: 'STOPPED',
      startedAt,
      requests: [{ requestedAt: startedAt, dueAt, trigger }],
      scanCount: 0,
      failedScanCount: 0,
      error,
      open: [],
      openTruncated: false,
      unknown: [],
      unknownTruncated: false,
      toReconnect: [],
      endedAt,
      durationSeconds: secondsBetween(startedAt, endedAt),
      scans: [],
      scansTruncated: false,
      changes: [],
      changesTruncated: false,
    },
  };
}

/** The name of an execution can be used again after 90 days. */
const idOf = ({ watchId, startedAt }: Pick<WatchRecord, 'watchId' | 'startedAt'>): string => `${watchId}:${startedAt}`;

function common(watch: WatchRecord): Omit<UserAccessWatchDetail, 'id'> {
  const { watchId, email, startedAt, dueAt, giveUpAt, requesters, scanCount, failedScanCount } = watch;
  return {
    version: EVENT_VERSION,
    watchId,
    email,
    startedAt,
    dueAt,
    giveUpAt,
    requests: requesters.map(({ requestedAt, dueAt, trigger }) => ({ requestedAt, dueAt, trigger })),
    scanCount,
    failedScanCount,
  };
}

function findings(watch: WatchRecord): WatchFindings {
  return {
    verdict: watch.verdict,
    scanId: watch.verdictScanId,
    open: watch.open,
    openTruncated: watch.openTruncated,
    unknown: watch.unknown,
    unknownTruncated: watch.unknownTruncated,
    toReconnect: watch.unknown.flatMap(toReconnect),
    authorizationsError: watch.authorizationsError,
    lastScanError: watch.lastScan?.error,
  };
}

function toReconnect(tenant: UnknownTenant): Authorization[] {
  const { app, tenantId } = tenant;
  return needsReconnecting(tenant) && app !== undefined && tenantId !== undefined ? [{ app, tenantId }] : [];
}

function story(watch: WatchRecord, { scans, scansTruncated, changes, changesTruncated }: WatchHistory): WatchStory {
  const { startedAt, endedAt = startedAt, overdueAt } = watch;
  return {
    endedAt,
    durationSeconds: secondsBetween(startedAt, endedAt),
    overdueAt,
    scans,
    scansTruncated,
    changes,
    changesTruncated,
  };
}

const secondsBetween = (from: string, to: string): number => Math.max(0, (Date.parse(to) - Date.parse(from)) / 1000);
