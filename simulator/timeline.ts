/** What happened, in order, for you to read. */
export class Timeline {
  readonly #entries: { readonly at: number; readonly text: string }[] = [];

  constructor(
    private readonly now: () => number,
    private readonly start: number,
  ) {}

  note(text: string): void {
    this.#entries.push({ at: this.now(), text });
  }

  toString(): string {
    return this.#entries.map(({ at, text }) => `${seconds(at - this.start)}  ${text}`).join('\n');
  }
}

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(3)} s`.padStart(12);
