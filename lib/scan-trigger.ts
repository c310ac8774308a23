import { type Duration, Stack } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { DeadLetterQueue } from './private/dead-letter-queue';
import { delivery } from './private/delivery';
import { checkEventBus } from './private/prop-types';
import { checkTriggerPattern } from './private/trigger-pattern';
import type { UserAccessScanner } from './user-access-scanner';

/**
 * Which events start a scan, and of whom.
 */
export interface ScanOnOptions {
  /**
   * The events that start a scan. Must name a `source`.
   */
  readonly eventPattern: events.EventPattern;

  /**
   * Where in the event the person's email address is, as `events.EventField.fromPath('$.detail.email')` gives it.
   */
  readonly email: string;

  /**
   * The bus that the events come in on.
   *
   * @default - the scanner's bus
   */
  readonly eventBus?: events.IEventBus;

  /**
   * What the rule is for, for whoever finds it in the account.
   *
   * @default - a sentence that names the scanner
   */
  readonly description?: string;

  /**
   * How long EventBridge tries to start the scan before the event goes to the dead-letter queue, from 1 minute to 24
   * hours.
   *
   * @default Duration.hours(24)
   */
  readonly maxEventAge?: Duration;

  /**
   * How often EventBridge tries again, from 0 to 185 times.
   *
   * @default 185
   */
  readonly retryAttempts?: number;
}

/**
 * A rule that starts a scan of the person whom another system's event names. Made by `UserAccessScanner.scanOn()`.
 */
export class ScanTrigger extends Construct {
  /** The rule that the events match. */
  public readonly rule: events.Rule;

  /** Where events go that could not start a scan, for 14 days. */
  public readonly deadLetterQueue: sqs.Queue;

  /** The role that starts the scan. */
  public readonly role: iam.Role;

  constructor(scanner: UserAccessScanner, id: string, options: ScanOnOptions) {
    super(scanner, id);
    checkTriggerPattern(this, options?.eventPattern, options?.email);
    checkEventBus(this, options.eventBus);
    const { maxEventAge, retryAttempts } = delivery(this, options);

    this.deadLetterQueue = new DeadLetterQueue(this, 'DeadLetterQueue', scanner.encryptionKey);
    this.role = new iam.Role(this, 'Role', {
      assumedBy: new iam.ServicePrincipal('events.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    });
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
          // The event's own id: EventBridge delivers at least once, and StartScan knows a repetition by it.
          input: events.RuleTargetInput.fromObject({
            email: options.email,
            trigger: { id: events.EventField.eventId, source: events.EventField.source, time: events.EventField.time },
          }),
        }),
      ],
    });
  }
}
