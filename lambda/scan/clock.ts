/** Time and chance come from outside, so that everything can be run under a virtual clock. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

/** A number from 0 up to, not including, 1. */
export type Random = () => number;

export const isoTime = (milliseconds: number): string => new Date(milliseconds).toISOString();
