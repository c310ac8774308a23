import { getRetryAfterHint } from '@smithy/core/retry';

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
