import type { Duration } from 'aws-cdk-lib';
import type { TriggerOptions } from './trigger-options';

/**
 * Options for `UserAccessScanner.watchOn()`.
 *
 * All durations are in whole seconds, from 1 minute to 364 days. All settings of the watch must be known at synthesis.
 */
export interface WatchOnOptions extends TriggerOptions {
  /**
   * The waits after each scan, until the next: from 1 to 50. The last one is repeated.
   *
   * Together with `giveUpAfter`, this determines the maximum number of history events of an execution. The construct
   * throws an error if it could exceed what Step Functions allows.
   *
   * @see https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
   *
   * @default - 1 hour, 4 hours, 12 hours, and then every day
   */
  readonly cadence?: Duration[];

  /**
   * How long after its start a watch is overdue, if something is still open or unknown. At most `giveUpAfter`.
   *
   * @default - 24 hours, or `giveUpAfter` if it is shorter
   */
  readonly dueIn?: Duration;

  /**
   * How long after its start a watch ends, even if something is still open or unknown. At most the `resultRetention` of
   * the scanner, so that the last event can tell what changed on the way.
   *
   * @default - 30 days, or `resultRetention` if it is shorter
   */
  readonly giveUpAfter?: Duration;

  /**
   * How long after a scan an app that was unavailable is asked again, if the next scan would be later.
   *
   * @default Duration.minutes(15)
   */
  readonly askAgainAfter?: Duration;

  /**
   * The maximum number of times that an app that is unavailable is asked again before the next scan of `cadence`, from 0
   * to 20.
   *
   * @default 4
   */
  readonly askAgainTimes?: number;

  /**
   * Whether a watch is also cleared if no app has, or ever had, an account by this address. Often, the address is wrong
   * then.
   *
   * @default false
   */
  readonly notFoundIsClear?: boolean;
}
