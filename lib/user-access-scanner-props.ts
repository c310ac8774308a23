import type { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type * as events from 'aws-cdk-lib/aws-events';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type { aws_appfabric } from 'aws-cdk-lib/interfaces';

/**
 * Properties of a `UserAccessScanner`.
 */
export interface UserAccessScannerProps {
  /**
   * The app bundle whose connected apps are asked: a `CfnAppBundle`, or `AppBundle.fromAppBundleArn()`.
   */
  readonly appBundle: aws_appfabric.IAppBundleRef;

  /**
   * The bus that results are published on, and that `scanOn` listens to unless told otherwise.
   *
   * @default - the default bus of the account and Region
   */
  readonly eventBus?: events.IEventBus;

  /**
   * One key for everything that holds personal data: the table, the logs, the dead-letter queues, the schedules and
   * the state machine's data. The key's policy is extended for the services that need it.
   *
   * @default - keys that AWS owns, at no monthly cost
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * How long scans and their results are kept. At least one day, and longer than a scan can last.
   *
   * @default Duration.days(365)
   */
  readonly resultRetention?: Duration;

  /**
   * How long a scan waits for the apps' answers. Tasks that are still open then are recorded as TIMED_OUT. In whole
   * seconds.
   *
   * @default Duration.minutes(30)
   */
  readonly scanTimeout?: Duration;

  /**
   * How long one invocation keeps polling before it hands over to the state machine's wait: more function time, fewer
   * state transitions, faster results. In whole seconds, at most 810; zero polls once an invocation. A scan in its
   * window keeps one function busy: this times the scans you start a second is the concurrency that they take.
   *
   * @default Duration.seconds(180) - the shortest that is as cheap as a durable function at the same lag when apps are
   * slow (docs/benchmarks.md)
   */
  readonly pollWindow?: Duration;

  /**
   * The state machine's first wait between two poll windows. In whole seconds, at least one.
   *
   * @default - 20 seconds, or `longestWait` if that is shorter: one turn of the state machine costs as much as 22 s of
   * the function, so that shorter waits cost more than polling on
   */
  readonly firstWait?: Duration;

  /**
   * What each wait is multiplied by to give the next. At least 1.
   *
   * @default 1.5
   */
  readonly backoffRate?: number;

  /**
   * The longest wait between two poll windows. In whole seconds, at least `firstWait`.
   *
   * @default Duration.seconds(60)
   */
  readonly longestWait?: Duration;

  /**
   * How long the functions' and the state machine's logs are kept. They hold no personal data.
   *
   * @default RetentionDays.ONE_YEAR - what AWS Security Hub asks for (control CloudWatch.16)
   */
  readonly logRetention?: logs.RetentionDays;

  /**
   * What happens to the table and the logs when they leave the stack. The table is protected against deletion unless
   * this is DESTROY.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;

  /**
   * Memory of each function, in MiB, from 128 to 10240.
   *
   * @default 256
   */
  readonly memorySize?: number;

  /**
   * Whether to put the schemas of the published events into an EventBridge schema registry.
   *
   * @default false
   */
  readonly registerEventSchemas?: boolean;
}
