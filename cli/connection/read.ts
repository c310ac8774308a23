import type { Scan, Task, UserAccessResults } from '../../results';

/** A scan with all its results, in reading order. */
export interface ScanWithResults {
  readonly scan: Scan;
  readonly results: readonly Task[];
}

export async function readScan(results: UserAccessResults, scanId: string): Promise<ScanWithResults | undefined> {
  const report = await results.scan(scanId);
  return report && { scan: report.scan, results: inReadingOrder(await all(report.results)) };
}

/** Every item of a listing. */
export async function all<T>(list: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of list) items.push(item);
  return items;
}

/** By app, tenant, and person. */
export function inReadingOrder<T extends Pick<Task, 'app' | 'tenantId' | 'email'>>(rows: readonly T[]): T[] {
  const key = ({ app = '', tenantId = '', email = '' }: T) => [app, tenantId, email].join('\0');
  return [...rows].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}
