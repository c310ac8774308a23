import { accessOf } from './access-model';
import { type Item, isFinal, USER_FIELDS } from './agreement';
import { standingExpiry } from './expiry';
import { leavesOut, notAskedOrder } from './not-asked';
import { isSame } from './publications';
import type { RecordedTable } from './recorded-table';
import type { Accuse } from './violations';

const isAnswer = (result: Item): boolean => accessOf(result).access !== 'UNKNOWN';

/** When AppFabric was asked comes first; then what says more. */
function orderOf({ tasksStartedAt, scanStartedAt, scanId, taskKey, ...result }: Item): string {
  const rank = result.accountFound ? 2 : isAnswer({ ...result, taskKey }) ? 1 : 0;
  return [tasksStartedAt ?? scanStartedAt, rank, scanId, taskKey].join('#');
}

const placeOf = ({ email, app, tenantId }: Item): string => JSON.stringify([email, app, tenantId]);

/** Invariant 4: a person's standing is the newest answer, and it says what the newest result was. */
export function checkStandings(table: RecordedTable, now: number, accuse: Accuse): void {
  const kept = [...table.items.values(), ...table.expired.values()];
  const results = kept.filter(
    (item) =>
      item.type === 'TASK' &&
      isFinal(item) &&
      [item.email, item.app, item.tenantId].every((part) => part !== undefined),
  );
  const standings = new Map(table.ofType('STANDING').map((item) => [placeOf(item), item]));
  const forgotten = new Set([...table.expired.values()].filter(({ type }) => type === 'STANDING').map(placeOf));
  for (const [place, own] of Map.groupBy(results, placeOf)) {
    const standing = standings.get(place);
    standings.delete(place);
    const leftOut = kept.filter((item) => item.type === 'SCAN' && standing && leavesOut(item, standing));
    if (standing) checkStanding(standing, own, { now, wasDeleted: forgotten.has(place), leftOut }, accuse);
    else if (own.some((result) => Number(result.expiresAt) * 1000 > now)) accuse(4, 'a result has no standing');
  }
  if (standings.size > 0) accuse(4, `${standings.size} standings rest on no result`);
}

interface Fate {
  readonly now: number;
  /** Whether time to live has deleted it before. */
  readonly wasDeleted: boolean;
  /** The scans that did not ask for it. */
  readonly leftOut: readonly Item[];
}

function checkStanding(
  standing: Item,
  results: readonly Item[],
  { now, wasDeleted, leftOut }: Fate,
  accuse: Accuse,
): void {
  const newest = newestOf(results);
  const answered = newestOf(results.filter(isAnswer));
  const last = standing.lastAnswer as Item | undefined;
  if (!newest || !sameResult(standing, newest)) accuse(4, `the standing ${standing.sk} is not the newest result`);
  // A standing that was deleted when it expired has taken its last answer with it.
  const isForgotten = answered && !last && standingExpiry(answered) <= now;
  if ((answered || last) && !isForgotten && !(answered && last && sameAnswer(last, answered))) {
    accuse(4, `the last answer in ${standing.sk} is not the newest`);
  }
  if (!saysLastAnswer(standing, last)) accuse(4, `${standing.sk} says something else than its last answer`);
  const isLeftOut = newest !== undefined && leftOut.some((scan) => notAskedOrder(scan) > orderOf(newest));
  const isConfirmed = newest !== undefined && isAnswer(newest) && !isLeftOut;
  const reason = isLeftOut ? 'NOT_ASKED' : newest && accessOf(newest).reason;
  if (standing.confirmed !== isConfirmed || standing.reason !== reason) {
    accuse(4, `${standing.sk} does not say whether its answer is the newest result`);
  }
  const seen = results.filter(({ accountFound }) => accountFound);
  const isSeen = standing.accountSeenAt !== undefined;
  if (isSeen ? !seen.some((one) => one.recordedAt === standing.accountSeenAt) : seen.length > 0 && !wasDeleted) {
    accuse(4, `${standing.sk} does not say when there was an account`);
  }
  if ((standing.appPk !== undefined) !== (last?.accountFound === true)) {
    accuse(4, `${standing.sk} is ${standing.appPk === undefined ? 'not ' : ''}listed among the app's accounts`);
  }
}

const newestOf = (results: readonly Item[]): Item | undefined =>
  results.toSorted((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1)).at(-1);

const RESULT = ['scanId', 'scanStartedAt', 'tasksStartedAt', 'taskId', 'status', 'error', 'recordedAt'];
const SAID = ['access', 'accountFound', ...USER_FIELDS];
const ANSWER = ['scanId', 'scanStartedAt', 'tasksStartedAt', 'recordedAt', ...SAID];

const agreeIn = (names: readonly string[], one: Item, other: Item): boolean =>
  names.every((name) => isSame(one[name], other[name]));

const sameResult = (standing: Item, result: Item): boolean => agreeIn(RESULT, standing, result);

const sameAnswer = (answer: Item, result: Item): boolean => agreeIn(ANSWER, answer, result);

const saysLastAnswer = (standing: Item, last: Item | undefined): boolean =>
  agreeIn(SAID, standing, last ?? { access: 'UNKNOWN' });

/** What is wrong with a standing that was just written over another one. */
export function wrongStep(before: Item, after: Item, table: RecordedTable): string | undefined {
  const [earlier, later] = [resultOf(before, table), resultOf(after, table)];
  if (earlier && later && orderOf(later) < orderOf(earlier)) return `the standing ${after.sk} went back`;
  const lost = ['lastAnswer', 'accountSeenAt'].find((name) => before[name] !== undefined && after[name] === undefined);
  return lost === undefined ? undefined : `the standing ${after.sk} lost its ${lost}`;
}

const resultOf = (standing: Item, table: RecordedTable): Item | undefined =>
  table.tasksOf(standing.scanId).find((task) => placeOf(task) === placeOf(standing) && sameResult(standing, task));
