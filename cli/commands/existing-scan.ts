import type { UserAccessResults } from '../../results';
import { readChanges, readScan } from '../connection/read';
import { failure } from '../errors';
import { type ScanJson, scanJson } from '../print/scan-json';

/**
 * Reads a scan that must exist.
 *
 * @param list the command that lists the scans
 */
export async function existingScan(results: UserAccessResults, scanId: string, list: string): Promise<ScanJson> {
  const report = await readScan(results, scanId);
  if (report) return scanJson(report, await readChanges(results, report));
  throw failure(`There is no scan ${scanId} in this table. To list the scans, run: ${list}`);
}
