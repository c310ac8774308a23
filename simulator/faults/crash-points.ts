/** An invocation of a function is killed right before or right after its call number `call` (from 1). */
export interface CrashPoint {
  readonly state: keyof typeof CALLS | keyof typeof WATCH_CALLS;
  readonly call: number;
  readonly side: 'before' | 'after';
}

export const nameOf = ({ state, call, side }: CrashPoint): string => `${state} ${side} call ${call}`;

/**
 * The calls that each function makes for a person with five tenants (StartScan starts the tasks and polls for the first
 * window), and some more for retries. The seeds go through all of these points. Random kills reach later calls, too; the
 * table counts them as well.
 */
const CALLS = { StartScan: 55, PollTasks: 24, FailScan: 5 } as const;

/** The calls of the function that watches, by the state that it serves, and those of scans that come first. */
const WATCH_CALLS = { StartWatch: 10, Review: 12, RecordWatchEnd: 8, StartScan: 12, FailScan: 5 } as const;

export const CRASH_POINTS = pointsOf(CALLS);
export const WATCH_CRASH_POINTS = pointsOf(WATCH_CALLS);

function pointsOf(calls: Partial<Record<CrashPoint['state'], number>>): CrashPoint[] {
  return (Object.keys(calls) as CrashPoint['state'][]).flatMap((state) =>
    Array.from({ length: calls[state] ?? 0 }, (_, index) => index + 1).flatMap((call): CrashPoint[] => [
      { state, call, side: 'before' },
      { state, call, side: 'after' },
    ]),
  );
}
