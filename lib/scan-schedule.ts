import { createHash } from 'node:crypto';
import { Duration, Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import * as targets from 'aws-cdk-lib/aws-scheduler-targets';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { DeadLetterQueue } from './private/dead-letter-queue';
import { checkEmails } from './private/email';
import { invalid } from './private/errors';
import type { UserAccessScanner } from './user-access-scanner';

/** A stack holds 500 resources, and a schedule is one. */
const MOST_EMAILS = 100;

/**
 * Who is scanned, and when.
 */
export interface ScanOnScheduleOptions {
  /**
   * When to scan.
   */
  readonly schedule: scheduler.ScheduleExpression;

  /**
   * The email addresses of the people to scan, at most 100: a short watch list. They can be read in the template.
   */
  readonly emails: string[];
}

/**
 * A watch list: one schedule a person. Made by `UserAccessScanner.scanOnSchedule()`.
 */
export class ScanSchedule extends Construct {
  /** The group that holds the schedules. */
  public readonly scheduleGroup: scheduler.ScheduleGroup;

  /** The schedules, in the order of `emails`. */
  public readonly schedules: scheduler.Schedule[];

  /** Where invocations go that could not start a scan, for 14 days. */
  public readonly deadLetterQueue: sqs.Queue;

  /** The role that starts the scans. */
  public readonly role: iam.Role;

  constructor(scanner: UserAccessScanner, id: string, options: ScanOnScheduleOptions) {
    super(scanner, id);
    const { emails, schedule } = options ?? {};
    if (Token.isUnresolved(emails)) {
      throw invalid(this, 'emails must be known at synthesis: each person has a schedule. List the addresses.');
    }
    if (!Array.isArray(emails) || emails.length === 0 || emails.length > MOST_EMAILS) {
      throw invalid(
        this,
        `emails must list from 1 to ${MOST_EMAILS} people, got ${Array.isArray(emails) ? emails.length : 'no list'}. For more, start executions of stateMachine yourself (grantStartScan).`,
      );
    }
    checkEmails(this, emails);
    if (typeof schedule?.expressionString !== 'string') {
      throw invalid(
        this,
        'schedule must be a ScheduleExpression, for example ScheduleExpression.rate(Duration.days(1)).',
      );
    }

    this.deadLetterQueue = new DeadLetterQueue(this, 'DeadLetterQueue', scanner.encryptionKey);
    this.scheduleGroup = new scheduler.ScheduleGroup(this, 'Group');
    this.role = this.targetRole(scanner);
    this.schedules = emails.map(
      (email, place) =>
        new scheduler.Schedule(this, scheduleId(email, place), {
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
                // The id of an attempt would be another one when the Scheduler tries again.
                id: `${scheduler.ContextAttribute.scheduleArn}/${scheduler.ContextAttribute.scheduledTime}`,
                source: 'aws.scheduler',
                time: scheduler.ContextAttribute.scheduledTime,
              },
            }),
          }),
        }),
    );
  }

  private targetRole(scanner: UserAccessScanner): iam.Role {
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

/** A name that stays the same when the list changes, and tells nobody whom it is for. */
function scheduleId(email: string, place: number): string {
  if (Token.isUnresolved(email)) return `Person${place}`;
  return `Person${createHash('sha256').update(email.toLowerCase()).digest('hex').slice(0, 12)}`;
}
