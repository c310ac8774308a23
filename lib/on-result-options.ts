import type * as events from 'aws-cdk-lib/aws-events';

/**
 * The status of a result.
 *
 * @see https://docs.aws.amazon.com/appfabric/latest/api/API_UserAccessResultItem.html
 */
export enum ResultStatus {
  /** The app answered: the person has an account, or does not have one. */
  COMPLETED = 'COMPLETED',
  /** AppFabric could not get an answer from the app. The result has the error. */
  FAILED = 'FAILED',
  /** AppFabric no longer has the answer. */
  EXPIRED = 'EXPIRED',
  /** The app did not answer before the scan timed out. This status is set by the scanner, not by AppFabric. */
  TIMED_OUT = 'TIMED_OUT',
}

/**
 * Options for `UserAccessScanner.onResult()`.
 *
 * To filter by other fields, use `eventPattern`, or call `addEventPattern()` on the rule. A rule matches a field if any
 * of its values matches.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
 *
 * @example
 * const options: OnResultOptions = {
 *   target: new targets.LambdaFunction(handler),
 *   app: 'SLACK',
 *   eventPattern: { detail: { tenantId: ['T0123'] } },
 * };
 */
export interface OnResultOptions extends events.OnEventOptions {
  /**
   * Match only results with this status.
   *
   * @default - results with any status
   */
  readonly status?: ResultStatus;

  /**
   * Match only results from this app. AppFabric's app names are in upper case, for example `SLACK`.
   *
   * @default - results from any app
   */
  readonly app?: string;

  /**
   * Match only results with an account (`true`) or without one (`false`).
   *
   * A result with a status other than COMPLETED has no account, because the app did not answer. To match only results
   * that confirm that there is no account, also set `status` to COMPLETED.
   *
   * @default - results with and without an account
   */
  readonly accountFound?: boolean;
}
