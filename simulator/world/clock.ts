import * as fakeTimers from '@sinonjs/fake-timers';
import type { Clock } from '../../lambda/scan/clock';

const immediately = setImmediate;

/** Far beyond any scan, far below for ever. */
const LONGEST_RUN_MILLISECONDS = 30 * 24 * 60 * 60 * 1000;

/**
 * Time that passes only when nothing else happens. While `run` lasts, `Date`, `setTimeout` and `setInterval` follow
 * it; `setImmediate`, promises and input and output stay real, and are always waited for before time goes on.
 */
export class VirtualClock implements Clock {
  #timers: ReturnType<typeof fakeTimers.install> | undefined;
  #pendingIo = 0;
  #now: number;

  constructor(start: string | number = '2026-01-05T08:00:00.000Z') {
    this.#now = new Date(start).getTime();
  }

  now(): number {
    return this.#timers?.now ?? this.#now;
  }

  sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, Math.max(0, milliseconds)));
  }

  /** Keeps time standing while real input and output is under way. */
  async whileStanding<T>(io: () => Promise<T>): Promise<T> {
    this.#pendingIo++;
    try {
      return await io();
    } finally {
      this.#pendingIo--;
    }
  }

  /** Does the work, and lets time pass in leaps from timer to timer until it is done. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#timers) throw new Error('The clock is running already.');
    const timers = fakeTimers.withGlobal(globalThis).install({
      now: this.#now,
      toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'],
    });
    this.#timers = timers;
    waitAtLeastOneMillisecond();
    try {
      return await this.#drive(timers, work);
    } finally {
      this.#now = timers.now;
      timers.uninstall();
      this.#timers = undefined;
    }
  }

  async #drive<T>(timers: ReturnType<typeof fakeTimers.install>, work: () => Promise<T>): Promise<T> {
    let done = false;
    const end = timers.now + LONGEST_RUN_MILLISECONDS;
    const result = work().finally(() => {
      done = true;
    });
    // Whoever awaits `result` below hears of a failure; until then it is not unhandled.
    result.catch(() => undefined);
    for (;;) {
      do await new Promise((resolve) => immediately(resolve));
      while (this.#pendingIo > 0 || readsFiles());
      if (done) return result;
      if (timers.countTimers() === 0) throw new Error('The work waits for something that will never happen.');
      if (timers.now > end) throw new Error('The work does not come to an end.');
      timers.next();
    }
  }
}

/** The SDK looks for its configuration files once. */
const readsFiles = (): boolean =>
  process.getActiveResourcesInfo().some((resource) => resource.startsWith('FSReq') || resource === 'CloseReq');

/** As in Node: a loop that waits for a fraction of a millisecond, as the SDK's rate limiter does, gets on. */
function waitAtLeastOneMillisecond(): void {
  const wait = globalThis.setTimeout;
  const atLeast = (work: () => void, milliseconds?: number, ...words: []) =>
    wait(work, Math.max(1, Number(milliseconds) || 0), ...words);
  globalThis.setTimeout = Object.assign(atLeast, wait);
}
