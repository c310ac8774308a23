import type { Access, PersonScan, Verdict, Watch } from '../../results';

/** A scan in a list. */
export interface ScanLine extends PersonScan {
  /** How many tasks have ended so far. Only while the scan runs. */
  readonly endedTasks?: number;
}

/** A tenant in a table of apps. */
export interface TenantLine {
  /** Absent where a person stands: that is one line for each tenant. */
  readonly taskId?: string;
  /** Absent while the task is in progress. */
  readonly access?: Access;
  readonly email?: string;
  readonly app?: string;
  readonly tenantId?: string;
  readonly tenantDisplayName?: string;
  readonly userStatus?: string;
  readonly answeredAt?: string;
  /** How the task ended, or why there is no answer and what to do. */
  readonly remark?: string;
}

export interface Overview {
  /** Which lists are cut. Of scans, only those that run count: the list shows the newest of the others. */
  readonly isCut: { readonly scans: boolean; readonly watches: boolean };
  readonly scans: readonly ScanLine[];
  /** Those with the most urgent verdict first. */
  readonly people: readonly {
    readonly verdict: Verdict;
    readonly people: readonly {
      readonly email: string;
      readonly since: string;
      readonly confirmed: boolean;
      readonly open: number;
      readonly unknown: number;
    }[];
    /** Whether there are more. */
    readonly isCut: boolean;
  }[];
  readonly watches: readonly Watch[];
}

export interface PersonPage {
  readonly verdict?: Verdict;
  readonly confirmed?: boolean;
  readonly sentences: readonly string[];
  readonly tenants: readonly TenantLine[];
  readonly scans: readonly ScanLine[];
  readonly watch?: Watch;
}

export interface ScanPage {
  readonly scan: PersonScan;
  readonly taskCount: number;
  readonly endedTasks: number;
  readonly sentences: readonly string[];
  readonly tenants: readonly TenantLine[];
}
