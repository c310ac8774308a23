import type * as events from 'aws-cdk-lib/aws-events';
import type { Verdict } from './access';

/**
 * Options for `UserAccessScanner.onScanCompleted()`.
 *
 * To filter by other fields of the detail, use `eventPattern`, or call `addEventPattern()` on the rule. A rule matches a
 * field if any of its values matches. The method sets `source`, `detailType`, `account` and `resources`.
 * `eventPattern` must not have a field or a value that none of its events has, because it would never match.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
 *
 * @example
 * const options: OnScanCompletedOptions = {
 *   target: new targets.SnsTopic(onCall),
 *   verdict: [Verdict.OPEN, Verdict.UNKNOWN],
 * };
 */
export interface OnScanCompletedOptions extends events.OnEventOptions {
  /**
   * Match only scans with one of these verdicts about the person. A scan of task ids has no verdict.
   *
   * @default - scans with any verdict, and without one
   */
  readonly verdict?: Verdict[];
}
