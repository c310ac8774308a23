/** Something that happens again and again. */
export class Awaited {
  #times = 0;
  readonly #waiting: { readonly number: number; readonly resolve: () => void }[] = [];

  happened(): void {
    this.#times++;
    for (const { number, resolve } of this.#waiting) if (number === this.#times) resolve();
  }

  /** Resolves when it happens for the time with this number. */
  until(number: number): Promise<void> {
    return new Promise((resolve) => this.#waiting.push({ number, resolve }));
  }
}
