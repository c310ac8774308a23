import { decide } from '../../../lambda/watch/decide';
import { newWatch } from '../../../lambda/watch/new-watch';
import { isOwnWatch, nextStepOf } from '../../../lambda/watch/next-step';
import { parseWatchRequest } from '../../../lambda/watch/request';
import type { ScanOutcome } from '../../../lambda/watch/scan-outcome';
import { planNextScan } from '../../../lambda/watch/schedule';
import { at, BEGIN, DAY, EMAIL } from '../../support/watch-steps';

/** What happens in exactly the same millisecond as something else. */

const HOUR = 3600;
const execution = { name: 'leaver', startedAt: at(0) };
const time = (seconds: number) => BEGIN + seconds * 1000;
const failed: ScanOutcome = { scan: { scanId: 'leaver-1' }, isClear: false, canPass: true };
const looking = (seconds: number) => ({ execution, email: EMAIL, now: time(seconds) });

function watchOf(input: object = {}) {
  const order = parseWatchRequest({ email: EMAIL, cadenceSeconds: [HOUR], ...input }, 365 * DAY);
  return newWatch(order, execution, 0);
}

describe('a scan that would start', () => {
  it('when the watch gives up is not begun', () => {
    const watch = watchOf({ giveUpAfterSeconds: 2 * HOUR });
    expect(planNextScan(watch, false, time(HOUR) - 1)).toMatchObject({
      turn: 2,
      nextScanAt: new Date(time(2 * HOUR) - 1).toISOString(),
    });
    const planned = planNextScan(watch, false, time(HOUR));
    expect(planned.nextScanAt).toBeUndefined();
    expect(planned.turn).toBe(1);
  });

  it('when the watch is due starts after the watch was found to be overdue', () => {
    const watch = planNextScan({ ...watchOf({ dueInSeconds: HOUR }), scanCount: 1 }, false, time(0));
    expect(nextStepOf(watch, looking(60))).toMatchObject({ next: 'WAIT_TO_REVIEW', until: at(HOUR) });
    const overdue = decide(watch, time(HOUR));
    expect(overdue.overdueAt).toBe(at(HOUR));
    expect(nextStepOf(overdue, looking(HOUR))).toMatchObject({ next: 'SCAN', scan: { name: 'leaver-2' } });
  });

  it('soon, but not before the next step, is that of the step', () => {
    const input = { askAgainSeconds: HOUR };
    expect(planNextScan(watchOf(input), true, time(0))).toMatchObject({ askedAgain: 0, nextScanAt: at(HOUR) });
    expect(planNextScan(watchOf({ ...input, cadenceSeconds: [HOUR + 1] }), true, time(0))).toMatchObject({
      askedAgain: 1,
      nextScanAt: at(HOUR),
    });
  });

  it('at a step starts at once if the scan before it has taken longer', () => {
    const asked = planNextScan({ ...watchOf(), scanCount: 1 }, true, time(0));
    expect(asked).toMatchObject({ nextScanAt: at(15 * 60), stepAt: at(HOUR) });
    const late = planNextScan({ ...asked, scanCount: 2 }, true, time(2 * HOUR));
    expect(late).toMatchObject({ nextScanAt: at(HOUR), stepAt: at(HOUR), step: 1 });
    expect(nextStepOf(late, looking(2 * HOUR))).toMatchObject({ next: 'SCAN', scan: { name: 'leaver-3' } });
    expect(planNextScan({ ...late, scanCount: 3 }, true, time(3 * HOUR))).toMatchObject({
      step: 2,
      stepAt: at(4 * HOUR),
    });
  });
});

describe('a watch', () => {
  it('is overdue and given up in the millisecond in which it is due, and not before', () => {
    const watch = watchOf({ dueInSeconds: HOUR, giveUpAfterSeconds: 2 * HOUR });
    expect(decide(watch, time(HOUR) - 1)).toBe(watch);
    expect(decide(watch, time(HOUR)).overdueAt).toBe(at(HOUR));
    expect(decide(watch, time(2 * HOUR) - 1).status).toBe('WATCHING');
    expect(decide(watch, time(2 * HOUR))).toMatchObject({ status: 'GIVEN_UP', endedAt: at(2 * HOUR) });
  });

  it('is overdue once', () => {
    const watch = decide(watchOf({ dueInSeconds: HOUR }), time(HOUR));
    expect(decide(watch, time(2 * HOUR))).toBe(watch);
  });

  it('is looked at a second later at the earliest, because clocks differ', () => {
    const watch = { ...watchOf({ dueInSeconds: HOUR }), scanCount: 1 };
    const justBefore = { execution, email: EMAIL, now: time(HOUR) - 5 };
    expect(nextStepOf(watch, justBefore)).toMatchObject({ until: new Date(time(HOUR) + 995).toISOString() });
  });

  it('asks again 400 times in all', () => {
    const asks = (askedAgainInAll: number) => planNextScan({ ...watchOf(), askedAgainInAll }, true, time(0)).askedAgain;
    expect([asks(399), asks(400)]).toEqual([1, 0]);
  });

  it('counts a scan that failed', () => {
    expect(decide(watchOf(), time(60), failed)).toMatchObject({ scanCount: 1, failedScanCount: 1, askedAgain: 1 });
  });

  it('is not that of an execution which has its name at another time', () => {
    const later = { name: 'leaver', startedAt: at(90 * DAY) };
    expect([execution, later].map((one) => isOwnWatch(watchOf(), one))).toEqual([true, false]);
    expect(nextStepOf(watchOf(), { ...looking(60), execution: later })).toMatchObject({ next: 'WAIT_TO_REVIEW' });
  });
});
