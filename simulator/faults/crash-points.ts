/** A function's invocation dies right before or right after its call number `call` (from 1). */
export interface CrashPoint {
  readonly state: 'StartScan' | 'PollTasks' | 'FailScan';
  readonly call: number;
  readonly side: 'before' | 'after';
}

export const nameOf = ({ state, call, side }: CrashPoint): string => `${state} ${side} call ${call}`;

/** Every crash point of invocations that make so many calls. */
export function crashPointsUpTo(calls: Readonly<Record<CrashPoint['state'], number>>): CrashPoint[] {
  return (Object.keys(calls) as CrashPoint['state'][]).flatMap((state) =>
    Array.from({ length: calls[state] }, (_, index) => index + 1).flatMap((call) => [
      { state, call, side: 'before' as const },
      { state, call, side: 'after' as const },
    ]),
  );
}

/**
 * As many calls as each function makes for a person with five tenants (StartScan starts them and polls for the first
 * window), and some more for those that it repeats. The seeds go round all of these points; kills by chance reach
 * further ones, which the table counts as well.
 */
export const CRASH_POINTS = crashPointsUpTo({ StartScan: 50, PollTasks: 20, FailScan: 5 });
