import type { Caller, NetworkHooks, Request, Response, Served, TakenEvent, Write } from '../world';
import { type Item, isFinal, type Said } from './agreement';
import { Answers } from './answers';
import { Changes } from './changes';
import { Claims } from './claims';
import { wrongExpiry } from './expiry';
import { Metrics } from './metrics';
import { Publications } from './publications';
import { RecordedTable } from './recorded-table';
import { wrongStep } from './standings';
import { Truth } from './truth';
import { Verdicts } from './verdicts';
import type { Invariant, Violation } from './violations';
import { Watches } from './watches';

export interface WitnessDependencies {
  readonly now: () => number;
  readonly note: (text: string) => void;
  readonly scanTimeoutSeconds: number;
  readonly retentionSeconds: number;
  /** How far two clocks can be apart, in milliseconds. */
  readonly clockDifference: number;
  /** Whether an execution of this name has ended without success, now or before its redrive. */
  readonly hasFailed: (name: string) => boolean;
}

/** Sees every write, every event and every answer, and checks at each step what can be checked there. */
export class Witness implements NetworkHooks {
  readonly violations: Violation[] = [];
  readonly table = new RecordedTable();
  readonly answers = new Answers();
  readonly published: Publications;
  readonly truth: Truth;
  readonly claims: Claims;
  readonly verdicts: Verdicts;
  readonly changes: Changes;
  readonly watches: Watches;
  readonly metrics = new Metrics();
  /** The tasks that a scan continued with. */
  readonly commitments = new Map<string, Said[]>();

  constructor(private readonly dependencies: WitnessDependencies) {
    const { table, answers } = this;
    this.published = new Publications(table, dependencies, (invariant, what) => this.violation(invariant, what));
    this.truth = new Truth({ ...dependencies, answers });
    this.claims = new Claims({ ...dependencies, table });
    this.verdicts = new Verdicts(table, (invariant, what) => this.violation(invariant, what));
    this.changes = new Changes(table, (what) => this.violation(13, what));
    this.watches = new Watches({
      ...dependencies,
      table,
      verdictsOf: (scanId) => this.verdicts.of(scanId),
      changesOf: (email) => this.changes.recordedOf(email),
      accuse: (invariant, what) => this.violation(invariant, what),
    });
  }

  violation(invariant: Invariant, what: string): void {
    this.violations.push({ invariant, what });
    this.dependencies.note(`VIOLATION of ${invariant}: ${what}`);
  }

  sent(request: Request): void {
    this.verdicts.sent(request);
    this.watches.sent(request);
  }

  served({ caller }: Request, { writes = [] }: Served): void {
    for (const write of writes) this.#written(write, caller);
  }

  delivered(request: Request, response: Response): void {
    this.answers.delivered(request, response);
    this.verdicts.delivered(request, response);
  }

  /** Called for every item that time to live deletes. */
  expired(item: Item): void {
    this.table.expire(item);
    this.verdicts.expired(item);
    this.changes.expired(item);
  }

  /** Called for every event that the bus accepts. */
  taken(event: TakenEvent): void {
    this.dependencies.note(`> ${event.detailType} ${event.detail.id}`);
    this.published.taken(event);
    this.changes.taken(event);
    this.watches.taken(event);
  }

  #written({ before, after }: Write, writer: Caller): void {
    if (!after) {
      if (before) this.violation(2, `${before.type} ${before.sk} was deleted`);
      return;
    }
    this.table.put(after);
    this.#accuse(2, changeOfWhatIsFinal(before, after));
    this.#accuse(
      2,
      wrongExpiry(after, {
        now: this.dependencies.now(),
        retentionSeconds: this.dependencies.retentionSeconds,
        table: this.table,
      }),
    );
    if (after.type === 'TASK' && isFinal(after) && !(before && isFinal(before))) {
      this.dependencies.note(`= ${after.sk} ${after.status} ${after.access}`);
      this.#accuse(1, this.truth.wrongWith(after, writer));
    }
    if (after.type === 'STANDING' && before) this.#accuse(4, wrongStep(before, after, this.table));
    if (after.type === 'WATCH')
      this.dependencies.note(`= ${after.sk === 'WATCH' ? '' : 'past '}watch ${noteOf(after)}`);
    if (after.type === 'CHANGE') this.dependencies.note(`= ${after.kind} ${after.id}`);
    if (after.type === 'TRIGGER') this.#accuse(10, this.claims.wrongWith(before, after));
    if (after.type === 'SCAN') this.#scanWritten(after);
    this.verdicts.written(before, after, writer);
    this.changes.written(before, after);
    this.watches.written(before, after, writer);
    this.metrics.written(before, after);
  }

  #scanWritten(scan: Item): void {
    this.dependencies.note(`= scan ${scan.scanId} ${scan.verdict ?? scan.status}`);
    this.published.scanWritten(scan);
    this.#accuse(10, this.claims.wrongWithScan(scan));
    const name = String(scan.scanId);
    if (scan.tasks !== undefined && !this.commitments.has(name)) this.commitments.set(name, scan.tasks as Said[]);
  }

  #accuse(invariant: Invariant, what: string | undefined): void {
    if (what !== undefined) this.violation(invariant, what);
  }
}

const noteOf = ({ watchId, status, overdueAt, requesters, unpublished }: Item): string =>
  `${watchId} ${overdueAt && status === 'WATCHING' ? 'OVERDUE' : status}, ${lengthOf(requesters)} requests, ${lengthOf(unpublished)} events to publish`;

const lengthOf = (list: unknown): number => (Array.isArray(list) ? list.length : 0);

function changeOfWhatIsFinal(before: Item | undefined, after: Item): string | undefined {
  const final =
    before &&
    ((before.type === 'TASK' && isFinal(before)) || (before.type === 'SCAN' && before.status === 'COMPLETED'));
  return final && JSON.stringify(before) !== JSON.stringify(after)
    ? `the final ${before.type} ${before.sk} changed`
    : undefined;
}
