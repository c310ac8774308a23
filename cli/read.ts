import type { UserAccessResults } from '../results';
import { inReadingOrder, type ScanWithResults } from './report';

/** Everything that a listing gives. */
export async function all<T>(list: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of list) items.push(item);
  return items;
}

/** A scan with all its results in the order of the report. */
export async function readScan(results: UserAccessResults, scanId: string): Promise<ScanWithResults | undefined> {
  const report = await results.scan(scanId);
  return report && { scan: report.scan, results: inReadingOrder(await all(report.results)) };
}
