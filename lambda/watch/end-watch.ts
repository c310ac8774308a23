import { errorMessageIn } from '../../lib/contract/lambda-error';
import { WatchErrorName } from '../../lib/contract/names';
import type { PersonKey } from '../../lib/contract/person';
import type { Trigger } from '../../lib/contract/records';
import type { WatchRecord } from '../../lib/contract/watches';
import { watchNotBegunEvent } from '../events/watch-details';
import { isErrorName } from '../scan/errors';
import type { StoredWatch } from '../store/watches';
import { ended } from './decide';
import type { WatchDependencies } from './dependencies';
import { eventsRefused, WatchError } from './errors';
import { hasRoomFor, hasTrigger, requesterOf } from './new-watch';
import { pauseAfterConflict } from './pause';
import { publishEvents } from './publish';
import { recordDecision } from './record';
import { parseWatchRequest, triggerIn, type WatchOrder } from './request';
import type { WatchExecution } from './state';

export type EndedStatus = 'ABORTED' | 'TIMED_OUT' | 'FAILED';

/** An execution that has ended, and did not succeed. */
export interface EndedWatchExecution extends WatchExecution {
  readonly endedAt: string;
  readonly status: EndedStatus;
  /** The name of the error that the execution failed with. */
  readonly error?: string;
  /** Its cause. Absent if Step Functions leaves it out because it is encrypted. */
  readonly cause?: string;
}

/** The event could have the start of the execution in whole seconds. */
const START_DIFFERENCE_MILLISECONDS = 1000;

/**
 * Records and publishes what an execution that has ended could not: it was stopped, or it failed. Runs when its function
 * can't run any more, because that could still record something. Can be repeated.
 *
 * @throws PassingError `EventsRefused`
 */
export async function endWatch(execution: EndedWatchExecution, dependencies: WatchDependencies): Promise<void> {
  const { watches } = dependencies;
  const id = await watches.findId(execution.name);
  const isKnown = id !== undefined && isSameStart(id.startedAt, execution.startedAt);
  const order = orderOf(execution, dependencies);
  const end: End = {
    ...execution,
    startedAt: isKnown ? id.startedAt : execution.startedAt,
    person: isKnown ? id.email : order?.person.key,
    trigger: order?.trigger ?? (isKnown ? id.trigger : triggerIn(execution.input)),
    order,
    mayHaveJoined: isKnown,
    isNotBegun: isKnown && id.notBegun === true,
  };
  for (;;) {
    const isDone = await endOnce(end, dependencies);
    if (isDone) return;
    await pauseAfterConflict(dependencies);
  }
}

/** What is known about the execution. */
interface End extends EndedWatchExecution {
  readonly person?: PersonKey;
  readonly trigger?: Trigger;
  /** Absent if the input is not valid, or not known. */
  readonly order?: WatchOrder;
  /** Whether its function has begun to join a watch. Before that, it records the id. */
  readonly mayHaveJoined: boolean;
  /** Whether it is recorded that it never began, so that it can't. */
  readonly isNotBegun: boolean;
}

/** @returns false if somebody else has written in the meantime */
async function endOnce(end: End, dependencies: WatchDependencies): Promise<boolean> {
  const all = end.person === undefined ? [] : await dependencies.watches.ofPerson(end.person);
  const own = all.find(({ watch }) => watch.watchId === end.name && isSameStart(watch.startedAt, end.startedAt));
  if (own !== undefined) return endOwn(own, end, dependencies);
  if (end.isNotBegun || !all.some(({ watch }) => hasRequest(watch, end))) await publishNotBegun(end, dependencies);
  return true;
}

async function endOwn(own: StoredWatch, end: End, dependencies: WatchDependencies): Promise<boolean> {
  const { watch } = own;
  const { name, message } = errorOf(end, dependencies);
  const stopped =
    watch.status === 'WATCHING' ? ended(watch, 'STOPPED', dependencies.clock.now(), { name, message }) : watch;
  const recorded = await recordDecision(own, stopped, dependencies);
  if (recorded === undefined) return false;
  const { stored, code } = await publishEvents(recorded, dependencies);
  if (stored.watch.unpublished.length > 0) throw eventsRefused(code);
  return true;
}

/** Whether a watch has the request of an execution, or that of an earlier delivery of its trigger. */
function hasRequest(watch: WatchRecord, { name, startedAt, trigger, order, mayHaveJoined }: End): boolean {
  const isThere = watch.requesters.some(
    (requester) => requester.executionName === name && isSameStart(requester.requestedAt, startedAt),
  );
  if (isThere) return true;
  // Without its input, its due time is not known.
  if (order === undefined)
    return trigger !== undefined && watch.requesters.some((each) => each.trigger?.id === trigger.id);
  if (hasTrigger(watch, order)) return true;
  const wasWatching = watch.startedAt <= startedAt && (watch.endedAt === undefined || watch.endedAt >= startedAt);
  return mayHaveJoined && wasWatching && !hasRoomFor(watch, requesterOf(order, { name, startedAt }));
}

/** No request is lost: whoever has made it learns that nobody is watched. */
async function publishNotBegun(end: End, dependencies: WatchDependencies): Promise<void> {
  const { watches, publisher, telemetry } = dependencies;
  const { name: watchId, startedAt, endedAt, person: email, trigger, order } = end;
  const { name, message } = errorOf(end, dependencies);
  const expiresAt = watches.expiresAt(endedAt);
  // First, because a redrive could otherwise begin the watch after its last event.
  await watches.markNotBegun({ type: 'WATCH_ID', watchId, startedAt, email, trigger, expiresAt });
  const dueAt = order && requesterOf(order, { name: watchId, startedAt }).dueAt;
  const event = watchNotBegunEvent({ watchId, startedAt, endedAt, email, dueAt, trigger, error: { name, message } });
  const refused = await publisher.publish([event]);
  if (refused.events.length > 0) throw eventsRefused(refused.code);
  telemetry.measure('watchesStopped', 1);
}

const isSameStart = (a: string, b: string): boolean =>
  Math.abs(Date.parse(a) - Date.parse(b)) < START_DIFFERENCE_MILLISECONDS;

function orderOf({ input }: WatchExecution, { retentionSeconds }: WatchDependencies): WatchOrder | undefined {
  try {
    return parseWatchRequest(input, retentionSeconds);
  } catch {
    return undefined;
  }
}

function errorOf({ status, error, cause, input }: End, { retentionSeconds }: WatchDependencies): WatchError {
  if (status === 'ABORTED') {
    return new WatchError(WatchErrorName.STOPPED, 'The execution was stopped. To go on, start a new watch.');
  }
  if (error === WatchErrorName.INVALID_WATCH_REQUEST) return invalidRequest(cause, input, retentionSeconds);
  const named = isErrorName(error) ? ` (${error})` : '';
  return new WatchError(
    WatchErrorName.INTERRUPTED,
    `The execution ended with the status ${status}${named}, and nobody is watched any more. Check the execution and the ` +
      'logs of the function, fix the cause, and start a new watch.',
  );
}

/** Without the cause, the request is read again: its mistake is in it, if the event has it. */
function invalidRequest(cause: string | undefined, input: unknown, retentionSeconds: number): WatchError {
  if (cause !== undefined) return new WatchError(WatchErrorName.INVALID_WATCH_REQUEST, errorMessageIn(cause));
  try {
    if (input !== undefined) parseWatchRequest(input, retentionSeconds);
  } catch (mistake) {
    if (mistake instanceof WatchError) return mistake;
  }
  return new WatchError(
    WatchErrorName.INVALID_WATCH_REQUEST,
    'The request is not valid. The error of the execution says why. Correct the input and start a new watch.',
  );
}
