import { keyPart } from '../../lib/contract/keys';
import type { Item } from './agreement';
import { isLeftAlone } from './expiry';
import { isSame } from './publications';
import type { RecordedTable } from './recorded-table';
import type { Accuse } from './violations';

/** When AppFabric was asked decides which scan is newer. */
const orderOf = ({ tasksStartedAt, scanStartedAt, startedAt, scanId }: Item): string =>
  [tasksStartedAt ?? scanStartedAt ?? startedAt, scanId].join('#');

/** Invariant 12: what is wrong with the record of a person that was just written. */
export function wrongPerson(before: Item | undefined, after: Item, table: RecordedTable): string | undefined {
  const { email, verdict, since, scanId } = after;
  const scan = table.scan(scanId);
  if (scan?.status !== 'COMPLETED') return `the record of a person has ${scanId}, which is not completed`;
  const expected = {
    email: scan.email,
    verdict: scan.verdict,
    confirmed: scan.confirmed,
    coverage: scan.coverage,
    accessCounts: scan.accessCounts,
    scanStartedAt: scan.startedAt,
    tasksStartedAt: scan.tasksStartedAt,
    recordedAt: scan.endedAt,
    since: before?.verdict === verdict ? before?.since : scan.endedAt,
    statusPk: `VERDICT#${verdict}`,
    statusSk: `${since}#${keyPart(String(email))}`,
  };
  const wrong = Object.entries(expected).filter(([name, value]) => !isSame(after[name], value));
  if (wrong.length > 0) {
    return `the record of a person has another ${wrong.map(([name]) => name).join(', ')} than ${scanId}`;
  }
  const isNewer = before === undefined || orderOf(before) < orderOf(after);
  return isNewer ? undefined : `the record of a person went back from ${before.scanId} to ${scanId}`;
}

/** Invariant 12: in the end, the record of each person is that of the newest completed scan. */
export function checkPeople(table: RecordedTable, now: number, accuse: Accuse): void {
  const scans = [...table.items.values(), ...table.expired.values()].filter(
    ({ type, status, email }) => type === 'SCAN' && status === 'COMPLETED' && email !== undefined,
  );
  const people = new Map(table.ofType('PERSON').map((person) => [person.email, person]));
  for (const [email, own] of Map.groupBy(scans, (scan) => scan.email)) {
    const newest = own.toSorted((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1)).at(-1) as Item;
    const person = people.get(email);
    people.delete(email);
    if (isLeftAlone(newest, now)) continue;
    if (!person) accuse(12, `the person of ${newest.scanId} has no record`);
    else if (person.scanId !== newest.scanId) {
      accuse(12, `the record of a person has ${person.scanId}, not the newest scan ${newest.scanId}`);
    }
  }
  if (people.size > 0) accuse(12, `${people.size} people have a record without a scan`);
}
