import { type Item, isFinal, USER_FIELDS } from './agreement';
import { standingExpiry } from './expiry';
import type { RecordedTable } from './recorded-table';
import type { Accuse } from './violations';

const isAnswer = ({ status, accountFound }: Item): boolean => status === 'COMPLETED' || accountFound === true;

/** When AppFabric was asked comes first; then what says more. */
function orderOf({ tasksStartedAt, scanStartedAt, scanId, taskKey, ...result }: Item): string {
  const rank = result.accountFound ? 2 : isAnswer(result) ? 1 : 0;
  return [tasksStartedAt ?? scanStartedAt, rank, scanId, taskKey].join('#');
}

const placeOf = ({ email, app, tenantId }: Item): string => JSON.stringify([email, app, tenantId]);

/** Invariant 4: a person's standing is the newest result, and it holds the newest answer. */
export function checkStandings(table: RecordedTable, now: number, accuse: Accuse): void {
  const kept = [...table.items.values(), ...table.expired.values()];
  const results = kept.filter(
    (item) =>
      item.type === 'TASK' &&
      isFinal(item) &&
      [item.email, item.app, item.tenantId].every((part) => part !== undefined),
  );
  const standings = new Map(table.ofType('STANDING').map((item) => [placeOf(item), item]));
  for (const [place, own] of Map.groupBy(results, placeOf)) {
    const standing = standings.get(place);
    standings.delete(place);
    if (standing) checkStanding(standing, own, now, accuse);
    else if (own.some((result) => Number(result.expiresAt) * 1000 > now)) accuse(4, 'a result has no standing');
  }
  if (standings.size > 0) accuse(4, `${standings.size} standings rest on no result`);
}

function checkStanding(standing: Item, results: readonly Item[], now: number, accuse: Accuse): void {
  const newest = newestOf(results);
  const answered = newestOf(results.filter(isAnswer));
  const last = standing.lastAnswer as Item | undefined;
  if (!newest || !sameResult(standing, newest)) accuse(4, `the standing ${standing.sk} is not the newest result`);
  // A standing that was deleted when it expired has taken its last answer with it.
  const isForgotten = answered && !last && standingExpiry(answered) <= now;
  if ((answered || last) && !isForgotten && !(answered && last && sameAnswer(last, answered))) {
    accuse(4, `the last answer in ${standing.sk} is not the newest`);
  }
  if ((standing.appPk !== undefined) !== (last?.accountFound === true)) {
    accuse(4, `${standing.sk} is ${standing.appPk === undefined ? 'not ' : ''}listed among the app's accounts`);
  }
}

const newestOf = (results: readonly Item[]): Item | undefined =>
  results.toSorted((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1)).at(-1);

const sameResult = (standing: Item, result: Item): boolean =>
  ['scanId', 'status', 'accountFound', 'taskId', 'recordedAt', ...USER_FIELDS].every(
    (name) => standing[name] === result[name],
  );

const sameAnswer = (answer: Item, result: Item): boolean =>
  ['scanId', 'accountFound', 'recordedAt', ...USER_FIELDS].every((name) => answer[name] === result[name]);

/** What is wrong with a standing that was just written over another one. */
export function wrongStep(before: Item, after: Item, table: RecordedTable): string | undefined {
  const [earlier, later] = [resultOf(before, table), resultOf(after, table)];
  if (earlier && later && orderOf(later) < orderOf(earlier)) return `the standing ${after.sk} went back`;
  return before.lastAnswer !== undefined && after.lastAnswer === undefined
    ? `the standing ${after.sk} lost its last answer`
    : undefined;
}

const resultOf = (standing: Item, table: RecordedTable): Item | undefined =>
  table.tasksOf(standing.scanId).find((task) => placeOf(task) === placeOf(standing) && sameResult(standing, task));
