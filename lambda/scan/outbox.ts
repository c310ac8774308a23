import type { ChangeRecord } from '../../lib/contract/changes';
import type { Result } from '../../lib/contract/records';
import { forEachLimited, MAX_WRITES_AT_ONCE } from '../common/concurrency';
import { changedEvent, resultEvent, type ScanEvent } from '../events/details';
import type { Refused } from '../events/publisher';
import type { ScanDependencies } from './dependencies';

/** The time for the last tries of an invocation. One more call of up to 10 s can be in progress when it is over. */
export const PUBLISH_MILLISECONDS = 15_000;

/** Between two rounds of requests to AppFabric, which must not wait for EventBridge. */
const TRY_MILLISECONDS = 5000;

/** The pauses between tries while EventBridge accepts nothing. */
const FIRST_PAUSE_MILLISECONDS = 1000;
const MAX_PAUSE_MILLISECONDS = 60_000;

/** An event of a task's result, or of the change that the result made. */
interface TaskEvent extends ScanEvent {
  readonly taskKey: string;
}

/**
 * Recorded results whose events EventBridge has not accepted yet, or those of the changes that they made. Recording
 * never waits for it: a scan goes on while its outbox is not empty, and the keys of these results stay in the state of
 * the execution.
 */
export class Outbox {
  private waiting: readonly TaskEvent[] = [];
  private nextTryAt = 0;
  private pause = FIRST_PAUSE_MILLISECONDS;
  /** Why EventBridge did not accept events, as far as it is known. */
  code: string | undefined;

  constructor(private readonly dependencies: Pick<ScanDependencies, 'standings' | 'publisher' | 'clock'>) {}

  /** The keys of the results. */
  get taskKeys(): string[] {
    return [...new Set(this.waiting.map(({ taskKey }) => taskKey))];
  }

  get isEmpty(): boolean {
    return this.waiting.length === 0;
  }

  /** Files results, and adds their events and those of the changes that they made. All of this can be repeated. */
  async add(results: readonly Result[]): Promise<void> {
    const { standings } = this.dependencies;
    const changes = new Map<Result, ChangeRecord | undefined>();
    await forEachLimited(results, MAX_WRITES_AT_ONCE, async (result) => {
      changes.set(result, await standings.file(result));
    });
    const added = results.flatMap((result) => eventsOf(result, changes.get(result)));
    this.waiting = [...this.waiting, ...added];
  }

  /**
   * Sends each event once, for some seconds at most. After a failure, the next tries are skipped for a while, because
   * each can take seconds.
   *
   * @param returnBy the time by which it must end, in milliseconds since the epoch
   */
  async trySending(returnBy = Number.POSITIVE_INFINITY): Promise<void> {
    const { publisher, clock } = this.dependencies;
    if (this.isEmpty || clock.now() < this.nextTryAt) return;
    const { length } = this.waiting;
    const until = Math.min(returnBy, clock.now() + TRY_MILLISECONDS);
    this.take(await publisher.publish(this.waiting, { tries: 1, until }));
    if (this.waiting.length < length) {
      this.pause = FIRST_PAUSE_MILLISECONDS;
      return;
    }
    this.nextTryAt = clock.now() + this.pause;
    this.pause = Math.min(MAX_PAUSE_MILLISECONDS, this.pause * 2);
  }

  /**
   * Sends all events, with a few tries.
   *
   * @param milliseconds how long
   * @returns whether EventBridge has accepted all of them
   */
  async drain(milliseconds = PUBLISH_MILLISECONDS): Promise<boolean> {
    const { publisher, clock } = this.dependencies;
    this.take(await publisher.publish(this.waiting, { until: clock.now() + milliseconds }));
    return this.isEmpty;
  }

  private take({ events, code }: Refused<TaskEvent>): void {
    this.waiting = events;
    this.code = code ?? this.code;
  }
}

function eventsOf(result: Result, change: ChangeRecord | undefined): TaskEvent[] {
  const events = change === undefined ? [resultEvent(result)] : [resultEvent(result), changedEvent(change)];
  return events.map((event) => ({ ...event, taskKey: result.taskKey }));
}
