import type { Duration } from 'aws-cdk-lib';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type * as events from 'aws-cdk-lib/aws-events';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { IConstruct } from 'constructs';

/**
 * Interface of a `UserAccessScanner`: the members that its triggers, schedules and rules use.
 */
export interface IUserAccessScanner extends IConstruct {
  /** The state machine that runs scans. One execution is one scan. */
  readonly stateMachine: sfn.StateMachine;

  /** The state machine that watches people. One execution is one watch, or a request that joins one. */
  readonly watchStateMachine: sfn.StateMachine;

  /** The table with what the scanner records. Its ARN is in the `resources` of the scanner's events. */
  readonly table: dynamodb.Table;

  /** The event bus that the scanner publishes on. */
  readonly eventBus: events.IEventBus;

  /** How long scans, their results, changes and watches are kept. */
  readonly resultRetention: Duration;

  /** The key that encrypts the scanner's data, if there is one. */
  readonly encryptionKey?: kms.IKey;

  /**
   * Grants permission to start scans.
   *
   * @param grantee The principal that starts scans.
   */
  grantStartScan(grantee: iam.IGrantable): iam.Grant;

  /**
   * Grants permission to watch people.
   *
   * @param grantee The principal that starts watches.
   */
  grantWatch(grantee: iam.IGrantable): iam.Grant;
}
