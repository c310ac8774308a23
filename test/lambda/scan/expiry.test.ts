import { checkExpiry, isExpiring } from '../../../lambda/scan/expiry';
import { RETENTION_SECONDS, STARTED_AT, scanSteps } from '../../support/scan-steps';

/** A moment in the life of a scan. @param seconds after the last hour of its records begins */
async function inLastHour(seconds: number) {
  const { dependencies } = await scanSteps();
  const now = Date.parse(STARTED_AT) + (RETENTION_SECONDS - 3600 + seconds) * 1000;
  return { ...dependencies, clock: { ...dependencies.clock, now: () => now } };
}

describe('the records of a scan', () => {
  it('can be written until an hour before they expire', async () => {
    const before = await inLastHour(-0.001);
    expect(isExpiring(STARTED_AT, before)).toBe(false);
    expect(() => checkExpiry(STARTED_AT, before)).not.toThrow();
  });

  it.each([0, 3600, 1e6])('cannot be written %i s after that, because DynamoDB could delete some', async (seconds) => {
    const after = await inLastHour(seconds);
    expect(isExpiring(STARTED_AT, after)).toBe(true);
    expect(() => checkExpiry(STARTED_AT, after)).toThrow(
      expect.objectContaining({
        name: 'ScanExpired',
        message: expect.stringMatching(/resultRetention has passed since its start\. Start a new scan\.$/),
      }),
    );
  });
});
