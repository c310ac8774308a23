import { getRetryAfterHint } from '@smithy/core/retry';

interface WithResponse {
  readonly $response?: Parameters<typeof getRetryAfterHint>[0];
}

/** How long AppFabric asks to be left alone, in milliseconds from now, or undefined if it does not say. */
export function retryAfterMilliseconds(error: unknown, now: number): number | undefined {
  const hint = getRetryAfterHint((error as WithResponse).$response);
  return hint && Math.max(0, hint.getTime() - now);
}
