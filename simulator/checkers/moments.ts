import type { Caller, Request } from '../world';
import type { Item } from './agreement';

/** When items were written first, and when invocations began. A moment is the number of writes that came before it. */
export class Moments {
  readonly #begins = new WeakMap<Caller, number>();
  readonly #first = new Map<string, number>();
  #writes = 0;

  get now(): number {
    return this.#writes;
  }

  sent({ caller }: Request): void {
    if (!this.#begins.has(caller)) this.#begins.set(caller, this.#writes);
  }

  written({ pk, sk }: Item): void {
    this.#writes++;
    const key = JSON.stringify([pk, sk]);
    if (!this.#first.has(key)) this.#first.set(key, this.#writes);
  }

  /** When the caller sent its first request. */
  beginOf(caller: Caller): number {
    return this.#begins.get(caller) ?? 0;
  }

  /** Whether the item was there when the caller sent its first request. */
  isBefore({ pk, sk }: Item, caller: Caller): boolean {
    return (this.#first.get(JSON.stringify([pk, sk])) ?? 0) <= this.beginOf(caller);
  }
}
