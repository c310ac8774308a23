import { getRetryAfterHint } from '@smithy/core/retry';
import type { Clock } from '../common/clock';

interface WithResponse {
  readonly $response?: Parameters<typeof getRetryAfterHint>[0];
}

/** A longer `Retry-After` is taken for this. A scan must notice within minutes that AppFabric is available again. */
export const MAX_RETRY_AFTER_MILLISECONDS = 5 * 60 * 1000;

/**
 * How long AppFabric asks the caller to wait, in milliseconds, from 0 to five minutes. Undefined without a valid
 * `Retry-After`.
 */
export function retryAfterMilliseconds(error: unknown, now: number): number | undefined {
  const delay = (getRetryAfterHint((error as WithResponse).$response)?.getTime() ?? Number.NaN) - now;
  return Number.isNaN(delay) ? undefined : Math.min(MAX_RETRY_AFTER_MILLISECONDS, Math.max(0, delay));
}

/** The pauses between tries if AppFabric asks for shorter ones: 1 s, 2 s, 4 s and so on. */
const FIRST_PAUSE_MILLISECONDS = 1000;

interface Patience {
  readonly clock: Clock;
  /** No try begins at or after this time, except the first, in milliseconds since the epoch. */
  readonly until: number;
  /** Whether another try can succeed. */
  readonly isWorthRetrying: (error: unknown, retryAfter: number | undefined) => boolean;
}

/** Calls AppFabric until it answers, with the pauses that it asks for. @throws the last error */
export async function callWithPauses<T>(
  call: () => Promise<T>,
  { clock, until, isWorthRetrying }: Patience,
): Promise<T> {
  for (let pause = FIRST_PAUSE_MILLISECONDS; ; pause *= 2) {
    try {
      return await call();
    } catch (error) {
      const retryAfter = retryAfterMilliseconds(error, clock.now());
      const delay = Math.max(pause, retryAfter ?? 0);
      if (!isWorthRetrying(error, retryAfter) || clock.now() + delay >= until) throw error;
      await clock.sleep(delay);
    }
  }
}
