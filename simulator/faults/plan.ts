import type { WatchSettings } from '../../lib/contract/watches';
import type { AuthorizationPlan } from './authorizations';
import type { CrashPoint } from './crash-points';
import type { ChanceFault, Outage } from './fault-kinds';
import type { PersonPlan } from './people';

export interface ScanPlan {
  readonly name: string;
  readonly person: PersonPlan;
  /** Collects tasks that are already started, of the person and of these, instead of starting them. */
  readonly byTaskIds?: { readonly alsoOf: readonly PersonPlan[]; readonly unknownIds: number };
  readonly trigger?: { readonly id: string; readonly source: string; readonly time: string };
  readonly startsAfterSeconds: number;
  readonly stopsAfterSeconds?: number;
  /** What happens after it ended without success. */
  readonly recovery: 'redrive' | 'new scan';
}

/** A request for a watch: an execution of its state machine. */
export interface WatchPlan {
  readonly name: string;
  readonly person: PersonPlan;
  /** The address as this request spells it. @default - as AppFabric knows it */
  readonly email?: string;
  readonly trigger?: ScanPlan['trigger'];
  /** What the request sets. */
  readonly settings: Partial<WatchSettings>;
  readonly startsAfterSeconds: number;
  /** Starts earlier, when the function has begun to review the person's watch this often. */
  readonly startsWithReview?: { readonly number: number; readonly milliseconds: number };
  readonly stopsAfterSeconds?: number;
  /** Whether it is redriven after it ended without success. */
  readonly isRedriven: boolean;
}

/** A part of the run. */
export interface SpanPlan {
  readonly fromSeconds: number;
  readonly toSeconds: number;
  /** Both are counted from the begin of this recovery (the first is 1), or of the run. */
  readonly inRecovery?: number;
}

export interface OutagePlan extends SpanPlan {
  readonly kind: Outage;
}

/** How many invocations can run at once. */
export interface ConcurrencyPlan extends SpanPlan {
  readonly limit: number;
}

/** What has not ended well is redriven or repeated. */
export interface RecoveryPlan {
  /** How long after everything has ended. */
  readonly afterSeconds: number;
  /** Whether faults go on. The last recovery has none, so that the end can be checked. */
  readonly withFaults: boolean;
  readonly crashPoint?: CrashPoint;
}

/** What one seed makes happen, or a scenario. */
export interface Plan {
  readonly seed: number;
  readonly people: readonly PersonPlan[];
  readonly scans: readonly ScanPlan[];
  /** @default - nobody is watched */
  readonly watches?: readonly WatchPlan[];
  /** The app authorizations of the bundle. */
  readonly authorizations: readonly AuthorizationPlan[];
  /** How many of them a page of their list has. */
  readonly pageSize: number;
  /** The probability of each fault, wherever it can happen. */
  readonly rates: ReadonlyMap<ChanceFault, number>;
  /** How long these faults go on, from the begin of the run or of a recovery. @default - two hours */
  readonly ratesLastSeconds?: number;
  readonly outages: readonly OutagePlan[];
  readonly concurrency?: ConcurrencyPlan;
  readonly recoveries: readonly RecoveryPlan[];
  /** Short windows make scans use PollTasks and waits that would otherwise end in their first window. */
  readonly pollWindowSeconds: number;
  /** @default - the scanner's */
  readonly retentionSeconds?: number;
  /** How far each instance's clock can be off. */
  readonly clockOffsetSeconds: number;
  /** What AppFabric does with a task id that it does not know. */
  readonly unknownIds: 'refused' | 'left out';
  /** The first invocation that gets there is killed. */
  readonly crashPoint?: CrashPoint;
  /** Only after this time. @default - from the start */
  readonly crashesAfterSeconds?: number;
  /** Whether somebody redrives the scans of watches that have not ended well, in the end. @default false */
  readonly redrivesNested?: boolean;
}

/** Whether every invocation ends, and every response arrives. */
export const hasNoFaults = ({ rates, outages, concurrency, crashPoint }: Plan): boolean =>
  rates.size === 0 && outages.length === 0 && concurrency === undefined && crashPoint === undefined;
