/** Time and chance are passed in, so that everything can run under a virtual clock. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

/** A number from 0 up to, not including, 1. */
export type Random = () => number;

export const isoTime = (milliseconds: number): string => new Date(milliseconds).toISOString();
