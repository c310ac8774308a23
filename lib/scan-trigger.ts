import type * as events from 'aws-cdk-lib/aws-events';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { startOnEvent } from './private/start-on-event';
import type { TriggerOptions } from './trigger-options';
import type { IUserAccessScanner } from './user-access-scanner-interface';

/**
 * Options for `UserAccessScanner.scanOn()`.
 */
export interface ScanOnOptions extends TriggerOptions {}

/**
 * An EventBridge rule that starts a scan for each event that it matches.
 *
 * To create one, call `UserAccessScanner.scanOn()`.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rules.html
 *
 * @example
 * const trigger = scanner.scanOn('EmployeeOffboarded', {
 *   eventPattern: { source: ['com.example.hr'], detailType: ['Employee Offboarded'] },
 *   email: events.EventField.fromPath('$.detail.email'),
 * });
 * trigger.deadLetterQueue
 *   .metricApproximateNumberOfMessagesVisible()
 *   .createAlarm(stack, 'ScanNotStarted', { threshold: 1, evaluationPeriods: 1 });
 */
export class ScanTrigger extends Construct {
  /** The rule that matches the events. */
  public readonly rule: events.Rule;

  /**
   * The queue that keeps events that could not start a scan for 14 days, the maximum of Amazon SQS.
   *
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
   */
  public readonly deadLetterQueue: sqs.Queue;

  /** The role that EventBridge assumes to start scans. */
  public readonly role: iam.Role;

  constructor(scanner: IUserAccessScanner, id: string, options: ScanOnOptions) {
    super(scanner, id);
    const { rule, deadLetterQueue, role } = startOnEvent(this, scanner, options, {
      what: 'scan',
      stateMachine: scanner.stateMachine,
      grantStart: (grantee) => scanner.grantStartScan(grantee),
    });
    this.rule = rule;
    this.deadLetterQueue = deadLetterQueue;
    this.role = role;
  }
}
