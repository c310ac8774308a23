/** How often each of a known set of things happened: what never did is shown, too. */
export class Tally {
  readonly counts = new Map<string, number>();

  constructor(names: Iterable<string> = []) {
    for (const name of names) this.counts.set(name, 0);
  }

  add(name: string, times = 1): void {
    this.counts.set(name, (this.counts.get(name) ?? 0) + times);
  }

  addAll(other: Readonly<Record<string, number>>): void {
    for (const [name, times] of Object.entries(other)) this.add(name, times);
  }

  toJSON(): Record<string, number> {
    return Object.fromEntries(this.counts);
  }
}
