import { AdaptiveRetryStrategy } from '@smithy/core/retry';
import type { RetryErrorInfo, RetryToken } from '@smithy/types';

/** The SDK waits at most 5 s longer than its own delay. With a longer `Retry-After`, it would retry too early. */
const MAX_RETRY_AFTER_MILLISECONDS = 5000;

/**
 * The SDK's adaptive retries, except that a `Retry-After` of more than 5 s ends them. The caller knows how much time is
 * left, and either waits or lets the state machine wait. A `Retry-After` that is not a time is ignored: the SDK would
 * retry at once.
 */
export class RetryAfterStrategy extends AdaptiveRetryStrategy {
  override async refreshRetryTokenForRetry(token: RetryToken, error: RetryErrorInfo) {
    const { retryAfterHint: hint, ...withoutHint } = error;
    if (hint && hint.getTime() - Date.now() > MAX_RETRY_AFTER_MILLISECONDS) {
      throw new Error('Retry-After is longer than the SDK waits.');
    }
    const isTime = hint !== undefined && !Number.isNaN(hint.getTime());
    return super.refreshRetryTokenForRetry(token as never, isTime ? error : withoutHint);
  }
}
