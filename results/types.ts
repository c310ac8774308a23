import type { Scan, Task } from '../lib/contract/records';

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
