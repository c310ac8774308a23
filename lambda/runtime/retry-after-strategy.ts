import { AdaptiveRetryStrategy } from '@smithy/core/retry';
import type { RetryErrorInfo, RetryToken } from '@smithy/types';

/** The SDK waits as told up to 5 s beyond its own delay, and comes back too early where it was told more. */
const LONGEST_HINT_THE_SDK_KEEPS_MILLISECONDS = 5000;

/**
 * The SDK's adaptive retries, but a `Retry-After` of more than 5 s ends them: the caller, who knows how much time
 * there is, waits for it, or lets the state machine wait.
 */
export class RetryAfterStrategy extends AdaptiveRetryStrategy {
  override async refreshRetryTokenForRetry(token: RetryToken, error: RetryErrorInfo) {
    const hint = error.retryAfterHint;
    if (hint && hint.getTime() - Date.now() > LONGEST_HINT_THE_SDK_KEEPS_MILLISECONDS) {
      throw new Error('Retry-After is longer than the SDK waits.');
    }
    return super.refreshRetryTokenForRetry(token as never, error);
  }
}
