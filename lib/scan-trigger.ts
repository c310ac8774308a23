import type { Duration } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { DeadLetterQueue } from './private/dead-letter-queue';
import { delivery } from './private/delivery';
import { eventBridgeRole } from './private/event-bridge-role';
import { checkEventBus } from './private/prop-types';
import { checkTrigger } from './private/trigger-pattern';
import type { IUserAccessScanner } from './user-access-scanner-interface';

/**
 * Options for `UserAccessScanner.scanOn()`.
 */
export interface ScanOnOptions {
  /**
   * The events that start a scan.
   *
   * The pattern must name a `source`, and must not match the source of the scanner's own events,
   * `cdk-appfabric-user-access`. Otherwise, every result would start a scan.
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
   * The event bus that receives the events.
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
   * How long EventBridge retries to start the scan before it sends the event to the dead-letter queue. In whole
   * seconds, from 1 minute to 24 hours.
   *
   * @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_RetryPolicy.html
   *
   * @default Duration.hours(24)
   */
  readonly maxEventAge?: Duration;

  /**
   * The maximum number of times that EventBridge retries to start the scan, from 0 to 185.
   *
   * @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_RetryPolicy.html
   *
   * @default 185
   */
  readonly retryAttempts?: number;
}

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
    checkTrigger(this, options?.eventPattern, options?.email);
    checkEventBus(this, options.eventBus);
    const { maxEventAge, retryAttempts } = delivery(this, options);

    this.deadLetterQueue = new DeadLetterQueue(this, 'DeadLetterQueue', scanner.encryptionKey);
    this.role = eventBridgeRole(this);
    scanner.grantStartScan(this.role);
    this.rule = new events.Rule(this, 'Rule', {
      description: options.description ?? `Starts a user access scan (${scanner.node.path})`,
      eventBus: options.eventBus ?? scanner.eventBus,
      eventPattern: options.eventPattern,
      targets: [
        new targets.SfnStateMachine(scanner.stateMachine, {
          role: this.role,
          deadLetterQueue: this.deadLetterQueue,
          maxEventAge,
          retryAttempts,
          // EventBridge delivers at least once. StartScan recognizes a repeated delivery by the event's id.
          input: events.RuleTargetInput.fromObject({
            email: options.email,
            trigger: { id: events.EventField.eventId, source: events.EventField.source, time: events.EventField.time },
          }),
        }),
      ],
    });
  }
}
