import type { Item } from './agreement';
import { isSame } from './publications';
import { placeOf } from './standing-moments';
import { type Facts, type Saying, sayingAlone, sayingsOf } from './tenants-model';
import type { Accuse } from './violations';

/** What was cut from a list must be the reason for its flag. */
const MIN_CUT_BYTES = 60 * 1024;

/**
 * Invariants 11 and 12: what is wrong with the end of a scan of an address.
 * @returns the verdicts that it may have
 */
export function checkVerdict(scan: Item, facts: Facts, accuse: Accuse): readonly string[] {
  const { results, listing } = facts;
  const { tenants, withoutUserAccess } = sayingsOf(facts);
  const name = `the verdict of ${scan.scanId}`;
  const fitting = [...tenants].map(([place, sayings]) => {
    const fit = sayings.filter((saying) => isListed(saying, place, scan));
    if (fit.length === 0) accuse(12, `${name} lists a tenant otherwise than it was: ${placeFor(place)}`);
    return fit.length > 0 ? fit : sayings;
  });
  const allowed = verdictsOf(fitting, listing.isComplete && results.length > 0);
  const { verdict } = scan;
  if (!allowed.includes(String(verdict))) {
    const isBetter = verdict !== 'OPEN' && !(verdict === 'UNKNOWN' && !allowed.includes('OPEN'));
    accuse(isBetter ? 11 : 12, `${name} is ${verdict}, not ${allowed.join(' or ')}`);
  }
  if (listing.isComplete !== (scan.authorizationsError === undefined)) {
    accuse(listing.isComplete ? 12 : 11, `${name} ${listing.isComplete ? 'misses' : 'hides missing'} authorizations`);
  }
  checkCounts(scan, fitting, results.length, (what) => accuse(12, `${name} ${what}`));
  const isConfirmed = verdict === 'OPEN' ? fitting.some(hasOwnAnswer) : verdict !== 'UNKNOWN';
  if (scan.confirmed !== isConfirmed) accuse(12, `${name} has confirmed ${scan.confirmed}`);
  const others = entriesOf(scan, 'withoutUserAccess').map(placeOf);
  const isNamed = [...withoutUserAccess].every((place) => others.includes(place) || listsOf(scan).includes(place));
  if (!isNamed || others.some((place) => !withoutUserAccess.has(place))) {
    accuse(12, `${name} names other apps without user access`);
  }
  checkLists(scan, new Set(tenants.keys()), placeOf, accuse);
  return allowed;
}

/** Invariant 12: what is wrong with the end of a scan of task ids. */
export function checkTaskLists(scan: Item, results: readonly Item[], accuse: Accuse): void {
  const name = `the scan of task ids ${scan.scanId}`;
  for (const attribute of ['verdict', 'confirmed', 'coverage', 'withoutUserAccess', 'authorizationsError']) {
    if (scan[attribute] !== undefined) accuse(12, `${name} has a ${attribute}`);
  }
  const sayings = results.map((result) => {
    const saying = sayingAlone(result);
    const isListedAlone = isListed(saying, String(result.taskId), scan, ({ taskId }) => String(taskId));
    if (!isListedAlone) accuse(12, `${name} lists a task otherwise than it was`);
    return [saying];
  });
  checkCounts(scan, sayings, undefined, (what) => accuse(12, `${name} ${what}`));
  checkLists(scan, new Set(results.map(({ taskId }) => String(taskId))), ({ taskId }) => String(taskId), accuse);
}

/** The verdicts that what a scan knew allows. Where it may have looked at two moments, there can be several. */
function verdictsOf(tenants: readonly (readonly Saying[])[], isCovered: boolean): string[] {
  const all = (has: (saying: Saying) => boolean) => tenants.some((sayings) => sayings.every(has));
  const any = (has: (saying: Saying) => boolean) => tenants.some((sayings) => sayings.some(has));
  const isOpen = ({ open }: Saying) => open !== undefined;
  const isUnknown = ({ unknown }: Saying) => unknown !== undefined;
  const isSeen = (saying: Saying) => saying.isSeen;
  if (all(isOpen)) return ['OPEN'];
  const open = any(isOpen) ? ['OPEN'] : [];
  if (!isCovered || all(isUnknown)) return [...open, 'UNKNOWN'];
  const unknown = any(isUnknown) ? ['UNKNOWN'] : [];
  const rest = [any(isSeen) ? ['CLEAR'] : [], all(isSeen) ? [] : ['NOT_FOUND']].flat();
  return [...open, ...unknown, ...rest];
}

const hasOwnAnswer = (sayings: readonly Saying[]): boolean => sayings.some(({ open }) => open?.confirmed === true);

/** Whether a scan lists a tenant as it may. */
function isListed(saying: Saying, key: string, scan: Item, keyOf = placeOf): boolean {
  return (['open', 'unknown'] as const).every((list) => {
    const own = entriesOf(scan, list).filter((entry) => keyOf(entry) === key);
    const expected = saying[list];
    if (own.length === 0) return expected === undefined || scan[`${list}Truncated`] === true;
    const [entry] = own as [Item];
    return (
      own.length === 1 &&
      expected !== undefined &&
      Object.entries(expected).every(([name, value]) => isSame(entry[name], value))
    );
  });
}

function checkCounts(
  { accessCounts, coverage }: Item,
  tenants: readonly (readonly Saying[])[],
  asked: number | undefined,
  accuse: (what: string) => void,
): void {
  const counts = (accessCounts ?? {}) as Record<string, number>;
  for (const access of ['OPEN', 'BLOCKED', 'NONE', 'UNKNOWN']) {
    const is = (saying: Saying) => saying.access === access;
    const count = counts[access] ?? -1;
    const [min, max] = [tenants.filter((own) => own.every(is)).length, tenants.filter((own) => own.some(is)).length];
    if (count < min || count > max) accuse(`counts ${count} ${access}, not ${min === max ? min : `${min} to ${max}`}`);
  }
  if (asked === undefined) return;
  const counted = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const expected = { counted, asked, answered: counted - (counts.UNKNOWN ?? 0) };
  if (!isSame(coverage, expected)) accuse('has another coverage than its counts');
}

/** No list has more than is known, and a list is cut only when it is long. */
function checkLists(scan: Item, known: ReadonlySet<string>, keyOf: (entry: Item) => string, accuse: Accuse): void {
  for (const list of ['open', 'unknown'] as const) {
    const entries = entriesOf(scan, list);
    if (entries.some((entry) => !known.has(keyOf(entry)))) accuse(12, `${scan.scanId} lists what it cannot know of`);
    const isLong = Buffer.byteLength(JSON.stringify(entries)) >= MIN_CUT_BYTES;
    if (scan[`${list}Truncated`] !== false && !isLong) accuse(12, `${scan.scanId} cuts a short list`);
  }
}

const entriesOf = (scan: Item, list: string): readonly Item[] => (scan[list] ?? []) as readonly Item[];

const listsOf = (scan: Item): string[] => [...entriesOf(scan, 'open'), ...entriesOf(scan, 'unknown')].map(placeOf);

/** An app and a tenant are no personal data, but they can be long. */
const placeFor = (place: string): string => place.slice(0, 60);
