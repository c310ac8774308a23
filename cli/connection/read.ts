import type { Change, Person, PersonScan, Scan, Standing, Task, UserAccessResults } from '../../results';

/** A scan with all its results, in reading order. */
export interface ScanWithResults {
  readonly scan: Scan;
  readonly results: readonly Task[];
}

export async function readScan(results: UserAccessResults, scanId: string): Promise<ScanWithResults | undefined> {
  const report = await results.scan(scanId);
  return report && { scan: report.scan, results: inReadingOrder(await all(report.results)) };
}

/** What the answers of a scan changed, in reading order. */
export async function readChanges(
  results: UserAccessResults,
  { scan, results: tasks }: ScanWithResults,
): Promise<readonly Change[]> {
  const { scanId, email, startedAt } = scan;
  // A scan of task ids can be about thousands of people, but not about as many apps.
  const apps = new Set(email === undefined ? tasks.flatMap(({ app }) => app ?? []) : []);
  const lists = [...apps].map((app) => results.changesInApp(app, { since: startedAt }));
  if (email !== undefined) lists.push(results.changes(email));
  const changes: Change[] = [];
  for (const list of lists) changes.push(...(await all(list)).filter(({ to }) => to.scanId === scanId));
  return inReadingOrder(changes);
}

/** The verdict about a person, the scan that it is from, and where the person stands. */
export interface PersonReport {
  readonly person?: Person;
  readonly scan?: Scan;
  /** The newest scan, which can be running or failed. */
  readonly newest?: PersonScan;
  readonly standings: readonly Standing[];
}

export async function readPerson(results: UserAccessResults, email: string): Promise<PersonReport> {
  // The verdict is read first. If a scan ends in between, the standings are then newer, and are shown as such. The other
  // way round, they would look as if the scan had not asked.
  const person = await results.verdict(email);
  const scan = person && (await results.scan(person.scanId))?.scan;
  const [newest] = await all(results.scans(email, { limit: 1 }));
  return { person, scan, newest, standings: inReadingOrder(await all(results.standing(email))) };
}

/** Every item of a listing. */
export async function all<T>(list: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of list) items.push(item);
  return items;
}

/** The first items of a listing, and whether there are more. */
export interface FirstItems<T> {
  readonly items: readonly T[];
  readonly isCut: boolean;
}

/** As many items as wanted, by default all. Asks for one more, to know whether there are more. */
export async function upTo<T>(
  limit: number | undefined,
  list: (limit: number | undefined) => AsyncIterable<T>,
): Promise<FirstItems<T>> {
  return cutTo(limit, await all(list(limit === undefined ? undefined : limit + 1)));
}

export const cutTo = <T>(limit: number | undefined, items: readonly T[]): FirstItems<T> => ({
  items: items.slice(0, limit),
  isCut: limit !== undefined && items.length > limit,
});

/** By app, tenant, and person. */
export function inReadingOrder<T extends Pick<Task, 'app' | 'tenantId' | 'email'>>(rows: readonly T[]): T[] {
  const key = ({ app = '', tenantId = '', email = '' }: T) => [app, tenantId, email].join('\0');
  return [...rows].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}
