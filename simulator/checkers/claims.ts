import { keyPart } from '../../lib/contract/keys';
import type { Item } from './agreement';
import type { RecordedTable } from './recorded-table';

/** Without a record, the owner of a claim can be replaced this long after it claimed. */
const OWNER_PATIENCE_MILLISECONDS = 17 * 60 * 1000;

interface Dependencies {
  readonly now: () => number;
  /** How far two clocks can be apart. */
  readonly clockDifference: number;
  readonly table: RecordedTable;
  /** Whether an execution of this name has ended without success, now or before its redrive. */
  readonly hasFailed: (name: string) => boolean;
}

/** Invariant 10: one trigger leads to one scan, unless that scan failed or was stopped. */
export class Claims {
  /** The triggers that each scan has claimed, as their partition keys. */
  readonly #claimed = new Map<string, Set<string>>();
  readonly #failed = new Set<string>();

  constructor(private readonly dependencies: Dependencies) {}

  /** What is wrong with a claim that was just written. */
  wrongWith(before: Item | undefined, after: Item): string | undefined {
    const [owner, former] = [String(after.scanId), before && String(before.scanId)];
    this.#claimed.set(owner, (this.#claimed.get(owner) ?? new Set()).add(String(after.pk)));
    if (!before || former === undefined || former === owner || this.#isFree(former, before)) return undefined;
    return `scan ${owner} took the trigger of ${former}, which had not failed`;
  }

  /** What is wrong with a scan's record that was just written. */
  wrongWithScan({ scanId, status, trigger, taskCount }: Item): string | undefined {
    const name = String(scanId);
    if (status === 'FAILED') this.#failed.add(name);
    const hasTasks = status === 'RUNNING' && taskCount !== undefined;
    if (!hasTasks || trigger === undefined || this.#hasClaimed(name, trigger as Item)) return undefined;
    // A scan that failed before it claimed its trigger can be redriven after another scan claimed it.
    return this.#hasFailed(name) ? undefined : `scan ${name} has tasks for a trigger that it never claimed`;
  }

  /** Whether the trigger belongs to another scan that is recorded. */
  belongsToAnother(scanId: string, trigger: Item): boolean {
    const { table } = this.dependencies;
    return [...this.#claimed].some(
      ([owner, keys]) => owner !== scanId && table.hasHadScan(owner) && isAmong(keys, trigger),
    );
  }

  #isFree(owner: string, { claimedAt, expiresAt }: Item): boolean {
    const { now, clockDifference, table } = this.dependencies;
    if (this.#hasFailed(owner)) return true;
    const latest = now() + clockDifference;
    if (Number(expiresAt) * 1000 <= latest) return true;
    return !table.hasHadScan(owner) && Date.parse(String(claimedAt)) + OWNER_PATIENCE_MILLISECONDS <= latest;
  }

  #hasFailed(scanId: string): boolean {
    return this.#failed.has(scanId) || this.dependencies.hasFailed(scanId);
  }

  #hasClaimed(scanId: string, trigger: Item): boolean {
    return isAmong(this.#claimed.get(scanId) ?? new Set(), trigger);
  }
}

/** One trigger can ask for several people: the rest of the key is a digest of what was asked for. */
const isAmong = (keys: ReadonlySet<string>, { id }: Item): boolean =>
  [...keys].some((key) => key.startsWith(`TRIGGER#${keyPart(String(id))}#`));
