/** What happened, line by line. A line begins with the virtual seconds since the start. */
export class Timeline {
  readonly lines: string[] = [];
  readonly #start: number;

  constructor(private readonly now: () => number) {
    this.#start = now();
  }

  note(text: string): void {
    const seconds = (this.now() - this.#start) / 1000;
    this.lines.push(`${`${seconds.toFixed(3)} s`.padStart(12)}  ${text}`);
  }
}
