import type { Item } from './agreement';

/** The counts of a scan's records. */
export function countsOf(tasks: readonly Item[]) {
  const counts: Record<string, number> = { COMPLETED: 0, FAILED: 0, EXPIRED: 0, TIMED_OUT: 0 };
  for (const { status } of tasks) counts[String(status)] = (counts[String(status)] ?? 0) + 1;
  return { taskCount: tasks.length, accountsFound: tasks.filter(({ accountFound }) => accountFound).length, counts };
}
