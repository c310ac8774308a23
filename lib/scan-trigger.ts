import type * as events from 'aws-cdk-lib/aws-events';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { checkScanner } from './private/scanner-place';
import { startOnEvent } from './private/start-on-event';
import type { TriggerOptions } from './trigger-options';
import type { IUserAccessScanner } from './user-access-scanner-interface';

/**
 * Options for `UserAccessScanner.scanOn()`.
 */
export interface ScanOnOptions extends TriggerOptions {}

/**
 * Properties of a `ScanTrigger`.
 */
export interface ScanTriggerProps extends ScanOnOptions {
  /** The scanner that scans, in the account and Region of the stack. */
  readonly scanner: IUserAccessScanner;
}

/**
 * An EventBridge rule that starts a scan for each event that it matches.
 *
 * `scanOn()` of a scanner creates one in the scanner. To create it in another stack than the scanner's, use this class.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rules.html
 *
 * @example
 * const trigger = new ScanTrigger(stack, 'EmployeeOffboarded', {
 *   scanner,
 *   eventPattern: { source: ['com.example.hr'], detailType: ['Employee Offboarded'] },
 *   email: events.EventField.fromPath('$.detail.email'),
 * });
 * const deadLetters = trigger.deadLetterQueue;
 * deadLetters
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

  constructor(scope: Construct, id: string, props: ScanTriggerProps) {
    super(scope, id);
    const scanner = props?.scanner;
    checkScanner(this, scanner);
    const { rule, deadLetterQueue, role } = startOnEvent(this, scanner, props, {
      what: 'scan',
      stateMachine: scanner.stateMachine,
      grantStart: (grantee) => scanner.grantStartScan(grantee),
    });
    this.rule = rule;
    this.deadLetterQueue = deadLetterQueue;
    this.role = role;
  }
}
