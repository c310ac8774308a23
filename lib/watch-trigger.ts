import type * as events from 'aws-cdk-lib/aws-events';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { checkScanner } from './private/scanner-place';
import { startOnEvent } from './private/start-on-event';
import { watchInput } from './private/watch-settings';
import type { IUserAccessScanner } from './user-access-scanner-interface';
import type { WatchOnOptions } from './watch-on-options';

/**
 * Properties of a `WatchTrigger`.
 */
export interface WatchTriggerProps extends WatchOnOptions {
  /** The scanner that watches, in the account and Region of the stack. */
  readonly scanner: IUserAccessScanner;
}

/**
 * An EventBridge rule that starts a watch for each event that it matches.
 *
 * `watchOn()` of a scanner creates one in the scanner. To create it in another stack than the scanner's, use this class.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rules.html
 *
 * @example
 * const trigger = new WatchTrigger(stack, 'EmployeeLeft', {
 *   scanner,
 *   eventPattern: { source: ['com.example.hr'], detailType: ['Employee Left'] },
 *   email: events.EventField.fromPath('$.detail.email'),
 * });
 * const deadLetters = trigger.deadLetterQueue;
 * deadLetters
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

  constructor(scope: Construct, id: string, props: WatchTriggerProps) {
    super(scope, id);
    const scanner = props?.scanner;
    checkScanner(this, scanner);
    const { rule, deadLetterQueue, role } = startOnEvent(this, scanner, props, {
      what: 'watch',
      stateMachine: scanner.watchStateMachine,
      grantStart: (grantee) => scanner.grantWatch(grantee),
      input: () => watchInput(this, props, scanner.resultRetention),
    });
    this.rule = rule;
    this.deadLetterQueue = deadLetterQueue;
    this.role = role;
  }
}
