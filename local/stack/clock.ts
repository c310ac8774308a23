/** The time that the emulated services live in: the stack's own here, a virtual one in the simulator. */
export interface Clock {
  now(): number;
  /** Does something later, however much later. Returns a function that cancels it. */
  after(milliseconds: number, work: () => void): () => void;
  /** Resolves once everything that is ready to run has run. Takes no time. */
  turn(): Promise<void>;
  /**
   * Says that something runs, until the returned function is called. A clock that shortens waits must not shorten what
   * runs.
   *
   * @default - the clock does not shorten anything
   */
  hold?(): () => void;
}

/** Does something that a clock must not shorten. */
export async function holding<T>(clock: Clock, work: () => T | Promise<T>): Promise<T> {
  const release = clock.hold?.();
  try {
    return await work();
  } finally {
    release?.();
  }
}

const MAX_TIMER_MILLISECONDS = 2 ** 31 - 1;

/** A timer of any length. Node fires a timer at once that is to wait for more than 24.8 days. */
export function startTimer(milliseconds: number, work: () => void): () => void {
  let timer: NodeJS.Timeout;
  const wait = (left: number) => {
    const part = Math.min(left, MAX_TIMER_MILLISECONDS);
    timer = setTimeout(() => (left > part ? wait(left - part) : work()), part);
  };
  wait(milliseconds);
  return () => clearTimeout(timer);
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after: startTimer,
  turn: () => new Promise((resolve) => setImmediate(resolve)),
};
