import type { Duration } from 'aws-cdk-lib';
import type * as events from 'aws-cdk-lib/aws-events';
import type * as kms from 'aws-cdk-lib/aws-kms';

/**
 * Attributes of a scanner of another CDK app, for `UserAccessScanner.fromUserAccessScannerAttributes()`.
 *
 * The ARNs can be values that are known only at deployment, for example parameters.
 */
export interface UserAccessScannerAttributes {
  /** The ARN of `stateMachine`, which runs scans. */
  readonly stateMachineArn: string;

  /** The ARN of `watchStateMachine`, which watches people. */
  readonly watchStateMachineArn: string;

  /** The ARN of `table`. Rules tell the events of the scanner from those of others by it. */
  readonly tableArn: string;

  /**
   * The event bus that the scanner publishes on. There is no default, because a rule on another event bus would never
   * match. If the scanner has no `eventBus`, pass `EventBus.fromEventBusName(stack, 'Bus', 'default')`.
   */
  readonly eventBus: events.IEventBus;

  /**
   * The `encryptionKey` of the scanner. Without it, grants and triggers of a scanner that has one do not include the use
   * of the key, and AWS denies what they are for.
   *
   * @default - the scanner has no `encryptionKey`
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * The `resultRetention` of the scanner. `watchOn()` checks `giveUpAfter` against it.
   *
   * @default Duration.days(365)
   */
  readonly resultRetention?: Duration;

  /**
   * The name of the scanner's stack and the path of the scanner in that stack, such as `UserAccess/Scanner`. The
   * scanner's metrics have it as their dimension `Scanner`. It must be known at synthesis.
   *
   * @default - the `metric` methods throw an error
   */
  readonly scannerPath?: string;
}
