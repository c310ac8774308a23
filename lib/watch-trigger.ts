import type * as events from 'aws-cdk-lib/aws-events';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { startOnEvent } from './private/start-on-event';
import { watchInput } from './private/watch-settings';
import type { IUserAccessScanner } from './user-access-scanner-interface';
import type { WatchOnOptions } from './watch-on-options';

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
