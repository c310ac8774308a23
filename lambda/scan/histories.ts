import type { PersonKey } from '../../lib/contract/person';
import type { ScanRecord } from '../../lib/contract/records';
import { forEachLimited, MAX_WRITES_AT_ONCE } from '../common/concurrency';
import type { ScanDependencies } from './dependencies';

/** Brings the history of every person that the scan knows up to date. */
export async function updateHistories(
  scan: ScanRecord,
  { scans, tasks }: Pick<ScanDependencies, 'scans' | 'tasks'>,
): Promise<void> {
  const known = scan.email === undefined ? (await tasks.ofScan(scan.scanId)).map(({ email }) => email) : [scan.email];
  const people = [...new Set(known)].filter((email): email is PersonKey => email !== undefined);
  await forEachLimited(people, MAX_WRITES_AT_ONCE, (email) => scans.updateHistory(scan, email));
}
