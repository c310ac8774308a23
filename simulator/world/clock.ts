import { AsyncLocalStorage } from 'node:async_hooks';
import * as fakeTimers from '@sinonjs/fake-timers';
import { type Clock, startTimer } from '../../local/stack/clock';

const immediately = setImmediate;

/** Longer than any scan takes, with every redrive that Step Functions allows. */
const MAX_RUN_MILLISECONDS = 90 * 24 * 60 * 60 * 1000;

/** How far the clock of the machine is off on which code runs, in milliseconds. */
export const clockOffset = new AsyncLocalStorage<number>();

/**
 * Time that passes only when nothing else happens. During `run`, `Date`, `setTimeout` and `setInterval` follow it;
 * `setImmediate`, promises and input and output stay real, and time waits for them.
 */
export class VirtualClock implements Clock {
  #timers: ReturnType<typeof fakeTimers.install> | undefined;
  #pendingIo = 0;
  #now = Date.parse('2026-01-05T08:00:00.000Z');

  now(): number {
    return this.#timers?.now ?? this.#now;
  }

  sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, Math.max(0, milliseconds)));
  }

  after(milliseconds: number, work: () => void): () => void {
    return startTimer(milliseconds, work);
  }

  turn(): Promise<void> {
    return this.whileStanding(() => new Promise((resolve) => immediately(resolve)));
  }

  /** Stops time while real input and output are under way. */
  async whileStanding<T>(io: () => Promise<T>): Promise<T> {
    this.#pendingIo++;
    try {
      return await io();
    } finally {
      this.#pendingIo--;
    }
  }

  /** Runs the work. Time jumps from timer to timer until the work is done. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#timers) throw new Error('The clock is running already.');
    const timers = fakeTimers.withGlobal(globalThis).install({
      now: this.#now,
      toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'],
    });
    this.#timers = timers;
    waitAtLeastOneMillisecond();
    const { now } = Date;
    Date.now = () => now() + (clockOffset.getStore() ?? 0);
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
    const end = timers.now + MAX_RUN_MILLISECONDS;
    const result = work().finally(() => {
      done = true;
    });
    // A failure is thrown below, where `result` is awaited; until then it must not count as unhandled.
    result.catch(() => undefined);
    for (;;) {
      do await new Promise((resolve) => immediately(resolve));
      while (this.#pendingIo > 0 || readsFiles());
      if (done) return result;
      if (timers.countTimers() === 0) throw new Error('The work waits for something that never happens.');
      if (timers.now > end) throw new Error('The work does not end.');
      timers.next();
    }
  }
}

/** The SDK reads its configuration files once. */
const readsFiles = (): boolean =>
  process.getActiveResourcesInfo().some((resource) => resource.startsWith('FSReq') || resource === 'CloseReq');

/** As in Node: otherwise a loop that waits for a fraction of a millisecond, like the SDK's rate limiter, never ends. */
function waitAtLeastOneMillisecond(): void {
  const wait = globalThis.setTimeout;
  const atLeast = (work: () => void, milliseconds?: number, ...words: []) =>
    wait(work, Math.max(1, Number(milliseconds) || 0), ...words);
  globalThis.setTimeout = Object.assign(atLeast, wait);
}
