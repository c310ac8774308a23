import type { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as events from 'aws-cdk-lib/aws-events';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type { AccessRules } from './access-rules';
import type { IAppBundle } from './app-bundle';

/**
 * Properties of a `UserAccessScanner`.
 *
 * The construct checks each property. If a value is not valid, it throws an error that names the property and the fix.
 */
export interface UserAccessScannerProps {
  /**
   * The AppFabric app bundle to scan: an `AppBundle`, or an existing app bundle from `AppBundle.fromAppBundleArn()`.
   * It must be in the account and Region of the stack.
   *
   * @see https://docs.aws.amazon.com/appfabric/latest/adminguide/terminology.html
   */
  readonly appBundle: IAppBundle;

  /**
   * The event bus to publish results on. `scanOn()` and `watchOn()` also listen on this event bus by default.
   *
   * It must be in the Region of the stack. If it is in another account, its policy must allow the functions to publish,
   * and rules for the events are created in that account: pass a stack there as `crossStackScope`.
   *
   * Everybody who may put events on it can request scans and watches, and can report what no scan has found. Use an event
   * bus of your own, and call `denyOthersToPublish()`. docs/security.md has the reasons, and what else to do.
   *
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus-perms.html
   *
   * @default - the default event bus of the account and Region
   */
  readonly eventBus?: events.IEventBus;

  /**
   * A customer managed key for the table, the logs, the dead-letter queues, the schedules, and the data of the state
   * machines. It must be a key in the Region of the stack, not an alias.
   *
   * What is not encrypted with it: events on the event bus, which has a key of its own, the CloudFormation template with
   * the addresses of `scanOnSchedule()`, and what you do with the results. docs/security.md lists all data.
   *
   * The construct adds statements to the key policy for the AWS services that need the key. If the policy of the key is
   * not managed by this CDK app, the construct adds a warning, and you need to add the statements in
   * docs/construct.md yourself. The policy must also let IAM policies of the account allow the use of the key, because
   * the functions use it with the permissions of their roles.
   *
   * @see https://docs.aws.amazon.com/step-functions/latest/dg/encryption-at-rest.html
   *
   * @default - AWS owned keys, which have no monthly cost
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * Rules that you add to those that decide about access: what AppFabric's errors mean, which statuses of users keep
   * them out, and which apps give audit logs only. For example
   * `{ userStatuses: [{ app: 'SLACK', userStatus: 'on leave' }] }`.
   *
   * They decide about results that are recorded from then on. Two functions get them as JSON in an environment variable,
   * in which they can have at most 2,560 bytes, because Lambda allows 4 KB for all environment variables of a function.
   * Must be known at synthesis.
   *
   * @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
   *
   * @default - only the rules of the scanner, which docs/access.md describes
   */
  readonly accessRules?: AccessRules;

  /**
   * How long to keep scans, their results, changes and watches in the table. In whole seconds, at least one day, and at
   * least 22 hours longer than `scanTimeout`, so that no record expires during a scan. It begins with the start of a scan,
   * and for a watch when it would give up. What is known about a person now is kept for 7 days more, and so are watches.
   *
   * DynamoDB deletes expired items within a few days. They stay in backups for another 35 days. Other copies do not
   * depend on this: execution histories stay for 90 days, and events stay where they were delivered to.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html
   *
   * @default Duration.days(365)
   */
  readonly resultRetention?: Duration;

  /**
   * How long a scan waits for answers from the apps. Tasks that are still open after this time are recorded as
   * TIMED_OUT. In whole seconds, at least 1. Must be known at synthesis.
   *
   * Together with `pollWindow`, `firstWait`, `backoffRate` and `longestWait`, this determines the maximum number of
   * history events of an execution. The construct throws an error if it could exceed 20,000 of the 25,000 events that
   * Step Functions allows.
   *
   * @see https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
   *
   * @default Duration.minutes(30)
   */
  readonly scanTimeout?: Duration;

  /**
   * How long a function polls AppFabric before it returns to the state machine, which waits and then invokes it again.
   * In whole seconds, from 0 to 810: the maximum duration of a Lambda function, 900 seconds, minus 90 seconds to record
   * and publish results. With 0, each invocation polls once. Must be known at synthesis.
   *
   * A longer window uses more function time and fewer state transitions, and results arrive sooner. A scan occupies one
   * concurrent execution of a function during its poll window. To estimate the concurrency that you need, multiply the
   * number of scans that start per second by the poll window in seconds.
   *
   * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html
   *
   * @default Duration.seconds(180) - the shortest window that costs no more than a durable function with the same lag
   * when apps are slow, according to docs/benchmarks.md
   */
  readonly pollWindow?: Duration;

  /**
   * The first wait of the state machine between two poll windows. In whole seconds, at least 1.
   *
   * @default - 20 seconds, or `longestWait` if it is shorter. One turn of the state machine costs as much as 22 seconds
   * of a function with 256 MiB, so a shorter wait costs more than polling for longer.
   */
  readonly firstWait?: Duration;

  /**
   * The factor by which each wait is longer than the previous one. At least 1.
   *
   * @default 1.5
   */
  readonly backoffRate?: number;

  /**
   * The longest wait of the state machine between two poll windows. In whole seconds, at least `firstWait`.
   *
   * @default Duration.seconds(60)
   */
  readonly longestWait?: Duration;

  /**
   * How long to keep the logs of the functions and of the state machines. The logs contain no personal data.
   *
   * @see https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html#cloudwatch-16
   *
   * @default RetentionDays.ONE_YEAR - the minimum that AWS Security Hub control CloudWatch.16 checks for by default
   */
  readonly logRetention?: logs.RetentionDays;

  /**
   * The least severe lines that the functions write. Each line has the id of the scan or of the watch, and no personal
   * data. An invocation writes a line or two at INFO, and dozens at DEBUG. Metrics are written at every level.
   *
   * @default lambda.ApplicationLogLevel.INFO
   */
  readonly logLevel?: lambda.ApplicationLogLevel;

  /**
   * The share of invocations that write their lines at DEBUG, whatever `logLevel` is, from 0 to 1. Powertools for AWS
   * Lambda draws it in steps of one percent.
   *
   * @default 0
   */
  readonly debugSampleRate?: number;

  /**
   * What happens to the table and the logs when they are removed from the stack. Must be RETAIN,
   * RETAIN_ON_UPDATE_OR_DELETE or DESTROY. The table has deletion protection unless the policy is DESTROY, here or by
   * `RemovalPolicies`.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;

  /**
   * The memory of each function, in MiB. A whole number from 128 to 10,240.
   *
   * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
   *
   * @default 256
   */
  readonly memorySize?: number;

  /**
   * How many invocations of each of the four functions can run at once. A whole number of at least 1. Lambda keeps this
   * many for each function, and refuses more. Four times this number must be left of the account's concurrency, in
   * addition to the 100 that Lambda keeps for functions without a reservation.
   *
   * A scan that finds no free invocation is retried for up to four hours, and then fails with a record and an event. A
   * watch is retried for a week. docs/construct.md says how to choose the number.
   *
   * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
   *
   * @default - no reservation: the functions share the account's concurrency with all others
   */
  readonly reservedConcurrentExecutions?: number;

  /**
   * The VPC that the functions run in. They need access to DynamoDB, EventBridge and AppFabric from there, which
   * docs/construct.md describes.
   *
   * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
   *
   * @default - the functions do not run in a VPC of yours
   */
  readonly vpc?: ec2.IVpc;

  /**
   * The subnets of `vpc` that the functions run in. Public subnets are rejected, because a function has no access to the
   * internet there.
   *
   * @default - the private subnets of `vpc`
   */
  readonly vpcSubnets?: ec2.SubnetSelection;

  /**
   * The security groups of the functions, in `vpc`. At least one.
   *
   * @default - one security group for all functions, which allows all outbound traffic
   */
  readonly securityGroups?: ec2.ISecurityGroup[];

  /**
   * Whether functions and state machines are traced with AWS X-Ray. With `DISABLED`, their roles have no permission for
   * X-Ray. With `PASS_THROUGH`, functions follow their caller, and state machines are not traced.
   *
   * @see https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html
   *
   * @default Tracing.ACTIVE
   */
  readonly tracing?: lambda.Tracing;

  /**
   * Whether to create an EventBridge schema registry with the schemas of the events that the scanner publishes.
   *
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-schema-registry.html
   *
   * @default false
   */
  readonly registerEventSchemas?: boolean;
}
