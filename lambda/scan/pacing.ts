import type { Random } from '../common/clock';

/** How long the state machine waits between two poll windows. */
export interface Waits {
  readonly firstWaitSeconds: number;
  readonly backoffRate: number;
  readonly longestWaitSeconds: number;
}

/** How long a poll window is, and how long the state machine waits between two windows. */
export interface Pacing extends Waits {
  readonly pollWindowSeconds: number;
}

/** How long to wait between two rounds of requests in a poll window. */
export interface Gaps {
  readonly shareOfAge: number;
  readonly minMilliseconds: number;
  readonly maxMilliseconds: number;
}

/**
 * A task that has run for a long time will probably run for longer. With a gap that is a share of the age, the lag is
 * at most that share, and the number of calls grows with the logarithm of the age. The cost of the function does not
 * depend on the number of calls, so the maximum gap is short. docs/benchmarks.md compares other gaps.
 */
export const GAPS: Gaps = { shareOfAge: 0.15, minMilliseconds: 500, maxMilliseconds: 2000 };

/** The gap before the next round. A jitter of one tenth spreads scans that start at the same time. */
export function pollGapMilliseconds(ageMilliseconds: number, random: Random, gaps: Gaps = GAPS): number {
  const { shareOfAge, minMilliseconds, maxMilliseconds } = gaps;
  const bounded = Math.min(maxMilliseconds, Math.max(minMilliseconds, ageMilliseconds * shareOfAge));
  return Math.round(bounded * (0.9 + 0.2 * random()));
}

/**
 * The wait of the state machine after turn `turn` (0 for the first), in whole seconds. It grows exponentially. Half of
 * it is random, to spread scans that start at the same time.
 */
export function waitSeconds(turn: number, waits: Waits, random: Random): number {
  const full = Math.min(waits.longestWaitSeconds, waits.firstWaitSeconds * waits.backoffRate ** turn);
  return Math.max(1, Math.round(full * (0.5 + 0.5 * random())));
}

/** The longest wait is how late a scan notices that EventBridge accepts events again. */
const PUBLISHING: Waits = { firstWaitSeconds: 20, backoffRate: 1.5, longestWaitSeconds: 5 * 60 };

/** The wait of the state machine after turn `turn` if only events are left to publish, in whole seconds. */
export const publishWaitSeconds = (turn: number, random: Random): number => waitSeconds(turn, PUBLISHING, random);
