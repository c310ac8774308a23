import { ScanErrorName } from '../../lib/contract/names';
import type { CompletedScan } from '../../lib/contract/records';
import { LATE_ANSWERS, PATIENCE } from '../../lib/contract/time-budgets';
import { isoTime } from '../common/clock';
import { scanCompletedEvent } from '../events/details';
import { batchGetTasks } from './batch-get';
import { closeScan } from './close-scan';
import type { PollDependencies } from './dependencies';
import { codeOf, ScanError } from './errors';
import { PUBLISH_MILLISECONDS } from './outbox';
import { pollGapMilliseconds, publishWaitSeconds, waitSeconds } from './pacing';
import { PendingTasks } from './pending-tasks';
import { type ScanDone, type ScanProgress, scanCompleted } from './state';

/** A scan that has timed out must not wait for as long as a team may have set for the scans that have time. */
const LONGEST_WAIT_PAST_DEADLINE_SECONDS = 5 * 60;

/**
 * Polls the pending tasks for one poll window, or until no task is pending. Each result is recorded and filed as soon as
 * AppFabric returns it, and published as soon as EventBridge accepts it. When no task is open, the scan is closed.
 *
 * @param returnBy the time by which the function must return, in milliseconds since the epoch
 */
export async function pollWindow(
  state: ScanProgress | ScanDone,
  returnBy: number,
  dependencies: PollDependencies,
): Promise<ScanProgress | ScanDone> {
  if (state.done) return state;
  const { clock, random, pacing } = dependencies;
  const pending = await PendingTasks.load(state.pending, state, dependencies);
  const { retryAfter, timedOutAt } = await askForTasks(pending, state, returnBy, dependencies);
  if (!pending.hasOpenTasks) {
    const closed = await closeScan(state, dependencies);
    if (!Array.isArray(closed)) return publishEnd(closed, state, pending, dependencies);
    pending.reopen(closed);
  }
  const wait = Math.max(waitSeconds(state.turn, pacing, random), Math.ceil(retryAfter / 1000));
  const untilDeadline = Math.ceil((Date.parse(state.deadline) - clock.now()) / 1000);
  const longest = untilDeadline > 0 ? untilDeadline : LONGEST_WAIT_PAST_DEADLINE_SECONDS;
  return nextState({ ...state, timedOutAt }, pending, Math.min(wait, longest));
}

interface Asked {
  /** How long AppFabric asked the caller to wait in its last answer, in milliseconds. */
  readonly retryAfter: number;
  readonly timedOutAt: string | undefined;
}

async function askForTasks(
  pending: PendingTasks,
  state: ScanProgress,
  returnBy: number,
  dependencies: PollDependencies,
): Promise<Asked> {
  const { clock, random, pacing, telemetry } = dependencies;
  let { timedOutAt } = state;
  const deadline = Date.parse(state.deadline);
  const windowEnd = Math.min(clock.now() + pacing.pollWindowSeconds * 1000, returnBy);
  let retryAfter = 0;
  while (pending.hasOpenTasks) {
    const isTimedOut = clock.now() >= deadline;
    if (isTimedOut) timedOutAt ??= isoTime(clock.now());
    const taskIds = pending.toAskFor(isTimedOut);
    const round = await batchGetTasks(taskIds, dependencies, {
      until: returnBy,
      bundleExists: pending.answered || state.tasksStartedAt !== undefined,
      onAnswers: (answers) => pending.recordAnswers(answers, isTimedOut),
    });
    await pending.endRound(round, isTimedOut);
    telemetry.measure('polls', 1);
    // AppFabric does not answer. Until now it could have been unavailable for a moment.
    const isSilent = timedOutAt !== undefined && clock.now() >= Date.parse(timedOutAt) + LATE_ANSWERS * 1000;
    if (isSilent) await pending.giveUp(round);
    await pending.outbox.trySending(returnBy);

    const now = clock.now();
    const age = now - Date.parse(state.tasksStartedAt ?? state.startedAt);
    const open = pending.openCount;
    if (open > 0) telemetry.measure('oldestPendingTask', Math.max(0, age) / 1000);
    const { notFound, leftOut, notAsked } = round;
    telemetry.debug('Polled', {
      ...{ asked: taskIds.length - notAsked.length, notFound: notFound.length, leftOut: leftOut.length, open },
      ...{ unpublished: pending.outbox.taskKeys.length, retryAfterMs: round.retryAfter },
    });
    retryAfter = round.retryAfter;
    const gap = Math.max(pollGapMilliseconds(age, random), retryAfter);
    const next = now < deadline ? Math.min(now + gap, deadline) : now + gap;
    // A scan that has timed out ends as soon as AppFabric answers, whatever the poll window is.
    const isOver = next > (isTimedOut ? returnBy : windowEnd);
    if (isOver || pending.toAskFor(next >= deadline).length === 0) break;
    await clock.sleep(next - now);
  }
  return { retryAfter, timedOutAt };
}

/** Publishes all results, and then the completion. The state machine waits if EventBridge does not accept them. */
async function publishEnd(
  scan: CompletedScan,
  state: ScanProgress,
  pending: PendingTasks,
  { publisher, clock, random }: PollDependencies,
): Promise<ScanProgress | ScanDone> {
  const isDrained = await pending.outbox.drain();
  const until = clock.now() + PUBLISH_MILLISECONDS;
  const refused = isDrained ? await publisher.publish([scanCompletedEvent(scan)], { until }) : undefined;
  if (refused?.events.length === 0) return scanCompleted(scan);
  const { refusedAt = isoTime(clock.now()) } = state;
  if (clock.now() >= Date.parse(refusedAt) + PATIENCE * 1000) {
    throw notPublished(refused ? refused.code : pending.outbox.code);
  }
  return nextState({ ...state, refusedAt }, pending, publishWaitSeconds(state.turn, random));
}

const nextState = (state: ScanProgress, pending: PendingTasks, seconds: number): ScanProgress => ({
  ...state,
  pending: pending.taskKeys(),
  turn: state.turn + 1,
  waitSeconds: seconds,
});

function notPublished(code: string | undefined): ScanError {
  return new ScanError(
    ScanErrorName.EVENTS_NOT_PUBLISHED,
    `EventBridge has not accepted the events of this scan for hours (${codeOf(code)}). All results are ` +
      "recorded. Check the event bus, its policy, and the policies of the functions' roles, and redrive the execution.",
  );
}
