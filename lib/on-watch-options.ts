import type * as events from 'aws-cdk-lib/aws-events';

/**
 * What happens to a watch. Each watch ends with exactly one of CLEARED, GIVEN_UP and STOPPED.
 */
export enum WatchEvent {
  /** The watch started. */
  STARTED = 'STARTED',
  /** The due time has come, and something is still open or unknown. At most once in a watch. */
  OVERDUE = 'OVERDUE',
  /** A scan found that nothing is open. The watch has ended. */
  CLEARED = 'CLEARED',
  /** The time to watch is over, and something is still open or unknown. The watch has ended. */
  GIVEN_UP = 'GIVEN_UP',
  /** Somebody stopped the watch, or it could not go on. The watch has ended. */
  STOPPED = 'STOPPED',
}

/**
 * Options for `UserAccessScanner.onWatch()`.
 *
 * To filter by fields of the detail, use `eventPattern`, or call `addEventPattern()` on the rule. A rule matches a field if
 * any of its values matches. The method sets `source`, `detailType`, `account` and `resources`.
 * `eventPattern` must not have a field or a value that none of its events has, because it would never match.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
 *
 * @example
 * const options: OnWatchOptions = {
 *   target: new targets.SnsTopic(onCall),
 *   watchEvent: [WatchEvent.OVERDUE, WatchEvent.GIVEN_UP],
 * };
 */
export interface OnWatchOptions extends events.OnEventOptions {
  /**
   * Match only these events.
   *
   * @default - all events of watches
   */
  readonly watchEvent?: WatchEvent[];
}
