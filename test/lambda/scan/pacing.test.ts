import { GAPS, type Pacing, pollGapMilliseconds, publishWaitSeconds, waitSeconds } from '../../../lambda/scan/pacing';

const least = () => 0;
const middle = () => 0.5;
const most = () => 0.999_999;

describe('the gap between two polls in a window', () => {
  it.each([
    [0, 500],
    [3000, 500],
    [6000, 900],
    [10_000, 1500],
    [13_334, 2000],
    [60_000, 2000],
    [1_800_000, 2000],
  ])('is 0.15 of the age of the scan, within half a second and two: %d ms old', (age, gap) => {
    expect(pollGapMilliseconds(age, middle)).toBe(gap);
  });

  it('varies by a tenth, so that scans that start at the same time do not poll at the same time', () => {
    expect([pollGapMilliseconds(60_000, least), pollGapMilliseconds(60_000, most)]).toEqual([1800, 2200]);
    expect([pollGapMilliseconds(0, least), pollGapMilliseconds(0, most)]).toEqual([450, 550]);
  });

  it('is never shorter than docs/reliability.md promises: 0.45 s at first, 1.8 s after 13.4 s', () => {
    for (let age = 0; age <= 1_800_000; age += 100) {
      expect(pollGapMilliseconds(age, least)).toBeGreaterThanOrEqual(age < 13_400 ? 450 : 1800);
    }
  });

  it('accepts other gaps, for the benchmark', () => {
    expect(pollGapMilliseconds(60_000, middle, { ...GAPS, maxMilliseconds: 5000 })).toBe(5000);
  });
});

describe("the state machine's wait between two windows", () => {
  const pacing: Pacing = { pollWindowSeconds: 180, firstWaitSeconds: 20, backoffRate: 1.5, longestWaitSeconds: 60 };

  it('grows by the backoff rate up to the longest wait', () => {
    expect([0, 1, 2, 3, 4].map((turn) => waitSeconds(turn, pacing, most))).toEqual([20, 30, 45, 60, 60]);
  });

  it('is at least half of that, in whole seconds', () => {
    expect([0, 1, 2, 3, 4].map((turn) => waitSeconds(turn, pacing, least))).toEqual([10, 15, 23, 30, 30]);
  });

  it('is never shorter than a second', () => {
    expect(waitSeconds(0, { ...pacing, firstWaitSeconds: 1, longestWaitSeconds: 1 }, least)).toBe(1);
  });
});

test('the wait of a scan that only has events left grows up to five minutes', () => {
  expect([0, 1, 2, 6, 7, 20].map((turn) => publishWaitSeconds(turn, most))).toEqual([20, 30, 45, 228, 300, 300]);
  expect(publishWaitSeconds(20, least)).toBe(150);
});
