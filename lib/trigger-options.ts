import type { Duration } from 'aws-cdk-lib';
import type * as events from 'aws-cdk-lib/aws-events';

/**
 * The options that `UserAccessScanner.scanOn()` and `UserAccessScanner.watchOn()` have in common.
 */
export interface TriggerOptions {
  /**
   * The events that start a scan or a watch.
   *
   * The pattern must name a `source`, and must not match the source of the scanner's own events,
   * `cdk-appfabric-user-access`. Otherwise, every result would start another one.
   *
   * Unless the pattern names an `account`, only events of the scanner's own account match. For an HR system that sends
   * its events from another account, name that account: `account: ['444455556666']`.
   *
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
   */
  readonly eventPattern: events.EventPattern;

  /**
   * The path of the person's email address in the event's detail, for example
   * `events.EventField.fromPath('$.detail.email')`. Use only dots and list indexes in the path.
   */
  readonly email: string;

  /**
   * The event bus that receives the events. It must be in the account and Region of the scanner's stack. To use one of
   * another account or Region, send its events to a bus here with a rule over there.
   *
   * If this is the default event bus, the construct adds a warning, because in most accounts many principals may put
   * events on it, and each of them can request scans.
   *
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-account.html
   *
   * @default - the scanner's event bus
   */
  readonly eventBus?: events.IEventBus;

  /**
   * A description of the rule.
   *
   * @default - a sentence with the path of the scanner in the construct tree
   */
  readonly description?: string;

  /**
   * How long EventBridge retries to start the execution before it sends the event to the dead-letter queue. In whole
   * seconds, from 1 minute to 24 hours.
   *
   * @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_RetryPolicy.html
   *
   * @default Duration.hours(24)
   */
  readonly maxEventAge?: Duration;

  /**
   * The maximum number of times that EventBridge retries to start the execution, from 0 to 185.
   *
   * @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_RetryPolicy.html
   *
   * @default 185
   */
  readonly retryAttempts?: number;
}
