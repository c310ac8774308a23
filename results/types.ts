import type { Scan, Task } from '../lib/contract/records';

/** A scan with its tasks. */
export interface ScanReport {
  readonly scan: Scan;
  /** Every task of the scan, open or with its result, page by page. You can iterate over it once. */
  readonly results: AsyncIterable<Task>;
}

/** What every listing takes. */
export interface ListOptions {
  /**
   * Stop after this many.
   * @default - all of them
   */
  readonly limit?: number;
}

/** What `accounts` takes. */
export interface AccountsOptions extends ListOptions {
  /**
   * Only this tenant of the app.
   * @default - every tenant
   */
  readonly tenantId?: string;
}
