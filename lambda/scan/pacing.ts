import type { Random } from '../common/clock';

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
  readonly minMilliseconds: number;
  readonly maxMilliseconds: number;
}

/**
 * A task that has run for a long time will probably run for longer. A gap that is a share of the age bounds the lag to
 * that share, and the number of calls to the logarithm of the age. The function costs the same however often it asks,
 * so the longest gap is short. docs/benchmarks.md shows other gaps.
 */
export const GAPS: Gaps = { shareOfAge: 0.15, minMilliseconds: 500, maxMilliseconds: 2000 };

/** The gap before the next question inside a window. A tenth of jitter keeps scans started together apart. */
export function pollGapMilliseconds(ageMilliseconds: number, random: Random, gaps: Gaps = GAPS): number {
  const { shareOfAge, minMilliseconds, maxMilliseconds } = gaps;
  const bounded = Math.min(maxMilliseconds, Math.max(minMilliseconds, ageMilliseconds * shareOfAge));
  return Math.round(bounded * (0.9 + 0.2 * random()));
}

/**
 * The state machine's wait after turn `turn` (0 for the first), in whole seconds. It grows exponentially, and half of it
 * is random, so that scans that start together do not stay together.
 */
export function waitSeconds(turn: number, pacing: Pacing, random: Random): number {
  const full = Math.min(pacing.longestWaitSeconds, pacing.firstWaitSeconds * pacing.backoffRate ** turn);
  return Math.max(1, Math.round(full * (0.5 + 0.5 * random())));
}
