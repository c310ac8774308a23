import type { Random } from './clock';

/** How often AppFabric is asked inside the poll window, and how long the state machine waits between windows. */
export interface Pacing {
  readonly pollWindowSeconds: number;
  readonly firstWaitSeconds: number;
  readonly backoffRate: number;
  readonly longestWaitSeconds: number;
}

/** How long to wait before the next question inside a window. */
export interface Gaps {
  readonly shareOfAge: number;
  readonly shortestMilliseconds: number;
  readonly longestMilliseconds: number;
}

/**
 * A task that has run for long will run for longer: waiting a share of its age bounds the lag to that share, and the
 * number of calls to the logarithm of the age. The function costs the same however often it asks, so the longest gap
 * is short; docs/benchmarks.md shows what other gaps give.
 */
export const GAPS: Gaps = { shareOfAge: 0.15, shortestMilliseconds: 500, longestMilliseconds: 2000 };

/** The gap before the next question inside a window. A tenth of jitter keeps scans started together apart. */
export function pollGapMilliseconds(ageMilliseconds: number, random: Random, gaps: Gaps = GAPS): number {
  const { shareOfAge, shortestMilliseconds, longestMilliseconds } = gaps;
  const bounded = Math.min(longestMilliseconds, Math.max(shortestMilliseconds, ageMilliseconds * shareOfAge));
  return Math.round(bounded * (0.9 + 0.2 * random()));
}

/**
 * The state machine's wait after turn `turn` (0 for the first), in whole seconds: exponential, and half of it
 * random, so that scans started together do not stay together.
 */
export function waitSeconds(turn: number, pacing: Pacing, random: Random): number {
  const full = Math.min(pacing.longestWaitSeconds, pacing.firstWaitSeconds * pacing.backoffRate ** turn);
  return Math.max(1, Math.round(full * (0.5 + 0.5 * random())));
}
