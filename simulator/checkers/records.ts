import { countsOf, type Item, isFinal } from './agreement';
import { isLeftAlone } from './expiry';
import { failureId, isSame } from './publications';
import type { Witness } from './witness';

/** Every record of the table, when nothing runs any more. */
export function checkRecords(witness: Witness, now: number): void {
  const { table } = witness;
  for (const scan of table.ofType('SCAN')) {
    if (!isLeftAlone(scan, now)) checkScanRecord(scan, witness);
  }
  for (const task of table.ofType('TASK')) {
    const id = `result:${task.scanId}:${task.taskKey}`;
    if (isFinal(task) && !isLeftAlone(task, now) && !witness.published.has(id)) {
      witness.violation(3, `${task.sk} has no event`);
    }
  }
  for (const entry of table.ofType('PERSON_SCAN')) {
    if (!table.hasHadScan(entry.scanId)) witness.violation(8, `the history has ${entry.scanId}, which has no record`);
  }
  for (const { scanId } of table.ofType('TRIGGER')) {
    if (!table.hasHadScan(scanId)) witness.violation(10, `a trigger belongs to ${scanId}, which has no record`);
  }
}

function checkScanRecord(scan: Item, witness: Witness): void {
  const { scanId, status } = scan;
  if (status === 'RUNNING') {
    witness.violation(8, `scan ${scanId} is RUNNING, but nothing runs it`);
    return;
  }
  const id = status === 'COMPLETED' ? `completed:${scanId}` : failureId(scan);
  if (!witness.published.has(id)) witness.violation(3, `the ${status} scan ${scanId} has no event`);
  const tasks = witness.table.tasksOf(scanId);
  for (const task of tasks) {
    if (status === 'COMPLETED' && !isFinal(task)) {
      witness.violation(1, `${task.sk} is ${task.status} in a completed scan`);
    }
  }
  checkHistory(scan, tasks, witness);
}

const TOLD_OF_VERDICTS = ['verdict', 'confirmed', 'coverage', 'accessCounts'];

/** In a scan of task ids, the counts in a person's history are those of their results. */
function summaryOf(scan: Item, tasks: readonly Item[], email: string): Item {
  if (scan.email !== undefined) {
    return { ...countsOf(tasks), ...Object.fromEntries(TOLD_OF_VERDICTS.map((name) => [name, scan[name]])) };
  }
  const own = tasks.filter((task) => task.email === email);
  const accessCounts: Record<string, number> = { OPEN: 0, BLOCKED: 0, NONE: 0, UNKNOWN: 0 };
  for (const { access } of own) accessCounts[String(access)] = (accessCounts[String(access)] ?? 0) + 1;
  return { ...countsOf(own), accessCounts, verdict: undefined, confirmed: undefined, coverage: undefined };
}

/** Invariants 8 and 12: the history of each person who is known in the scan says what the scan's record says. */
function checkHistory(scan: Item, tasks: readonly Item[], witness: Witness): void {
  const emails = new Set([scan, ...tasks].flatMap(({ email }) => (email === undefined ? [] : String(email))));
  const history = witness.table.historyOf(scan.scanId);
  for (const email of emails) {
    const entry = history.find((item) => item.email === email);
    const own = scan.status === 'COMPLETED' ? summaryOf(scan, tasks, email) : {};
    const { status, startedAt, endedAt, error } = scan;
    const wrong = Object.entries({ status, startedAt, endedAt, error, ...own })
      .filter(([name, value]) => !isSame(entry?.[name], value))
      .map(([name]) => name);
    const isOfVerdict = wrong.some((name) => TOLD_OF_VERDICTS.includes(name));
    if (!entry) witness.violation(8, `scan ${scan.scanId} is missing in the history of a person`);
    else if (wrong.length > 0) {
      witness.violation(
        isOfVerdict ? 12 : 8,
        `the history has another ${wrong.join(', ')} than the record of ${scan.scanId}`,
      );
    }
  }
  if (history.some(({ email }) => !emails.has(String(email)))) {
    witness.violation(8, `scan ${scan.scanId} is in the history of a person whom it does not know`);
  }
}
