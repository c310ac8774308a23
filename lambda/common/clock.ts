/** Time and randomness are passed in, so that everything can run under a virtual clock. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

/** Returns a number that is at least 0 and less than 1. */
export type Random = () => number;

export const isoTime = (milliseconds: number): string => new Date(milliseconds).toISOString();
