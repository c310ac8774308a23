import {
  at,
  BEGIN,
  CLEAR,
  DAY,
  OPEN,
  OPEN_SLACK,
  PERSON,
  type ScanEnding,
  unknown,
  withWatches,
} from '../../support/watch-steps';

const HOUR = 3600;
const MINUTE = 60;

/** When an event was published, in seconds after the virtual clock begins. */
const publishedAt = (event: { readonly at: number } | undefined) => ((event?.at ?? 0) - BEGIN) / 1000;

describe('a watch that is due', () => {
  it('is overdue at its due time, and goes on', () =>
    withWatches(async ({ execution, play, eventsOf, watch }) => {
      const input = { cadenceSeconds: [HOUR], dueInSeconds: 90 * MINUTE };
      const ending = { ...OPEN, unknown: unknown('TIMED_OUT').unknown };
      await play(execution('leaver', { ...input, askAgainTimes: 0 }), [ending, ending, CLEAR]);
      const [overdue] = eventsOf('overdue');
      expect(publishedAt(overdue)).toBeGreaterThanOrEqual(90 * MINUTE);
      expect(publishedAt(overdue)).toBeLessThan(90 * MINUTE + 1);
      expect(overdue?.detailType).toBe('User Access Watch Overdue');
      expect(overdue?.detail).toEqual({
        version: '1',
        id: `watch-overdue:leaver:${at(0)}`,
        watchId: 'leaver',
        email: PERSON,
        status: 'WATCHING',
        startedAt: at(0),
        dueAt: at(90 * MINUTE),
        giveUpAt: at(30 * DAY),
        requests: [{ requestedAt: at(0), dueAt: at(90 * MINUTE) }],
        scanCount: 2,
        failedScanCount: 0,
        overdueAt: (await watch()).overdueAt,
        nextScanAt: expect.any(String),
        verdict: 'OPEN',
        scanId: 'leaver-2',
        open: [OPEN_SLACK],
        openTruncated: false,
        unknown: [{ app: 'ZOOM', tenantId: 'z-1', reason: 'TIMED_OUT' }],
        unknownTruncated: false,
        toReconnect: [],
      });
      expect(eventsOf('cleared')[0]?.detail.overdueAt).toBe((await watch()).overdueAt);
    }));

  it('is never overdue if it is cleared before', () =>
    withWatches(async ({ execution, play, published, watch }) => {
      await play(execution('leaver', { cadenceSeconds: [HOUR], dueInSeconds: 2 * HOUR }), [OPEN, CLEAR]);
      expect(published()).toEqual(['watch-started', 'watch-cleared']);
      expect((await watch()).overdueAt).toBeUndefined();
    }));

  it('is overdue after its scan, if one runs at the due time', () =>
    withWatches(async ({ execution, play, eventsOf }) => {
      const slow = { ...OPEN, takes: 2 * HOUR };
      await play(execution('leaver', { cadenceSeconds: [DAY], dueInSeconds: HOUR }), [slow, CLEAR]);
      const [overdue, ...others] = eventsOf('overdue');
      expect(others).toEqual([]);
      expect(Math.round(publishedAt(overdue))).toBe(2 * HOUR);
      // The next one is planned already.
      expect(overdue?.detail).toMatchObject({ scanCount: 1, nextScanAt: expect.any(String) });
    }));

  it('says that no scan is planned if one runs', () =>
    withWatches(async ({ execution, start, until, review, eventsOf }) => {
      await start(execution('owner'));
      const second = execution('second', { dueInSeconds: HOUR });
      const waiting = await start(second);
      await until(HOUR + 1);
      await review(second, waiting);
      const detail = eventsOf('overdue')[0]?.detail ?? {};
      expect(detail).toMatchObject({ scanCount: 0, open: [], unknown: [] });
      for (const absent of ['nextScanAt', 'verdict', 'scanId', 'lastScanError'])
        expect(detail).not.toHaveProperty(absent);
    }));

  it('says that no scan is planned if the second one runs, whose start is in the past', () =>
    withWatches(async ({ execution, play, start, until, eventsOf }) => {
      const watching = play(execution('owner', { cadenceSeconds: [HOUR] }), [OPEN, { ...CLEAR, takes: 2 * HOUR }]);
      await until(90 * MINUTE);
      const second = execution('second', { dueInSeconds: HOUR });
      await play(second, [], await start(second));
      expect(eventsOf('overdue')[0]?.detail).toMatchObject({ scanCount: 1, verdict: 'OPEN' });
      expect(eventsOf('overdue')[0]?.detail).not.toHaveProperty('nextScanAt');
      await watching;
    }));

  it.each<[string, ScanEnding, object[]]>([
    ['RECONNECT', unknown('RECONNECT'), [{ app: 'ZOOM', tenantId: 'z-1' }]],
    [
      'not connected',
      unknown('NOT_ASKED', { authorizationStatus: 'PendingConnect' }),
      [{ app: 'ZOOM', tenantId: 'z-1' }],
    ],
    ['connected, but not asked', unknown('NOT_ASKED', { authorizationStatus: 'Connected' }), []],
    ['not in the app bundle any more', unknown('NOT_ASKED'), []],
    ['unavailable', unknown('APP_UNAVAILABLE'), []],
    ['unavailable and not connected', unknown('TIMED_OUT', { authorizationStatus: 'PendingConnect' }), []],
    ['to reconnect, but not known', { unknown: [{ reason: 'RECONNECT' }], verdict: 'UNKNOWN' }, []],
  ])('lists what somebody has to reconnect: %s', (_, ending, toReconnect) =>
    withWatches(async ({ execution, play, eventsOf }) => {
      await play(execution('leaver', { dueInSeconds: MINUTE }), [ending, CLEAR]);
      expect(eventsOf('overdue')[0]?.detail.toReconnect).toEqual(toReconnect);
    }),
  );

  it('says that the app authorizations could not be listed', () =>
    withWatches(async ({ execution, play, eventsOf }) => {
      await play(execution('leaver', { dueInSeconds: MINUTE }), [
        { verdict: 'UNKNOWN', authorizationsError: 'Throttled' },
        CLEAR,
      ]);
      expect(eventsOf('overdue')[0]?.detail.authorizationsError).toBe('Throttled');
    }));

  it('is not overdue because the clock of the function is behind that of Step Functions', () =>
    withWatches(async ({ execution, play, review, until, watch, published }) => {
      const leaver = execution('leaver', { cadenceSeconds: [DAY], dueInSeconds: HOUR });
      const watching = play(leaver, [OPEN, CLEAR]);
      await until(HOUR - 0.1);
      const step = await review(leaver, { watchId: 'leaver', startedAt: at(0), email: PERSON, next: 'WAIT_TO_REVIEW' });
      expect(step).toMatchObject({ next: 'WAIT_TO_REVIEW' });
      expect(published()).toEqual(['watch-started']);
      expect((await watch()).overdueAt).toBeUndefined();
      await watching;
      expect(published()).toEqual(['watch-started', 'watch-overdue', 'watch-cleared']);
    }));
});

describe('a watch whose time is over', () => {
  it('is given up, and tells what is open and what happened on the way', () =>
    withWatches(async ({ execution, play, eventsOf, watch }) => {
      const input = { cadenceSeconds: [HOUR], dueInSeconds: 30 * MINUTE, giveUpAfterSeconds: 90 * MINUTE };
      const { output } = await play(execution('leaver', input), [OPEN]);
      expect(output).toEqual({ watchId: 'leaver', next: 'END', status: 'GIVEN_UP' });
      const { endedAt, overdueAt, ...rest } = await watch();
      expect(rest).toMatchObject({ status: 'GIVEN_UP', watchPk: 'WATCH#GIVEN_UP', scanCount: 2 });
      const [givenUp] = eventsOf('given-up');
      expect(givenUp?.detailType).toBe('User Access Watch Given Up');
      expect(Math.round(publishedAt(givenUp))).toBe(90 * MINUTE);
      expect(givenUp?.detail).toMatchObject({
        id: `watch-given-up:leaver:${at(0)}`,
        status: 'GIVEN_UP',
        endedAt,
        overdueAt,
        durationSeconds: (Date.parse(String(endedAt)) - BEGIN) / 1000,
        open: [OPEN_SLACK],
        scans: [
          { scanId: 'leaver-1', startedAt: expect.any(String), status: 'COMPLETED', verdict: 'OPEN' },
          { scanId: 'leaver-2', startedAt: expect.any(String), status: 'COMPLETED', verdict: 'OPEN' },
        ],
        scansTruncated: false,
        changes: [],
        changesTruncated: false,
      });
    }));

  it('is overdue and given up at once if both times are the same', () =>
    withWatches(async ({ execution, play, published, eventsOf }) => {
      await play(execution('leaver', { giveUpAfterSeconds: HOUR, dueInSeconds: HOUR }), [OPEN]);
      expect(published()).toEqual(['watch-started', 'watch-overdue', 'watch-given-up']);
      const { overdueAt, endedAt } = eventsOf('given-up')[0]?.detail ?? {};
      expect(overdueAt).toBe(endedAt);
      expect(eventsOf('overdue')[0]?.detail).not.toHaveProperty('nextScanAt');
    }));

  it('is given up after its scan, if one runs', () =>
    withWatches(async ({ execution, play, published }) => {
      const { output } = await play(execution('leaver', { giveUpAfterSeconds: HOUR }), [{ ...OPEN, takes: 2 * HOUR }]);
      expect(output.status).toBe('GIVEN_UP');
      expect(published()).toEqual(['watch-started', 'watch-overdue', 'watch-given-up']);
    }));

  it('begins no scan that would start when it is over', () =>
    withWatches(async ({ execution, start, scan, review, watch }) => {
      const leaver = execution('leaver', { giveUpAfterSeconds: HOUR });
      const step = await start(leaver);
      await scan('leaver-1', OPEN, step.next === 'SCAN' && step.scan ? step.scan.input : {});
      const next = await review(leaver, step);
      expect(next).toMatchObject({ next: 'WAIT_TO_REVIEW', until: at(HOUR) });
      expect(next).not.toHaveProperty('scan');
      expect(await watch()).toMatchObject({ turn: 1, scanCount: 1 });
      expect((await watch()).nextScanAt).toBeUndefined();
      // The scan is reviewed once, although no other one is planned.
      expect(await review(leaver, step)).toEqual(next);
      expect(await watch()).toMatchObject({ turn: 1, scanCount: 1 });
    }));

  it('tells of no verdict if no scan has completed', () =>
    withWatches(async ({ execution, play, eventsOf }) => {
      const failed = { name: 'AppFabricAccessDenied', message: 'Allow it.' };
      await play(execution('leaver', { giveUpAfterSeconds: 5 * MINUTE }), [{ failed }]);
      const detail = eventsOf('given-up')[0]?.detail ?? {};
      expect(detail).toMatchObject({ scanCount: 1, failedScanCount: 1, lastScanError: failed });
      expect(detail.scans).toEqual([{ scanId: 'leaver-1', startedAt: expect.any(String), status: 'FAILED' }]);
      for (const absent of ['verdict', 'scanId']) expect(detail).not.toHaveProperty(absent);
    }));
});
