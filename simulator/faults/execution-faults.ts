import type { ExecutionResult } from '../world';
import { unusualAnswers, unusualAuthorization } from './answer-faults';
import type { Faults } from './faults';
import type { Plan, ScanPlan } from './plan';

/** Counts the faults that are visible only when everything is over. @param resultOf a scan's first execution */
export function countPlanFaults(
  { scans, people, authorizations, clockOffsetSeconds, unknownIds }: Plan,
  resultOf: (scan: ScanPlan) => ExecutionResult | undefined,
  changedResults: number,
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
  if (changedResults > 0) faults.count('answer: another one in a later scan');
  if (clockOffsetSeconds > 0) faults.count('clocks: apart');
  if (scans.some(({ byTaskIds }) => byTaskIds && byTaskIds.unknownIds > 0)) {
    const refused = unknownIds === 'refused';
    faults.count(refused ? 'answer: task id unknown, and the call refused' : 'answer: task id unknown, and left out');
  }
  const unusual = [
    ...authorizations.flatMap(unusualAuthorization),
    ...people.flatMap(({ tenants }) => tenants.flatMap(unusualAnswers)),
  ];
  for (const kind of new Set(unusual)) faults.count(kind);
  for (const { tenants, personal } of people) {
    if (tenants.length === 0) faults.count('answer: no tasks');
    if (tenants.some(({ app }) => app.length === 255)) faults.count('answer: errors at their longest');
    else if (JSON.stringify(tenants).length > 4000) faults.count('answer: strings at their longest');
    if (/[^\p{ASCII}ñ]/u.test(personal[2] ?? '')) faults.count('answer: non-Latin names');
  }
}
