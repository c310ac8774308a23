import { Table } from '../../lib/contract/table';
import type { Item } from './dynamodb-units';
import type { SeededRandom } from './random';

/** DynamoDB deletes an item within two days after it expires. */
const MAX_DELAY_MILLISECONDS = 48 * 60 * 60 * 1000;

/** Decides when each item is deleted: at a random time after it expires, and never before. */
export class TimeToLive {
  readonly #deletions = new Map<string, { readonly expiresAt: string; readonly at: number }>();
  #next = Number.POSITIVE_INFINITY;

  constructor(private readonly random: SeededRandom) {}

  /** @param name identifies the item */
  written(name: string, item: Item | undefined): void {
    const expiresAt = item?.[Table.TIME_TO_LIVE]?.N as string | undefined;
    if (expiresAt === undefined) {
      this.#deletions.delete(name);
    } else if (this.#deletions.get(name)?.expiresAt !== expiresAt) {
      const at = Number(expiresAt) * 1000 + this.random.fork(name).between(0, MAX_DELAY_MILLISECONDS);
      this.#deletions.set(name, { expiresAt, at });
      this.#next = Math.min(this.#next, at);
    }
  }

  /** The items to delete now. */
  take(now: number): string[] {
    if (now < this.#next) return [];
    const due = [...this.#deletions].filter(([, { at }]) => at <= now).map(([name]) => name);
    for (const name of due) this.#deletions.delete(name);
    this.#next = Math.min(...[...this.#deletions.values()].map(({ at }) => at), Number.POSITIVE_INFINITY);
    return due;
  }
}
