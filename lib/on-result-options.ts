import type * as events from 'aws-cdk-lib/aws-events';
import type { Access } from './access';

/**
 * The status of a result: how its task ended. Whether the person can use an account is its `Access`.
 *
 * @see https://docs.aws.amazon.com/appfabric/latest/api/API_UserAccessResultItem.html
 */
export enum ResultStatus {
  /** AppFabric completed the task. */
  COMPLETED = 'COMPLETED',
  /** AppFabric returned an error, or could not start the task. The error can mean that there is no account. */
  FAILED = 'FAILED',
  /** AppFabric no longer has the answer. */
  EXPIRED = 'EXPIRED',
  /** The app did not answer before the scan timed out. This status is set by the scanner, not by AppFabric. */
  TIMED_OUT = 'TIMED_OUT',
}

/**
 * Options for `UserAccessScanner.onResult()`.
 *
 * To filter by other fields of the detail, use `eventPattern`, or call `addEventPattern()` on the rule. A rule matches a
 * field if any of its values matches. The method sets `source`, `detailType`, `account` and `resources`.
 * `eventPattern` must not have a field or a value that none of its events has, because it would never match.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
 *
 * @example
 * const options: OnResultOptions = {
 *   target: new targets.LambdaFunction(handler),
 *   access: [Access.OPEN, Access.UNKNOWN],
 *   app: 'SLACK',
 *   eventPattern: { detail: { tenantId: ['T0123'] } },
 * };
 */
export interface OnResultOptions extends events.OnEventOptions {
  /**
   * Match only results with one of these accesses.
   *
   * @default - results with any access
   */
  readonly access?: Access[];

  /**
   * Match only results with one of these statuses.
   *
   * @default - results with any status
   */
  readonly status?: ResultStatus[];

  /**
   * Match only results from this app. AppFabric's app names are in upper case, for example `SLACK`.
   *
   * @default - results from any app
   */
  readonly app?: string;

  /**
   * Match only results with an account (`true`), or results in which the app said that there is none (`false`).
   *
   * A result without an answer has no `accountFound`, so it matches neither. Its access is UNKNOWN.
   *
   * @default - results with an account, without one, and without an answer
   */
  readonly accountFound?: boolean;
}
