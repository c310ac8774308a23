import { HttpResponse } from '@smithy/core/protocols';
import { retryAfterMilliseconds } from '../../../lambda/scan/retry-after';

const NOW = Date.UTC(2026, 0, 5, 8);
beforeEach(() => jest.useFakeTimers({ now: NOW }));
afterEach(() => jest.useRealTimers());

const errorWith = (headers: Record<string, string>) =>
  Object.assign(new Error('Slow down'), { $response: new HttpResponse({ statusCode: 429, headers }) });
const waitOf = (retryAfter: string) => retryAfterMilliseconds(errorWith({ 'retry-after': retryAfter }), NOW);

describe('the wait that AppFabric asks for', () => {
  it.each([
    ['20', 20_000],
    ['1.5', 1500],
    ['Mon, 05 Jan 2026 08:01:00 GMT', 60_000],
    ['0', 0],
  ])('is that of the header: %s', (header, milliseconds) => {
    expect(waitOf(header)).toBe(milliseconds);
  });

  it.each(['300', '301', '600', '86400', '1000000000', 'Wed, 05 Jan 2028 08:00:00 GMT'])(
    'is five minutes at most, as for %s: a scan must notice soon that AppFabric is available again',
    (header) => {
      expect(waitOf(header)).toBe(300_000);
    },
  );

  it('is not below zero for a time in the past', () => {
    expect(waitOf('Mon, 05 Jan 2026 07:00:00 GMT')).toBe(0);
  });

  it.each(['10000000000000', 'soon', '-5', '1e3', '', 'NaN', 'Infinity'])('is unknown for "%s"', (header) => {
    expect(waitOf(header)).toBeUndefined();
  });

  it('is unknown without the header, and without a response', () => {
    expect(retryAfterMilliseconds(errorWith({}), NOW)).toBeUndefined();
    expect(retryAfterMilliseconds(new Error('socket hang up'), NOW)).toBeUndefined();
  });
});
