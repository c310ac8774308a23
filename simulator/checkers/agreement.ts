/** An item of the table. */
export type Item = Readonly<Record<string, unknown>>;
/** An entry of an answer of AppFabric. */
export type Said = Readonly<Record<string, unknown>>;

export const isFinal = ({ status }: Item): boolean =>
  status === 'COMPLETED' || status === 'FAILED' || status === 'EXPIRED' || status === 'TIMED_OUT';

export const USER_FIELDS = ['userId', 'userFullName', 'userFirstName', 'userLastName', 'userStatus'];

const given = (value: unknown): unknown => (value === null || value === '' ? undefined : value);

/** Whether a record says exactly what this entry of an answer says. */
export function agrees(record: Item, entry: Said): boolean {
  if (record.status !== entry.resultStatus) return false;
  if (USER_FIELDS.some((name) => record[name] !== given(entry[name]))) return false;
  return sameError(record.error as Said | undefined, entry.taskError as Said | undefined);
}

/** Whether a record of a task that did not start says what an answer of StartUserAccessTasks says. */
export function failsToStart(record: Item, starts: readonly (readonly Said[])[]): boolean {
  return (
    record.status === 'FAILED' &&
    starts.flat().some((task) => sameTenant(record, task) && sameError(record.error as Said, task.error as Said))
  );
}

export const sameTenant = (record: Item, { app, tenantId }: Said): boolean =>
  record.app === app && record.tenantId === tenantId;

const sameError = (ours: Said | undefined, theirs: Said | undefined): boolean =>
  isBeginning(ours?.errorCode, theirs?.errorCode) && isBeginning(ours?.errorMessage, theirs?.errorMessage);

/** Long texts are cut. The last character of what is left can be half of a pair. */
const LONG_TEXT = 100;

function isBeginning(ours: unknown, theirs: unknown): boolean {
  if (ours === theirs) return true;
  if (typeof ours !== 'string' || typeof theirs !== 'string') return false;
  return ours.length >= LONG_TEXT && theirs.startsWith(ours.slice(0, -1));
}

/** The counts of a scan's records. */
export function countsOf(tasks: readonly Item[]) {
  const counts: Record<string, number> = { COMPLETED: 0, FAILED: 0, EXPIRED: 0, TIMED_OUT: 0 };
  for (const { status } of tasks) counts[String(status)] = (counts[String(status)] ?? 0) + 1;
  return { taskCount: tasks.length, accountsFound: tasks.filter(({ accountFound }) => accountFound).length, counts };
}
