import { createHash } from 'node:crypto';
import { Duration, RemovalPolicy, Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import * as targets from 'aws-cdk-lib/aws-scheduler-targets';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { personOf } from './contract/person';
import { acknowledgeInlinePolicies } from './private/acknowledgements';
import { DeadLetterQueue } from './private/dead-letter-queue';
import { checkEmails } from './private/email';
import { invalid } from './private/errors';
import { checkScanner } from './private/scanner-place';
import type { IUserAccessScanner } from './user-access-scanner-interface';

/** Each email address needs a schedule. A CloudFormation template can have at most 500 resources. */
const MAX_EMAILS = 100;

/**
 * Options for `UserAccessScanner.scanOnSchedule()`.
 */
export interface ScanOnScheduleOptions {
  /**
   * When to scan.
   *
   * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
   */
  readonly schedule: scheduler.ScheduleExpression;

  /**
   * The email addresses of the people to scan, from 1 to 100. Each address must be valid for AppFabric, and can be
   * listed only once.
   *
   * The addresses are in the CloudFormation template in plain text, where anyone who has access to the template can
   * read them.
   *
   * @see https://docs.aws.amazon.com/appfabric/latest/api/API_StartUserAccessTasks.html
   */
  readonly emails: string[];
}

/**
 * Properties of a `ScanSchedule`.
 */
export interface ScanScheduleProps extends ScanOnScheduleOptions {
  /** The scanner that scans, in the account and Region of the stack. */
  readonly scanner: IUserAccessScanner;
}

/**
 * Scans a list of people on a schedule, with one EventBridge Scheduler schedule per person.
 *
 * `scanOnSchedule()` of a scanner creates one in the scanner. To create it in another stack than the scanner's, use this
 * class.
 *
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/what-is-scheduler.html
 *
 * @example
 * const watchList = new ScanSchedule(stack, 'WatchList', {
 *   scanner,
 *   schedule: scheduler.ScheduleExpression.rate(Duration.days(1)),
 *   emails: ['ana@example.com', 'bo@example.com'],
 * });
 * const deadLetters = watchList.deadLetterQueue;
 * deadLetters
 *   .metricApproximateNumberOfMessagesVisible()
 *   .createAlarm(stack, 'ScanNotStarted', { threshold: 1, evaluationPeriods: 1 });
 */
export class ScanSchedule extends Construct {
  /** The group that contains the schedules. */
  public readonly scheduleGroup: scheduler.ScheduleGroup;

  /** The schedules, in the order of `emails`. */
  public readonly schedules: scheduler.Schedule[];

  /**
   * The queue that keeps invocations that could not start a scan for 14 days, the maximum of Amazon SQS.
   *
   * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html
   */
  public readonly deadLetterQueue: sqs.Queue;

  /** The role that EventBridge Scheduler assumes to start scans. */
  public readonly role: iam.Role;

  constructor(scope: Construct, id: string, props: ScanScheduleProps) {
    super(scope, id);
    const { scanner, emails, schedule } = props ?? {};
    checkScanner(this, scanner);
    if (Token.isUnresolved(emails)) {
      throw invalid(
        this,
        'emails must be known at synthesis, because each email address needs a schedule. List the addresses.',
      );
    }
    if (!Array.isArray(emails) || emails.length === 0 || emails.length > MAX_EMAILS) {
      throw invalid(
        this,
        `emails must be a list of 1 to ${MAX_EMAILS} email addresses, got ${Array.isArray(emails) ? emails.length : typeof emails}. To scan more people, start executions of stateMachine in your own code (see grantStartScan).`,
      );
    }
    checkEmails(this, emails);
    if (typeof schedule?.expressionString !== 'string') {
      throw invalid(
        this,
        'schedule must be a ScheduleExpression, for example ScheduleExpression.rate(Duration.days(1)).',
      );
    }

    this.deadLetterQueue = new DeadLetterQueue(this, 'DeadLetterQueue', {
      scanner,
      encryptionKey: scanner.encryptionKey,
    });
    // Its name is made of its path, so that a group that stayed would be in the way of the next deployment.
    this.scheduleGroup = new scheduler.ScheduleGroup(this, 'Group', { removalPolicy: RemovalPolicy.DESTROY });
    this.role = this.targetRole(scanner);
    acknowledgeInlinePolicies(this);
    this.schedules = emails.map(
      (email, index) =>
        new scheduler.Schedule(this, scheduleId(email, index), {
          description: `Starts a user access scan (${scanner.node.path})`,
          schedule,
          scheduleGroup: this.scheduleGroup,
          key: scanner.encryptionKey,
          target: new targets.StepFunctionsStartExecution(scanner.stateMachine, {
            role: this.role,
            deadLetterQueue: this.deadLetterQueue,
            maxEventAge: Duration.hours(24),
            retryAttempts: 185,
            input: scheduler.ScheduleTargetInput.fromObject({
              email,
              trigger: {
                // The Scheduler's execution id is different for each retry, so it can't identify a repeated delivery.
                id: `${scheduler.ContextAttribute.scheduleArn}/${scheduler.ContextAttribute.scheduledTime}`,
                source: 'aws.scheduler',
                time: scheduler.ContextAttribute.scheduledTime,
              },
            }),
          }),
        }),
    );
  }

  private targetRole(scanner: IUserAccessScanner): iam.Role {
    const { account, region } = Stack.of(this);
    const role = new iam.Role(this, 'Role', {
      assumedBy: new iam.ServicePrincipal('scheduler.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': account, 'aws:SourceArn': this.scheduleGroup.scheduleGroupArn },
        },
      }),
    });
    scanner.grantStartScan(role);
    const key = scanner.encryptionKey;
    if (key) {
      role.addToPolicy(
        new iam.PolicyStatement({
          actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
          resources: [key.keyArn],
          conditions: { StringEquals: { 'kms:ViaService': `sqs.${region}.amazonaws.com` } },
        }),
      );
    }
    return role;
  }
}

/** An id that stays the same when the list changes, and doesn't reveal the email address. */
function scheduleId(email: string, index: number): string {
  if (Token.isUnresolved(email)) return `Person${index}`;
  return `Person${createHash('sha256').update(personOf(email).key).digest('hex').slice(0, 12)}`;
}
