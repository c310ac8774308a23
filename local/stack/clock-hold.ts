import type { Clock } from './clock';

/** Holds a clock while something runs, except in its pauses. */
export class ClockHold {
  #release: (() => void) | undefined;

  constructor(private readonly clock: Clock) {}

  begin(): void {
    this.#release ??= this.clock.hold?.();
  }

  end(): void {
    this.#release?.();
    this.#release = undefined;
  }
}
