import { countsOf, type Item, isFinal, type Said, sameTenant, USER_FIELDS } from './agreement';
import type { Witness } from './witness';

/** Invariants 1 to 4 and 8, at the end. */
export function checkScan(scanId: string, askedFor: readonly string[] | undefined, witness: Witness): void {
  const scan = witness.scan(scanId);
  if (scan?.status !== 'COMPLETED') {
    witness.violation(8, `scan ${scanId} is ${scan?.status ?? 'not recorded'} at the end`);
    return;
  }
  const tasks = witness.tasksOf(scanId);
  checkTasks(scanId, askedFor?.map((taskId) => ({ taskId })) ?? committed(scanId, witness), tasks, witness);
  for (const task of tasks) {
    if (!isFinal(task)) witness.violation(1, `${task.sk} is ${task.status} in a completed scan`);
    if (!witness.published.has(`result:${scanId}:${task.taskKey}`)) witness.violation(3, `${task.sk} has no event`);
  }
  const sums = countsOf(tasks);
  for (const name of ['taskCount', 'accountsFound'] as const) {
    if (scan[name] !== sums[name]) witness.violation(3, `the record of ${scanId} has another ${name} than its tasks`);
  }
  if (!witness.published.has(`completed:${scanId}`)) witness.violation(3, `scan ${scanId} has no completion event`);
}

/** The tasks that the scan continued with, which must all come from one answer. */
function committed(scanId: string, witness: Witness): readonly Said[] {
  const tasks = witness.commitments.get(scanId);
  if (!tasks) {
    witness.violation(1, `scan ${scanId} completed without having started tasks`);
    return [];
  }
  const ids = (list: readonly Said[]) =>
    JSON.stringify(list.map(({ app, tenantId, taskId }) => [app, tenantId, taskId]));
  if (!witness.starts.some((start) => ids(start) === ids(tasks))) {
    witness.violation(1, `scan ${scanId} went on with tasks that no answer named together`);
  }
  return tasks;
}

function checkTasks(scanId: string, expected: readonly Said[], tasks: readonly Item[], witness: Witness): void {
  for (const task of expected) {
    const own = tasks.filter(({ taskId, ...record }) =>
      task.taskId === undefined ? taskId === undefined && sameTenant(record, task) : taskId === task.taskId,
    );
    if (own.length !== 1) witness.violation(1, `scan ${scanId} has ${own.length} records for one task`);
  }
  if (tasks.length !== expected.length) {
    witness.violation(1, `scan ${scanId} has ${tasks.length} records for ${expected.length} tasks`);
  }
}

/** Invariant 4: a person's standing is that of the newest scan, and it holds the newest answer. */
export function checkStandings(witness: Witness): void {
  const items = [...witness.items.values()];
  const results = items.filter((item) => item.type === 'TASK' && isFinal(item));
  const filed = Map.groupBy(
    results.filter(({ email, app, tenantId }) => email !== undefined && app !== undefined && tenantId !== undefined),
    ({ email, app, tenantId }) => JSON.stringify([email, app, tenantId]),
  );
  const standings = new Map(
    items
      .filter(({ type }) => type === 'STANDING')
      .map((item) => [JSON.stringify([item.email, item.app, item.tenantId]), item] as const),
  );
  for (const [key, own] of filed) {
    const standing = standings.get(key);
    if (!standing) {
      witness.violation(4, 'a result has no standing');
      continue;
    }
    standings.delete(key);
    checkStanding(standing, own, witness);
  }
  if (standings.size > 0) witness.violation(4, `${standings.size} standings rest on no result`);
}

function checkStanding(standing: Item, results: readonly Item[], witness: Witness): void {
  const newest = newestOf(results);
  const answered = newestOf(results.filter(isAnswer));
  if (!newest.some((result) => sameResult(standing, result))) {
    witness.violation(4, `the standing ${standing.sk} is not that of the newest scan`);
  }
  const last = standing.lastAnswer as Item | undefined;
  if ((answered.length > 0 || last) && !answered.some((result) => last && sameAnswer(last, result))) {
    witness.violation(4, `the last answer in ${standing.sk} is not the newest`);
  }
  if ((standing.appPk !== undefined) !== (last?.accountFound === true)) {
    witness.violation(
      4,
      `${standing.sk} is ${standing.appPk === undefined ? 'not ' : ''}listed among the app's accounts`,
    );
  }
}

const isAnswer = ({ status, accountFound }: Item): boolean => status === 'COMPLETED' || accountFound === true;

/** The results of the newest scan. If it asked one tenant twice, the more informative ones. */
function newestOf(results: readonly Item[]): readonly Item[] {
  const order = ({ scanStartedAt, scanId, ...result }: Item) =>
    `${scanStartedAt}#${scanId}#${result.accountFound ? 2 : isAnswer(result) ? 1 : 0}`;
  const last = results.map(order).sort().at(-1);
  return results.filter((result) => order(result) === last);
}

const sameResult = (standing: Item, result: Item): boolean =>
  ['scanId', 'status', 'accountFound', 'taskId', 'recordedAt', ...USER_FIELDS].every(
    (name) => standing[name] === result[name],
  );

const sameAnswer = (answer: Item, result: Item): boolean =>
  ['scanId', 'accountFound', 'recordedAt', ...USER_FIELDS].every((name) => answer[name] === result[name]);

/** Each completed scan is completed in the person's history, too. */
export function checkHistory(scanId: string, witness: Witness): void {
  const emails = new Set(witness.tasksOf(scanId).flatMap(({ email }) => (email === undefined ? [] : String(email))));
  for (const email of emails) {
    const entry = [...witness.items.values()].find(
      (item) => item.type === 'PERSON_SCAN' && item.scanId === scanId && item.email === email,
    );
    if (entry?.status !== 'COMPLETED') {
      witness.violation(8, `scan ${scanId} is ${entry?.status ?? 'missing'} in the history of a person`);
    }
  }
}
