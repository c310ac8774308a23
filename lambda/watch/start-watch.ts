import { WatchErrorName } from '../../lib/contract/names';
import { ABANDONED_AFTER } from '../../lib/contract/watch-limits';
import type { WatchIdRecord, WatchRecord, WatchRequester } from '../../lib/contract/watches';
import { isoTime } from '../common/clock';
import { watchStartedEvent } from '../events/watch-details';
import { isCurrent, type StoredWatch, type WatchIdentity } from '../store/watches';
import { decide, ended } from './decide';
import type { WatchDependencies } from './dependencies';
import { WatchError } from './errors';
import { giveUpTime, hasTrigger, joinedBy, newWatch, requesterOf } from './new-watch';
import { isOwnWatch, joinedOutput, nextStepOf } from './next-step';
import { pauseAfterConflict } from './pause';
import { publishEvents } from './publish';
import { recordDecision } from './record';
import { parseWatchRequest, type WatchOrder } from './request';
import { reviewWatch } from './review';
import type { NextStep, WatchExecution, WatchOutput } from './state';

/**
 * Begins a watch, or joins the one that its person has. A second call for the same execution continues with what is
 * recorded.
 *
 * @throws WatchError `InvalidWatchRequest`
 */
export async function startWatch(execution: WatchExecution, dependencies: WatchDependencies): Promise<NextStep> {
  const order = parseWatchRequest(execution.input, dependencies.retentionSeconds);
  const id = await recordId(execution, order, dependencies);
  if (id.startedAt !== execution.startedAt) throw nameTaken(id);
  if (id.notBegun) return { watchId: execution.name, next: 'END', status: 'STOPPED' };
  for (;;) {
    const step = await begin(execution, order, dependencies);
    if (step !== undefined) return step;
    await pauseAfterConflict(dependencies);
  }
}

/** @returns undefined if somebody else has written in the meantime */
async function begin(
  execution: WatchExecution,
  order: WatchOrder,
  dependencies: WatchDependencies,
): Promise<NextStep | undefined> {
  const { watches, clock } = dependencies;
  const all = await watches.ofPerson(order.person.key);
  const own = all.find(({ watch }) => isOwnWatch(watch, execution));
  if (own !== undefined) {
    return reviewWatch(execution, { ...identityOf(own.watch), email: order.person.email }, dependencies);
  }
  const joined = all.find(({ watch }) => watch.requesters.some((requester) => isRequestOf(requester, execution)));
  if (joined !== undefined) return continueJoined(joined.watch, execution, order, dependencies);
  const earlier = all.find(({ watch }) => hasTrigger(watch, order));
  if (earlier !== undefined) return duplicateOf(earlier.watch, execution);

  const now = clock.now();
  const current = all.find(({ watch }) => watch.status === 'WATCHING');
  if (current === undefined) {
    if (isoTime(now) >= giveUpTime(order, execution)) throw tooLate();
    return create(execution, order, all, dependencies);
  }
  const over = endOfAbandoned(current.watch, now);
  if (over !== undefined) {
    await recordDecision(current, over, dependencies);
    return undefined;
  }
  const written = await watches.write(current, joinedBy(current.watch, requesterOf(order, execution), order));
  return written && continueJoined(written.watch, execution, order, dependencies);
}

/**
 * How a watch ends whose execution is late or not there any more, or undefined if it goes on. Step Functions tells of the
 * end of an execution only once, so a record can say for good that a person is being watched.
 */
function endOfAbandoned(watch: WatchRecord, now: number): WatchRecord | undefined {
  if (now >= Date.parse(watch.giveUpAt)) return decide(watch, now);
  // Without a next scan, the first one runs, or the last one has ended.
  const lookAt = Date.parse(watch.nextScanAt ?? (watch.scanCount === 0 ? watch.startedAt : watch.giveUpAt));
  if (now < lookAt + ABANDONED_AFTER * 1000) return undefined;
  const message = 'Nobody has looked after this watch for two weeks. A new request began another one.';
  return ended(watch, 'STOPPED', now, { name: WatchErrorName.INTERRUPTED, message });
}

/** The execution was throttled for days. */
function tooLate(): WatchError {
  return new WatchError(
    WatchErrorName.INVALID_WATCH_REQUEST,
    'giveUpAfterSeconds have passed since the start of this execution, before the watch could begin. Start a new watch.',
  );
}

async function create(
  execution: WatchExecution,
  order: WatchOrder,
  all: readonly StoredWatch[],
  dependencies: WatchDependencies,
): Promise<NextStep | undefined> {
  const { watches, clock } = dependencies;
  const last = all.find(isCurrent);
  // Its execution publishes them too, if it is still there.
  const settled = last && (await publishEvents(last, dependencies)).stored;
  const watch = newWatch(order, execution, watches.expiresAt(giveUpTime(order, execution)));
  const started = { ...watch, unpublished: [watchStartedEvent(watch)] };
  const begun = await watches.begin(started, settled);
  if (begun === undefined) return undefined;
  dependencies.telemetry.measure('watchesStarted', 1);
  const { stored } = await publishEvents(begun, dependencies);
  if (stored.watch.unpublished.length === 0) await publishPast(all, dependencies);
  return nextStepOf(stored.watch, { execution, email: order.person.email, now: clock.now() });
}

/** What EventBridge accepted neither for a week after the end of a watch nor when the next one began. */
async function publishPast(all: readonly StoredWatch[], dependencies: WatchDependencies): Promise<void> {
  for (const past of all.filter((each) => !isCurrent(each))) {
    const { stored } = await publishEvents(past, dependencies);
    if (stored.watch.unpublished.length > 0) return;
  }
}

/**
 * An execution that has joined a watch ends at once, unless its request is due first. The watch's own execution can
 * sleep for longer than that.
 */
function continueJoined(
  watch: WatchRecord,
  execution: WatchExecution,
  order: WatchOrder,
  { clock }: WatchDependencies,
): NextStep {
  return isDueFirst(watch, execution, order)
    ? nextStepOf(watch, { execution, email: order.person.email, now: clock.now() })
    : joinedOutput(watch, execution.name);
}

/** Of several requests that are due at the same time, the first one is waited for. */
function isDueFirst({ status, requesters }: WatchRecord, execution: WatchExecution, order: WatchOrder): boolean {
  const { dueAt } = requesterOf(order, execution);
  const own = requesters.findIndex((requester) => isRequestOf(requester, execution));
  const earlier = own < 0 ? requesters : requesters.slice(0, own);
  return status === 'WATCHING' && earlier.every((requester) => dueAt < requester.dueAt);
}

const identityOf = ({ watchId, startedAt }: WatchRecord): WatchIdentity => ({ watchId, startedAt });

const isRequestOf = ({ executionName, requestedAt }: WatchRequester, { name, startedAt }: WatchExecution): boolean =>
  executionName === name && requestedAt === startedAt;

const duplicateOf = ({ watchId }: WatchRecord, { name }: WatchExecution): WatchOutput => ({
  watchId: name,
  next: 'END',
  status: 'DUPLICATE',
  joined: watchId,
});

/** Before anything else, so that the end of the execution can be recorded, whatever it has come to. */
function recordId(
  execution: WatchExecution,
  order: WatchOrder,
  { watches }: WatchDependencies,
): Promise<WatchIdRecord> {
  return watches.recordId({
    type: 'WATCH_ID',
    watchId: execution.name,
    startedAt: execution.startedAt,
    email: order.person.key,
    trigger: order.trigger,
    expiresAt: watches.expiresAt(giveUpTime(order, execution)),
  });
}

/** Step Functions frees the name of an execution after 90 days. Records are usually kept for longer. */
function nameTaken({ startedAt }: WatchIdRecord): WatchError {
  return new WatchError(
    WatchErrorName.INVALID_WATCH_REQUEST,
    `The name of this execution is already the id of the watch that started at ${startedAt}. Start the execution with ` +
      'another name.',
  );
}
