import type { ExecutionResult } from '../world';
import type { Faults } from './faults';
import type { Plan, ScanPlan } from './plan';

/** Counts the faults that are visible only when everything is over. @param resultOf a scan's first execution */
export function countExecutionFaults(
  { scans, people }: Plan,
  resultOf: (scan: ScanPlan) => ExecutionResult | undefined,
  faults: Faults,
): void {
  const triggers = scans.flatMap(({ trigger }) => trigger?.id ?? []);
  if (new Set(triggers).size < triggers.length) faults.count('execution: same trigger twice');
  for (const person of people) {
    const spans = scans.filter((scan) => scan.person === person).flatMap((scan) => resultOf(scan) ?? []);
    for (const older of spans) {
      for (const newer of spans) {
        if (older.startedAt >= newer.startedAt || older.endedAt <= newer.startedAt) continue;
        faults.count('execution: two scans of one person overlap');
        if (older.endedAt > newer.endedAt) faults.count('execution: the older of them ends last');
      }
    }
  }
  for (const { tenants, personal } of people) {
    if (JSON.stringify(tenants).length > 4000) faults.count('answer: strings at their longest');
    if (/[^\p{ASCII}ñ]/u.test(personal[2] ?? '')) faults.count('answer: non-Latin names');
  }
}
