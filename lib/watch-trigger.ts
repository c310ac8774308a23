import type { Duration } from 'aws-cdk-lib';
import type * as events from 'aws-cdk-lib/aws-events';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { startOnEvent } from './private/start-on-event';
import { watchInput } from './private/watch-settings';
import type { TriggerOptions } from './trigger-options';
import type { IUserAccessScanner } from './user-access-scanner-interface';

/**
 * Options for `UserAccessScanner.watchOn()`.
 *
 * All durations are in whole seconds, from 1 minute to 364 days. All settings of the watch must be known at synthesis.
 */
export interface WatchOnOptions extends TriggerOptions {
  /**
   * The waits after each scan, until the next: from 1 to 50. The last one is repeated.
   *
   * Together with `giveUpAfter`, this determines the maximum number of history events of an execution. The construct
   * throws an error if it could exceed what Step Functions allows.
   *
   * @see https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
   *
   * @default - 1 hour, 4 hours, 12 hours, and then every day
   */
  readonly cadence?: Duration[];

  /**
   * How long after its start a watch is overdue, if something is still open or unknown. At most `giveUpAfter`.
   *
   * @default - 24 hours, or `giveUpAfter` if it is shorter
   */
  readonly dueIn?: Duration;

  /**
   * How long after its start a watch ends, even if something is still open or unknown. At most the `resultRetention` of
   * the scanner, so that the last event can tell what changed on the way.
   *
   * @default - 30 days, or `resultRetention` if it is shorter
   */
  readonly giveUpAfter?: Duration;

  /**
   * How long after a scan an app that was unavailable is asked again, if the next scan would be later.
   *
   * @default Duration.minutes(15)
   */
  readonly askAgainAfter?: Duration;

  /**
   * The maximum number of times that an app that is unavailable is asked again before the next scan of `cadence`, from 0
   * to 20.
   *
   * @default 4
   */
  readonly askAgainTimes?: number;

  /**
   * Whether a watch is also cleared if no app has, or ever had, an account by this address. Often, the address is wrong
   * then.
   *
   * @default false
   */
  readonly notFoundIsClear?: boolean;
}

/**
 * An EventBridge rule that starts a watch for each event that it matches.
 *
 * To create one, call `UserAccessScanner.watchOn()`.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rules.html
 *
 * @example
 * const trigger = scanner.watchOn('EmployeeLeft', {
 *   eventPattern: { source: ['com.example.hr'], detailType: ['Employee Left'] },
 *   email: events.EventField.fromPath('$.detail.email'),
 * });
 * trigger.deadLetterQueue
 *   .metricApproximateNumberOfMessagesVisible()
 *   .createAlarm(stack, 'WatchNotStarted', { threshold: 1, evaluationPeriods: 1 });
 */
export class WatchTrigger extends Construct {
  /** The rule that matches the events. */
  public readonly rule: events.Rule;

  /**
   * The queue that keeps events that could not start a watch for 14 days, the maximum of Amazon SQS.
   *
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
   */
  public readonly deadLetterQueue: sqs.Queue;

  /** The role that EventBridge assumes to start watches. */
  public readonly role: iam.Role;

  constructor(scanner: IUserAccessScanner, id: string, options: WatchOnOptions) {
    super(scanner, id);
    const { rule, deadLetterQueue, role } = startOnEvent(this, scanner, options, {
      what: 'watch',
      stateMachine: scanner.watchStateMachine,
      grantStart: (grantee) => scanner.grantWatch(grantee),
      input: () => watchInput(this, options, scanner.resultRetention),
    });
    this.rule = rule;
    this.deadLetterQueue = deadLetterQueue;
    this.role = role;
  }
}
