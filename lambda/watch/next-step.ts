import type { WatchRecord } from '../../lib/contract/watches';
import { isoTime } from '../common/clock';
import { scanStart } from './scan-start';
import type { NextStep, WatchExecution, WatchOutput, WatchState } from './state';

/** The clocks of two functions can differ a little. Without this, a wait could end at once. */
const MIN_WAIT_MILLISECONDS = 1000;

/**
 * The wait before events that EventBridge does not accept are sent again: a minute, and more if it has refused them for
 * long. A constant wait would use up the history of the execution if nobody repairs the event bus for months.
 */
const MIN_PUBLISH_WAIT_MILLISECONDS = 60_000;
const PUBLISH_WAIT_PER_AGE = 1 / 16;

interface Looking {
  readonly execution: Pick<WatchExecution, 'name' | 'startedAt'>;
  /** The person's email address, as the request has it. */
  readonly email: string;
  readonly now: number;
}

/** What the state machine of a watch does next, by the record of the watch. */
export function nextStepOf(watch: WatchRecord, looking: Looking): NextStep {
  const { watchId, startedAt } = watch;
  const { execution, email, now } = looking;
  const isOwner = isOwnWatch(watch, execution);
  const reviewAt = Math.min(...reviewTimes(watch, isOwner, now));
  const state = { watchId, startedAt, email };
  if (isOwner && isScanAhead(watch)) {
    const scanAt = watch.nextScanAt === undefined ? now : Date.parse(watch.nextScanAt);
    const scan = scanStart(watch, email);
    if (scanAt <= now) return { ...state, next: 'SCAN', scan };
    if (scanAt < reviewAt) return { ...state, ...waitUntil(scanAt, now), next: 'WAIT_TO_SCAN', scan };
  }
  if (reviewAt === Number.POSITIVE_INFINITY) return isOwner ? ownOutput(watch) : joinedOutput(watch, execution.name);
  return { ...state, ...waitUntil(reviewAt, now), next: 'WAIT_TO_REVIEW' };
}

/** Whether a watch has begun with this execution. An execution of another name, or of another time, has joined it. */
export const isOwnWatch = (
  watch: Pick<WatchRecord, 'watchId' | 'startedAt'>,
  execution: Pick<WatchExecution, 'name' | 'startedAt'>,
): boolean => watch.watchId === execution.name && watch.startedAt === execution.startedAt;

/** Whether a scan runs, or is planned. */
export const isScanAhead = ({ status, turn, scanCount }: WatchRecord): boolean =>
  status === 'WATCHING' && turn > scanCount;

export const joinedOutput = ({ watchId }: Pick<WatchRecord, 'watchId'>, name: string): WatchOutput => ({
  watchId: name,
  next: 'END',
  status: 'JOINED',
  joined: watchId,
});

const ownOutput = ({ watchId, status }: WatchRecord): WatchOutput => ({
  watchId,
  next: 'END',
  status: status === 'WATCHING' ? 'STOPPED' : status,
});

/**
 * When somebody has to look at the watch. An execution that has joined it looks after the due time, and then after the
 * events that are not published yet.
 */
function reviewTimes(watch: WatchRecord, isOwner: boolean, now: number): number[] {
  const { status, dueAt, overdueAt, giveUpAt, unpublished } = watch;
  const isWatching = status === 'WATCHING';
  const isDueAhead = isWatching && overdueAt === undefined;
  const publishes = unpublished.length > 0 && (isOwner || !isDueAhead);
  return [
    ...(isDueAhead ? [Date.parse(dueAt)] : []),
    ...(isWatching && isOwner ? [Date.parse(giveUpAt)] : []),
    ...(publishes ? [publishTime(unpublished, now)] : []),
    Number.POSITIVE_INFINITY,
  ];
}

function publishTime(unpublished: WatchRecord['unpublished'], now: number): number {
  const oldest = Math.min(...unpublished.map(({ time }) => Date.parse(time)));
  return now + Math.max(MIN_PUBLISH_WAIT_MILLISECONDS, (now - oldest) * PUBLISH_WAIT_PER_AGE);
}

/** The wait is a number of seconds, because the clock of Step Functions can differ from that of this function. */
function waitUntil(time: number, now: number): Pick<WatchState, 'until' | 'waitSeconds'> {
  const end = Math.max(time, now + MIN_WAIT_MILLISECONDS);
  return { until: isoTime(end), waitSeconds: Math.ceil((end - now) / 1000) };
}
