import type { Measured } from './measure/measurement';
import { orchestrationUsd, writesAndEventsUsd } from './prices';

/** A row of the table, and of `--json`. */
export type Row = Readonly<ReturnType<typeof rowOf>>;

export function rowOf({ workload, tasks, design, usage, scans, lag, ...measured }: Measured) {
  const perScan = (value: number) => rounded(value / scans);
  return {
    workload,
    tasks,
    design,
    orchestrationUsdPer1000: rounded((orchestrationUsd(usage) / scans) * 1000),
    writesAndEventsUsdPer1000: rounded((writesAndEventsUsd(usage) / scans) * 1000),
    lagMeanSeconds: rounded(lag.mean),
    lagP95Seconds: rounded(lag.p95),
    lagMaxSeconds: rounded(lag.max),
    batchGets: perScan(measured.batchGets),
    transitions: perScan(usage.transitions),
    lambdaGbSeconds: perScan(usage.gbSeconds),
    lambdaInvocations: perScan(usage.invocations),
    durableOperations: perScan(usage.durableOperations),
    writeUnits: perScan(usage.writeUnits),
    events: perScan(usage.events),
    scans,
    scanSeconds: rounded(measured.scanSeconds),
    /** Results that were never published, per 1,000. */
    lostPer1000: rounded(((measured.expected - measured.published) / measured.expected) * 1000),
  };
}

const rounded = (value: number): number => Math.round(value * 1e5) / 1e5;

export const totalUsd = (row: Row): number => row.orchestrationUsdPer1000 + row.writesAndEventsUsdPer1000;
