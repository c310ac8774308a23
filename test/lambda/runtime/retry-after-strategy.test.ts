import type { RetryErrorInfo } from '@smithy/types';
import { RetryAfterStrategy } from '../../../lambda/runtime/retry-after-strategy';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

/** The milliseconds until the SDK retries, or the message with which it gives up. */
async function retried({
  retryAfterMilliseconds,
  attempts = 3,
}: {
  retryAfterMilliseconds?: number;
  attempts?: number;
}) {
  const backoff = { setDelayBase: () => undefined, computeNextBackoffDelay: () => 100 };
  const strategy = new RetryAfterStrategy(attempts, { backoff });
  const token = await strategy.acquireInitialRetryToken('AppFabric');
  const error: RetryErrorInfo = { errorType: 'TRANSIENT' };
  if (retryAfterMilliseconds !== undefined) error.retryAfterHint = new Date(Date.now() + retryAfterMilliseconds);
  const started = Date.now();
  const retry = strategy.refreshRetryTokenForRetry(token, error).then(
    (next) => ({ after: Date.now() - started, count: next.getRetryCount() }),
    (failure: Error) => failure.message,
  );
  await jest.advanceTimersByTimeAsync(60_000);
  return retry;
}

describe('a failed request', () => {
  it("is retried after the SDK's own delay if AppFabric asks for none", async () => {
    expect(await retried({})).toEqual({ after: 100, count: 1 });
  });

  it("is retried after the SDK's own delay if AppFabric asks for one that is not a time", async () => {
    expect(await retried({ retryAfterMilliseconds: Number.NaN })).toEqual({ after: 100, count: 1 });
  });

  it.each([
    [0, 100],
    [2000, 2000],
    [5000, 5000],
  ])('is retried as AppFabric asks: in %d ms', async (retryAfterMilliseconds, after) => {
    expect(await retried({ retryAfterMilliseconds })).toEqual({ after, count: 1 });
  });

  it.each([5001, 600_000])('is not retried here if AppFabric asks for %d ms', async (retryAfterMilliseconds) => {
    expect(await retried({ retryAfterMilliseconds })).toBe('Retry-After is longer than the SDK waits.');
  });

  it('is not retried more often than the client is configured to', async () => {
    expect(await retried({ retryAfterMilliseconds: 1000, attempts: 1 })).toBe('No retry token available');
  });
});
