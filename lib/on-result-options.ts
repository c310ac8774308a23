import type * as events from 'aws-cdk-lib/aws-events';

/**
 * How a task of a scan ended.
 */
export enum ResultStatus {
  /** The app answered, with an account or without. */
  COMPLETED = 'COMPLETED',
  /** The app could not be asked, or refused. */
  FAILED = 'FAILED',
  /** AppFabric no longer had the answer. */
  EXPIRED = 'EXPIRED',
  /** No answer came within the scan's timeout. */
  TIMED_OUT = 'TIMED_OUT',
}

/**
 * Which results a rule matches, and what gets them. Restrict it by other fields with `eventPattern`, or with
 * `addEventPattern()` on the rule; values of one field add up.
 */
export interface OnResultOptions extends events.OnEventOptions {
  /**
   * Only results of this status.
   *
   * @default - any status
   */
  readonly status?: ResultStatus;

  /**
   * Only results from this app, as AppFabric spells it: in capitals, like `SLACK`.
   *
   * @default - any app
   */
  readonly app?: string;

  /**
   * Only results that found an account (true), or found none (false).
   *
   * @default - either
   */
  readonly accountFound?: boolean;
}
