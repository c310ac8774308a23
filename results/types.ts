import type { Scan, Task } from '../lib/contract/records';
import type { WatchStatus } from '../lib/contract/watches';

/** A scan and its results. */
export interface ScanReport {
  /** The scan. */
  readonly scan: Scan;
  /** All tasks of the scan, including those that have no result yet. You can iterate over them only once. */
  readonly results: AsyncIterable<Task>;
}

/** Options for all methods that return a list. */
export interface ListOptions {
  /**
   * The maximum number of items to return. A whole number, at least 1.
   *
   * @default - all items
   */
  readonly limit?: number;
}

/** Options for `UserAccessResults.accounts()`. */
export interface AccountsOptions extends ListOptions {
  /**
   * Return only accounts in this tenant of the app.
   *
   * @default - accounts in all tenants
   */
  readonly tenantId?: string;
}

/** Options for `UserAccessResults.changes()`. */
export interface ChangesOptions extends ListOptions {
  /**
   * Return only changes that were recorded at this time or later. A `Date`, or a time in ISO 8601, such as the
   * `to.recordedAt` of a change.
   *
   * @default - all changes
   */
  readonly since?: Date | string;
}

/** Options for `UserAccessResults.changesInApp()`. */
export interface ChangesInAppOptions extends ChangesOptions {
  /**
   * Return only changes in this tenant of the app.
   *
   * @default - changes in all tenants
   */
  readonly tenantId?: string;
}

/** Options for `UserAccessResults.watches()`. */
export interface WatchesOptions extends ListOptions {
  /**
   * The status of the watches: `WATCHING`, `CLEARED`, `GIVEN_UP` or `STOPPED`.
   *
   * @default 'WATCHING'
   */
  readonly status?: WatchStatus;

  /**
   * Return only watches that go on and are due before this time. With the time now, these are the people who are overdue.
   * A `Date`, or a time in ISO 8601.
   *
   * @default - watches with every due time
   */
  readonly dueBefore?: Date | string;
}
