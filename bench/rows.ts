import type { Measured } from './measure/measurement';
import { orchestrationUsd, writesAndEventsUsd } from './prices';
import type { WorkloadName } from './workloads';

/** A row of the table, and of `--json`. */
export interface Row {
  readonly workload: WorkloadName;
  readonly tasks: number;
  readonly design: string;
  readonly orchestrationUsdPer1000: number;
  readonly writesAndEventsUsdPer1000: number;
  readonly lagMeanSeconds: number;
  readonly lagP95Seconds: number;
  readonly lagMaxSeconds: number;
  /** Means per scan, up to `events`. */
  readonly batchGets: number;
  readonly transitions: number;
  readonly lambdaGbSeconds: number;
  readonly lambdaInvocations: number;
  readonly durableOperations: number;
  readonly writeUnits: number;
  readonly events: number;
  readonly scans: number;
  readonly scanSeconds: number;
  /** Results that were never published, per 1,000. */
  readonly lostPer1000: number;
}

export function rowOf(measured: Measured): Row {
  const { workload, tasks, design, usage, scans, lag } = measured;
  return {
    workload,
    tasks,
    design,
    orchestrationUsdPer1000: rounded((orchestrationUsd(usage) / scans) * 1000),
    writesAndEventsUsdPer1000: rounded((writesAndEventsUsd(usage) / scans) * 1000),
    lagMeanSeconds: rounded(lag.mean),
    lagP95Seconds: rounded(lag.p95),
    lagMaxSeconds: rounded(lag.max),
    batchGets: rounded(measured.batchGets / scans),
    transitions: rounded(usage.transitions / scans),
    lambdaGbSeconds: rounded(usage.gbSeconds / scans),
    lambdaInvocations: rounded(usage.invocations / scans),
    durableOperations: rounded(usage.durableOperations / scans),
    writeUnits: rounded(usage.writeUnits / scans),
    events: rounded(usage.events / scans),
    scans,
    scanSeconds: rounded(measured.scanSeconds),
    lostPer1000: rounded(((measured.expected - measured.published) / measured.expected) * 1000),
  };
}

const rounded = (value: number): number => Math.round(value * 1e5) / 1e5;

export const totalUsd = (row: Row): number => row.orchestrationUsdPer1000 + row.writesAndEventsUsdPer1000;
