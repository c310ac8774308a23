import type * as events from 'aws-cdk-lib/aws-events';

/**
 * What changed in a tenant between two answers about a person.
 *
 * docs/events.md explains what counts as a change.
 */
export enum ChangeKind {
  /** There was no account, and now there is one, open or blocked. */
  APPEARED = 'APPEARED',
  /** The account was open, and is blocked. */
  BLOCKED = 'BLOCKED',
  /** The account was blocked, and is open. */
  REOPENED = 'REOPENED',
  /** There was an account, and now there is none. */
  REMOVED = 'REMOVED',
  /** The app reports another status, which means the same access. */
  STATUS_CHANGED = 'STATUS_CHANGED',
}

/**
 * Options for `UserAccessScanner.onChange()`.
 *
 * To filter by other fields of the detail, use `eventPattern`, or call `addEventPattern()` on the rule. A rule matches a
 * field if any of its values matches. The method sets `source`, `detailType`, `account` and `resources`.
 * `eventPattern` must not have a field or a value that none of its events has, because it would never match.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
 *
 * @example
 * const options: OnChangeOptions = {
 *   target: new targets.SnsTopic(onCall),
 *   kind: [ChangeKind.REOPENED, ChangeKind.APPEARED],
 *   app: 'SLACK',
 * };
 */
export interface OnChangeOptions extends events.OnEventOptions {
  /**
   * Match only changes of one of these kinds.
   *
   * @default - changes of any kind
   */
  readonly kind?: ChangeKind[];

  /**
   * Match only changes in this app. AppFabric's app names are in upper case, for example `SLACK`.
   *
   * @default - changes in any app
   */
  readonly app?: string;
}
