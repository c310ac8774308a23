import { getRetryAfterHint } from '@smithy/core/retry';

interface WithResponse {
  readonly $response?: Parameters<typeof getRetryAfterHint>[0];
}

/** How long AppFabric asks the caller to wait, in milliseconds, or undefined without `Retry-After`. */
export function retryAfterMilliseconds(error: unknown, now: number): number | undefined {
  const hint = getRetryAfterHint((error as WithResponse).$response);
  return hint && Math.max(0, hint.getTime() - now);
}
