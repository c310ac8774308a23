/** The time that the emulated services live in: the machine's here, a virtual one in the simulator. */
export interface Clock {
  now(): number;
  /** Does something later. Returns a function that cancels it. */
  after(milliseconds: number, work: () => void): () => void;
  /** Resolves once everything that is ready to run has run. Takes no time. */
  turn(): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (milliseconds, work) => {
    const timer = setTimeout(work, milliseconds);
    return () => clearTimeout(timer);
  },
  turn: () => new Promise((resolve) => setImmediate(resolve)),
};
