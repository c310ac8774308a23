import type { Caller, NetworkHooks, Request, Response } from '../world';
import { wrongAccess } from './access-model';
import { type Item, isFinal } from './agreement';
import { type Listing, Listings } from './listings';
import { wrongPerson } from './people';
import type { RecordedTable } from './recorded-table';
import { StandingMoments } from './standing-moments';
import { checkTaskLists, checkVerdict } from './verdict-model';
import type { Accuse } from './violations';

/** Invariants 11 and 12, at every write. */
export class Verdicts implements NetworkHooks {
  readonly #listings = new Listings();
  readonly #moments = new StandingMoments();
  /** The list of app authorizations that each scan goes on with. */
  readonly #committed = new Map<string, Listing>();
  readonly #lastResults = new Map<string, number>();
  readonly #begins = new WeakMap<Caller, number>();
  readonly #models = new Map<string, readonly string[]>();
  #writes = 0;

  constructor(
    private readonly table: RecordedTable,
    private readonly accuse: Accuse,
  ) {}

  /** The verdicts that a completed scan of an address may have, by the model. */
  of(scanId: string): readonly string[] {
    return this.#models.get(scanId) ?? [];
  }

  sent({ caller }: Request): void {
    if (!this.#begins.has(caller)) this.#begins.set(caller, this.#writes);
  }

  delivered(request: Request, response: Response): void {
    this.#listings.delivered(request, response);
  }

  /** An item was just written, and the table has it. */
  written(before: Item | undefined, after: Item, writer: Caller): void {
    this.#writes++;
    if (after.type === 'STANDING') this.#moments.written(after, this.#writes);
    if (after.type === 'TASK' && isFinal(after) && !(before && isFinal(before))) this.#resultWritten(after);
    if (after.type === 'SCAN') this.#scanWritten(before, after, writer);
    if (after.type === 'PERSON') this.#tell(12, wrongPerson(before, after, this.table));
  }

  expired(item: Item): void {
    if (item.type === 'STANDING') this.#moments.expired(item, ++this.#writes);
  }

  #resultWritten(result: Item): void {
    this.#lastResults.set(String(result.scanId), this.#writes);
    this.#tell(11, wrongAccess(result));
  }

  #scanWritten(before: Item | undefined, scan: Item, writer: Caller): void {
    const scanId = String(scan.scanId);
    const isCommitted = scan.taskCount !== undefined && before?.taskCount === undefined;
    if (isCommitted) this.#committed.set(scanId, this.#listings.of(writer));
    if (scan.status !== 'COMPLETED') {
      if (scan.verdict !== undefined) this.accuse(12, `scan ${scanId} is ${scan.status}, and has a verdict`);
    } else if (before?.status !== 'COMPLETED') this.#scanCompleted(scan, writer);
  }

  /** It looked where the person stands after its last result, and in the invocation that completes it. */
  #scanCompleted(scan: Item, writer: Caller): void {
    const scanId = String(scan.scanId);
    const results = this.table.tasksOf(scanId);
    if (scan.email === undefined) {
      checkTaskLists(scan, results, this.accuse);
      return;
    }
    const since = Math.max(this.#lastResults.get(scanId) ?? 0, this.#begins.get(writer) ?? 0);
    const listing = this.#committed.get(scanId) ?? this.#listings.of(writer);
    const standings = this.#moments.since(scan.email, since);
    this.#models.set(scanId, checkVerdict(scan, { results, listing, standings }, this.accuse));
  }

  #tell(invariant: 11 | 12, what: string | undefined): void {
    if (what !== undefined) this.accuse(invariant, what);
  }
}
