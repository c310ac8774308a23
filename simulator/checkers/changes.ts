import type { TakenEvent } from '../world';
import { type Item, USER_FIELDS } from './agreement';
import { ANSWERED, AnswerChains, tenantOf } from './answer-chains';
import { changeBetween, type ModelChange } from './change-model';
import { isLeftAlone } from './expiry';
import { isSame } from './publications';
import type { RecordedTable } from './recorded-table';
import type { Accuse } from './violations';

/** What the event of a change tells of each answer: nothing of the account but its status. */
const TOLD_OF_ANSWERS = ['scanId', 'tasksStartedAt', 'recordedAt', 'access', 'accountFound', 'userStatus'];

const PERSONAL = USER_FIELDS.filter((name) => name !== 'userStatus');

/** Invariant 13: the changes are those between answers that followed one another, once each, and in this order. */
export class Changes {
  readonly #chains: AnswerChains;
  /** What each tenant's answers have made, in this order. */
  readonly #expected = new Map<string, ModelChange[]>();
  /** The changes that have an item, by their ids. */
  readonly #recorded = new Map<string, Item>();
  readonly #published = new Set<string>();

  constructor(
    private readonly table: RecordedTable,
    private readonly accuse: (what: string) => void,
  ) {
    this.#chains = new AnswerChains(table);
  }

  /** An item was just written, and the table has it. */
  written(before: Item | undefined, after: Item): void {
    if (after.type === 'STANDING') this.#standingWritten(before, after);
    if (after.type === 'CHANGE') this.#changeWritten(before, after);
  }

  expired(item: Item): void {
    if (item.type === 'STANDING') this.#chains.expired(item);
  }

  taken({ detailType, detail }: TakenEvent): void {
    if (detailType !== 'User Access Changed') return;
    const id = String(detail.id);
    const change = this.#recorded.get(id);
    this.#published.add(id);
    if (!change) this.accuse(`event ${id} was published before its change was recorded`);
    else this.#tell(`event ${id} differs from its change in`, wrongWithDetail(detail, change, this.table));
  }

  /** The changes of a person that are recorded, by when the scan of each asked. */
  recordedOf(email: unknown): Item[] {
    return [...this.#recorded.values()].filter((change) => change.email === email);
  }

  /** The kinds of the changes that are recorded. */
  kinds(): string[] {
    return [...this.#recorded.values()].map(({ kind }) => String(kind));
  }

  /** Nothing runs any more. */
  checkEnd(now: number, accuse: Accuse): void {
    for (const { id, to } of [...this.#expected.values()].flat()) {
      if (isLeftAlone(to, now)) continue;
      if (!this.#recorded.has(id)) accuse(13, `${id} is not recorded`);
      else if (!this.#published.has(id)) accuse(13, `${id} has no event`);
    }
  }

  #standingWritten(before: Item | undefined, standing: Item): void {
    const step = this.#chains.written(before, standing);
    if (step === undefined) return;
    if (typeof step === 'string') {
      this.accuse(step);
      return;
    }
    const change = step.from && changeBetween(step.from, step.to);
    if (!change) return;
    const tenant = tenantOf(standing);
    this.#expected.set(tenant, [...(this.#expected.get(tenant) ?? []), change]);
  }

  #changeWritten(before: Item | undefined, item: Item): void {
    const id = String(item.id);
    if (before) this.accuse(`${id} was changed after it was recorded`);
    else if (this.#recorded.has(id)) this.accuse(`${id} was recorded twice`);
    this.#recorded.set(id, item);
    const expected = this.#expected.get(tenantOf(item)) ?? [];
    const index = expected.findIndex((change) => change.id === id);
    const model = expected[index];
    if (!model) {
      this.accuse(`${id} was recorded, and no two answers make it`);
      return;
    }
    this.#tell(`${id} has another`, wrongWithItem(item, model));
    if (expected.slice(0, index).some((earlier) => !this.#recorded.has(earlier.id))) {
      this.accuse(`${id} was recorded before an earlier change of its tenant`);
    }
  }

  #tell(what: string, names: readonly string[]): void {
    if (names.length > 0) this.accuse(`${what} ${names.join(', ')}`);
  }
}

/** In what a recorded change differs from the two answers that make it. */
function wrongWithItem(item: Item, { kind, from, to }: ModelChange): string[] {
  const { app, tenantId, email, tenantDisplayName } = to;
  const own = { kind, app, tenantId, email, ...(tenantDisplayName !== undefined && { tenantDisplayName }) };
  return [
    ...Object.entries(own).flatMap(([name, value]) => (isSame(item[name], value) ? [] : name)),
    ...(agreesIn(ANSWERED, item.from as Item, from) ? [] : ['from']),
    ...(agreesIn(ANSWERED, item.to as Item, to) ? [] : ['to']),
  ];
}

function wrongWithDetail(detail: Item, change: Item, table: RecordedTable): string[] {
  const names = ['email', 'app', 'tenantId', 'tenantDisplayName', 'kind'];
  const { scanId } = change.to as Item;
  const scan = table.scan(scanId);
  const isTriggered = !scan || isSame(detail.trigger, scan.trigger);
  return [
    ...names.filter((name) => !isSame(detail[name], change[name])),
    ...(['from', 'to'] as const).filter((side) => {
      const [said, answer] = [detail[side], change[side]].map((one) => one as Item) as [Item, Item];
      return !agreesIn(TOLD_OF_ANSWERS, said, answer);
    }),
    ...(isTriggered && detail.scanId === scanId ? [] : ['scan']),
    ...(isSomebodys(detail) ? ['what it tells of the account'] : []),
  ];
}

/** An event tells nothing of an account but its status. */
const isSomebodys = (detail: Item): boolean => PERSONAL.some((name) => JSON.stringify(detail).includes(`"${name}":`));

const agreesIn = (names: readonly string[], one: Item, other: Item): boolean =>
  names.every((name) => isSame(one[name], other[name]));
