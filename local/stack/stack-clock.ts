import { type Clock, startTimer, systemClock } from './clock';

interface Timer {
  readonly due: number;
  readonly work: () => void;
}

/**
 * The one clock of a local stack. While something runs, time passes as on the wall. While there are only waits, it
 * passes `speed` times faster, but never beyond the end of the next wait: whoever waited sees the time that it waited
 * for. While nothing waits, it passes as on the wall, so that a stack without work does not run ahead.
 */
export class StackClock implements Clock {
  /** In the order in which they are due. */
  readonly #timers: Timer[] = [];
  #holds = 0;
  #rate = 1;
  /** The time of the stack and the time on the wall when the rate was last set. */
  #since: { readonly now: number; readonly wall: number };
  #cancelTimer: () => void = () => undefined;

  constructor(private readonly speed = 1) {
    if (!(speed >= 1 && speed < Number.POSITIVE_INFINITY)) throw new Error('The speed must be a number from 1.');
    const now = systemClock.now();
    this.#since = { now, wall: now };
  }

  now(): number {
    const { now, wall } = this.#since;
    const time = now + Math.floor((systemClock.now() - wall) * this.#rate);
    const [next] = this.#timers;
    return next && this.#rate > 1 ? Math.min(time, Math.max(next.due, now)) : time;
  }

  /** How far the stack's time is ahead of the wall's, in milliseconds. It is constant while something runs. */
  get ahead(): number {
    return this.now() - systemClock.now();
  }

  after(milliseconds: number, work: () => void): () => void {
    const timer = { due: this.now() + milliseconds, work };
    const later = this.#timers.findIndex(({ due }) => due > timer.due);
    this.#timers.splice(later < 0 ? this.#timers.length : later, 0, timer);
    this.#adjust();
    return () => {
      const index = this.#timers.indexOf(timer);
      if (index < 0) return;
      // The time so far may have been limited by this timer.
      this.#mark();
      this.#timers.splice(index, 1);
      this.#adjust();
    };
  }

  turn(): Promise<void> {
    return systemClock.turn();
  }

  hold(): () => void {
    this.#holds += 1;
    this.#adjust();
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      void this.#release();
    };
  }

  /** Waits until what follows from the end of one thing has had the time to say that it runs, too. */
  async #release(): Promise<void> {
    await this.turn();
    await this.turn();
    this.#holds -= 1;
    this.#adjust();
  }

  #mark(): void {
    this.#since = { now: this.now(), wall: systemClock.now() };
  }

  #adjust(): void {
    this.#mark();
    const [next] = this.#timers;
    this.#rate = this.#holds === 0 && next ? this.speed : 1;
    this.#cancelTimer();
    if (!next) return;
    const wait = Math.max(0, Math.ceil((next.due - this.#since.now) / this.#rate));
    this.#cancelTimer = startTimer(wait, () => this.#fire());
  }

  #fire(): void {
    const release = this.hold();
    const now = this.now();
    // One at a time: what is done at its time may cancel another timer of the same time.
    for (let [next] = this.#timers; next && next.due <= now; [next] = this.#timers) this.#timers.shift()?.work();
    this.#adjust();
    release();
  }
}
