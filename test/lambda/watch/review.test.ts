import type { NextStep } from '../../../lambda/watch/state';
import {
  at,
  BEGIN,
  CLEAR,
  DAY,
  EMAIL,
  OPEN,
  OPEN_SLACK,
  PERSON,
  type ScanEnding,
  unknown,
  type WatchSteps,
  withWatches,
} from '../../support/watch-steps';

const HOUR = 3600;
const MINUTE = 60;

/** The trigger of the first scan of the watch. */
const OWN_TRIGGER = { id: 'leaver-1', source: 'cdk-appfabric-user-access.watch', time: at(0) };

/** The wait after a step, in seconds from the time of the clock. */
const waitOf = (step: NextStep | undefined, now: number): number =>
  step === undefined || step.next === 'END' || step.until === undefined
    ? 0
    : (Date.parse(step.until) - BEGIN) / 1000 - now;

/** Begins a watch whose first scan ends in this way. */
async function afterFirstScan(steps: WatchSteps, ending: ScanEnding, input: object = {}) {
  const owner = steps.execution('leaver', input);
  const step = await steps.start(owner);
  if (step.next !== 'SCAN' || step.scan === undefined) throw new Error('It does not begin with a scan.');
  const scanFailure = await steps.scan('leaver-1', ending, step.scan.input);
  const state = { ...step, ...(scanFailure && { scanFailure }) };
  return { owner, state, next: await steps.review(owner, state) };
}

describe('a scan that says that an account is open', () => {
  it('is noted, and the next one starts at the next step of the cadence', () =>
    withWatches(async (steps) => {
      const { next } = await afterFirstScan(steps, OPEN);
      const watch = await steps.watch();
      expect(next).toEqual({
        watchId: 'leaver',
        startedAt: at(0),
        email: EMAIL,
        next: 'WAIT_TO_SCAN',
        until: watch.nextScanAt,
        waitSeconds: HOUR,
        scan: {
          name: 'leaver-2',
          input: {
            email: EMAIL,
            trigger: { id: 'leaver-2', source: 'cdk-appfabric-user-access.watch', time: watch.nextScanAt },
          },
        },
      });
      expect(Math.round(waitOf(next, steps.now()))).toBe(HOUR);
      expect(watch).toMatchObject({
        status: 'WATCHING',
        scanCount: 1,
        failedScanCount: 0,
        lastScan: { scanId: 'leaver-1', status: 'COMPLETED', verdict: 'OPEN', reviewedAt: expect.any(String) },
        verdict: 'OPEN',
        verdictScanId: 'leaver-1',
        open: [OPEN_SLACK],
        openTruncated: false,
        unknown: [],
        turn: 2,
        step: 1,
        stepAt: watch.nextScanAt,
      });
    }));

  it('is reviewed once, however often the review is repeated, and however late', () =>
    withWatches(async (steps) => {
      const { owner, state, next } = await afterFirstScan(steps, OPEN);
      const before = await steps.watch();
      expect(await steps.review(owner, state)).toEqual(next);
      await steps.until(30 * MINUTE);
      expect(await steps.review(owner, state)).toEqual({ ...next, waitSeconds: 30 * 60 + 1 });
      expect(await steps.watch()).toEqual(before);
      await steps.until(2 * HOUR);
      const { until: _, waitSeconds: __, ...now } = next as { until?: string; waitSeconds?: number };
      expect(await steps.review(owner, state)).toEqual({ ...now, next: 'SCAN' });
      expect(await steps.watch()).toEqual(before);
    }));
});

describe('the cadence', () => {
  it('has one wait after each scan, and repeats the last one', () =>
    withWatches(async ({ execution, play, items }) => {
      await play(execution('leaver', { cadenceSeconds: [HOUR, 3 * HOUR], dueInSeconds: 30 * DAY }), [
        ...Array<ScanEnding>(5).fill(OPEN),
        CLEAR,
      ]);
      const scans = (await items()).filter(({ type }) => type === 'SCAN').map(({ startedAt }) => String(startedAt));
      const starts = scans.sort().map((time) => Math.round((Date.parse(time) - BEGIN) / 1000 / MINUTE));
      expect(starts).toEqual([0, 60, 240, 420, 600, 780]);
    }));
});

describe('a verdict that ends a watch', () => {
  it.each<[string, ScanEnding, object, boolean]>([
    ['CLEAR', CLEAR, {}, true],
    ['NOT_FOUND, if the request says so', { verdict: 'NOT_FOUND' }, { notFoundIsClear: true }, true],
    ['NOT_FOUND otherwise', { verdict: 'NOT_FOUND' }, {}, false],
    ['OPEN', OPEN, { notFoundIsClear: true }, false],
    ['UNKNOWN', unknown('OTHER'), { notFoundIsClear: true }, false],
  ])('is %s', (_, ending, input, isClear) =>
    withWatches(async (steps) => {
      const { next } = await afterFirstScan(steps, ending, input);
      expect(next.next === 'END').toBe(isClear);
      expect(await steps.watch()).toMatchObject({ status: isClear ? 'CLEARED' : 'WATCHING', verdict: ending.verdict });
      expect(steps.published()).toEqual(['watch-started', ...(isClear ? ['watch-cleared'] : [])]);
      if (isClear) {
        expect(steps.eventsOf('cleared')[0]?.detail).toMatchObject({ verdict: ending.verdict, scanId: 'leaver-1' });
      }
    }),
  );

  it('ends it even after the due time, without saying that it is overdue', () =>
    withWatches(async (steps) => {
      const slow = { ...CLEAR, takes: 2 * HOUR };
      const { next } = await afterFirstScan(steps, slow, { dueInSeconds: HOUR, giveUpAfterSeconds: HOUR });
      expect(next).toMatchObject({ next: 'END', status: 'CLEARED' });
      expect(steps.published()).toEqual(['watch-started', 'watch-cleared']);
    }));

  it('stays, however late the review is repeated', () =>
    withWatches(async (steps) => {
      const { owner, state, next } = await afterFirstScan(steps, CLEAR);
      await steps.until(31 * DAY);
      expect(await steps.review(owner, state)).toEqual(next);
      expect(steps.published()).toEqual(['watch-started', 'watch-cleared']);
    }));

  it('takes the watch out of those that go on', () =>
    withWatches(async (steps) => {
      await afterFirstScan(steps, CLEAR);
      const { endedAt, ...watch } = await steps.watch();
      expect(watch).toMatchObject({ watchPk: 'WATCH#CLEARED', watchSk: `${endedAt}#${PERSON}#leaver` });
      expect(watch.nextScanAt).toBeUndefined();
    }));
});

describe("a newer scan of somebody else, when the watch's own scan says CLEAR", () => {
  /** The watch's scan takes long, and another one starts a minute after it. */
  async function overtaken(steps: WatchSteps, other: ScanEnding, email = EMAIL, input = {}) {
    const owner = steps.execution('leaver', input);
    const step = await steps.start(owner);
    if (step.next !== 'SCAN' || step.scan === undefined) throw new Error('It does not begin with a scan.');
    const own = steps.scan('leaver-1', { ...CLEAR, takes: 10 * MINUTE }, step.scan.input);
    await steps.until(MINUTE);
    await steps.scan('somebody-elses', other, { email });
    await own;
    return { owner, step, next: await steps.review(owner, step) };
  }

  it.each<[string, ScanEnding]>([
    ['OPEN', OPEN],
    ['UNKNOWN', unknown('RECONNECT')],
    ['NOT_FOUND', { verdict: 'NOT_FOUND' }],
  ])('keeps the watch going if it says %s, and counts', (verdict, other) =>
    withWatches(async (steps) => {
      const { next } = await overtaken(steps, other);
      expect(next.next).toBe('WAIT_TO_SCAN');
      expect(await steps.watch()).toMatchObject({
        status: 'WATCHING',
        verdict,
        verdictScanId: 'somebody-elses',
        open: other.open ?? [],
        unknown: other.unknown ?? [],
        lastScan: { scanId: 'leaver-1', verdict: 'CLEAR' },
      });
      expect(steps.published()).toEqual(['watch-started']);
    }),
  );

  it('changes nothing if it says the same, or what the request takes as the same', () =>
    withWatches(async (steps) => {
      expect((await overtaken(steps, CLEAR)).next).toMatchObject({ status: 'CLEARED' });
    }));

  it('changes nothing if it is about somebody else', () =>
    withWatches(async (steps) => {
      expect((await overtaken(steps, OPEN, 'ben@example.com')).next).toMatchObject({ status: 'CLEARED' });
    }));

  it('changes nothing if it says what the request takes as clear', () =>
    withWatches(async (steps) => {
      const { next } = await overtaken(steps, { verdict: 'NOT_FOUND' }, EMAIL, { notFoundIsClear: true });
      expect(next).toMatchObject({ status: 'CLEARED' });
    }));

  it('is not newer if it started before', () =>
    withWatches(async (steps) => {
      const other = steps.scan('somebody-elses', { ...OPEN, takes: 10 * MINUTE }, {});
      await steps.until(MINUTE);
      const { next } = await afterFirstScan(steps, { ...CLEAR, takes: 20 * MINUTE });
      await other;
      expect(next).toMatchObject({ status: 'CLEARED' });
    }));

  it('is not the one that the verdict of the person is of, if the execution ended before it filed its own', () =>
    withWatches(async (steps) => {
      const owner = steps.execution('leaver');
      const step = await steps.start(owner);
      await steps.scan('leaver-1', CLEAR, { trigger: OWN_TRIGGER });
      const older = { email: PERSON, verdict: 'OPEN', order: `${at(-HOUR)}#older`, scanId: 'older' };
      await steps.put({ pk: `PERSON#${PERSON}`, sk: 'PERSON', type: 'PERSON', ...older });
      expect(await steps.review(owner, step)).toMatchObject({ status: 'CLEARED' });
    }));

  it('is not needed: the person may have no verdict, if the execution ended before it filed its own', () =>
    withWatches(async (steps) => {
      const owner = steps.execution('leaver');
      const step = await steps.start(owner);
      await steps.scan('leaver-1', CLEAR, { trigger: OWN_TRIGGER });
      await steps.remove({ pk: `PERSON#${PERSON}`, sk: 'PERSON' });
      expect(await steps.review(owner, step)).toMatchObject({ status: 'CLEARED' });
    }));

  it('keeps the watch going if it has not ended, but has found an open account', () =>
    withWatches(async (steps) => {
      const { tasks, standings, scans } = steps.stores;
      const identity = { scanId: 'somebody-elses', startedAt: at(MINUTE), tasksStartedAt: at(MINUTE), email: PERSON };
      const owner = steps.execution('leaver');
      const step = await steps.start(owner);
      if (step.next !== 'SCAN' || step.scan === undefined) throw new Error('It does not begin with a scan.');
      await steps.scan('leaver-1', CLEAR, step.scan.input);
      await steps.until(MINUTE);
      await scans.open(identity);
      const answer = { taskId: 'task-1', app: 'ZOOM', tenantId: 'z-1', userId: 'U1', userStatus: 'active' };
      await standings.file(await tasks.recordAnswer(identity, 'task-1', 'COMPLETED', answer, steps.world.clock.now()));
      expect((await steps.review(owner, step)).next).toBe('WAIT_TO_SCAN');
      expect(await steps.watch()).toMatchObject({
        status: 'WATCHING',
        verdict: 'OPEN',
        verdictScanId: 'somebody-elses',
        open: [{ app: 'ZOOM', tenantId: 'z-1', userStatus: 'active', confirmed: true }],
      });
    }));
});

describe('a scan that does not complete', () => {
  const failed = { name: 'AppFabricAccessDenied', message: 'Allow it.' };
  const interrupted = (cause: string) => ({
    name: 'ScanInterrupted',
    message: expect.stringMatching(new RegExp(`^The execution of the scan ended \\(${cause}\\), and no result`)),
  });

  it.each<[string, ScanEnding, object]>([
    ['failed', { failed }, { status: 'FAILED', error: failed }],
    [
      'has a record that says that it runs',
      { running: true },
      { status: 'RUNNING', error: interrupted('States.TaskFailed') },
    ],
    [
      'could not be started',
      { notStarted: 'StepFunctions.ExecutionLimitExceeded' },
      { error: interrupted('StepFunctions.ExecutionLimitExceeded') },
    ],
  ])('is noted, and the watch goes on, soon: it %s', (_, ending, lastScan) =>
    withWatches(async (steps) => {
      const { next } = await afterFirstScan(steps, ending);
      expect(next).toMatchObject({ next: 'WAIT_TO_SCAN', scan: { name: 'leaver-2' } });
      expect(Math.round(waitOf(next, steps.now()))).toBe(15 * MINUTE);
      const watch = await steps.watch();
      expect(watch).toMatchObject({ status: 'WATCHING', scanCount: 1, failedScanCount: 1, askedAgain: 1 });
      expect(watch.lastScan).toEqual({ scanId: 'leaver-1', reviewedAt: expect.any(String), ...lastScan });
      expect(watch.verdict).toBeUndefined();
    }),
  );

  it('keeps what the last completed scan said, and the event says why the last one failed', () =>
    withWatches(async (steps) => {
      const owner = steps.execution('leaver', { dueInSeconds: 2 * HOUR, cadenceSeconds: [HOUR] });
      await steps.play(owner, [OPEN, { failed }, { failed }, { failed }, { failed }, { failed }, { failed }, CLEAR]);
      expect(steps.eventsOf('overdue')[0]?.detail).toMatchObject({
        verdict: 'OPEN',
        scanId: 'leaver-1',
        open: [OPEN_SLACK],
        lastScanError: failed,
        failedScanCount: 4,
      });
    }));

  it('does not tell what Step Functions says, which could be anything', () =>
    withWatches(async (steps) => {
      await afterFirstScan(steps, { notStarted: 'ana@example.com' });
      expect(JSON.stringify((await steps.watch()).lastScan)).not.toContain('example.com');
    }));
});

describe('a scan with the name that is not the scan of the watch', () => {
  it.each<[string, object]>([
    ['is of another person', { email: 'ben@example.com', trigger: OWN_TRIGGER }],
    ['was started by somebody else', { email: EMAIL }],
    ['has another trigger', { email: EMAIL, trigger: { id: 'leaver-1', source: 'manual', time: at(0) } }],
    [
      'has the trigger of another scan',
      { trigger: { id: 'x', source: 'cdk-appfabric-user-access.watch', time: at(0) } },
    ],
  ])('does not count: it %s', (_, input) =>
    withWatches(async (steps) => {
      const owner = steps.execution('leaver');
      const step = await steps.start(owner);
      await steps.scan('leaver-1', CLEAR, input);
      const next = await steps.review(owner, { ...step, scanFailure: { Error: 'States.TaskFailed' } } as NextStep);
      expect(next).toMatchObject({ next: 'WAIT_TO_SCAN', scan: { name: 'leaver-2' } });
      expect(await steps.watch()).toMatchObject({ status: 'WATCHING', failedScanCount: 1 });
    }),
  );

  it('does not count: it started before the watch', () =>
    withWatches(async (steps) => {
      await steps.scan('leaver-1', CLEAR, { trigger: OWN_TRIGGER });
      await steps.until(DAY);
      const owner = steps.execution('leaver');
      const step = await steps.start(owner);
      expect(await steps.review(owner, step)).toMatchObject({ next: 'WAIT_TO_SCAN' });
      expect((await steps.watch()).lastScan).toMatchObject({ error: { name: 'ScanInterrupted' } });
      expect((await steps.watch()).lastScan?.status).toBeUndefined();
    }));
});

describe('what was unavailable', () => {
  /** The minutes at which the scans of a watch start. */
  async function startsOf(steps: WatchSteps, endings: readonly ScanEnding[], input: object = {}) {
    await steps.play(steps.execution('leaver', { dueInSeconds: 30 * DAY, ...input }), endings);
    const starts = (await steps.items())
      .filter(({ type }) => type === 'SCAN')
      .map(({ startedAt }) => String(startedAt));
    return starts.sort().map((time) => Math.round((Date.parse(time) - BEGIN) / 1000 / MINUTE));
  }

  it.each<[string, ScanEnding, boolean]>([
    ['APP_UNAVAILABLE', unknown('APP_UNAVAILABLE'), true],
    ['TIMED_OUT', unknown('TIMED_OUT'), true],
    ['EXPIRED', unknown('EXPIRED'), true],
    ['an app bundle that could not be listed', { verdict: 'UNKNOWN', authorizationsError: 'Throttled' }, true],
    ['a scan that failed', { failed: { name: 'AppFabricAccessDenied', message: 'Allow it.' } }, true],
    ['an open account besides', { ...OPEN, unknown: unknown('TIMED_OUT').unknown }, true],
    ['RECONNECT', unknown('RECONNECT'), false],
    ['PERMISSION', unknown('PERMISSION'), false],
    ['NOT_STARTED', unknown('NOT_STARTED'), false],
    ['NOT_ASKED', unknown('NOT_ASKED'), false],
    ['OTHER', unknown('OTHER'), false],
    ['an open account', OPEN, false],
  ])('is asked again soon, and nothing else is: %s', (_, ending, isSoon) =>
    withWatches(async (steps) => {
      expect(await startsOf(steps, [ending, CLEAR])).toEqual([0, isSoon ? 15 : 60]);
    }),
  );

  it('is asked again at most 4 times in each step, which does not move the steps', () =>
    withWatches(async (steps) => {
      const endings = [...Array<ScanEnding>(11).fill(unknown('APP_UNAVAILABLE')), CLEAR];
      const input = { cadenceSeconds: [HOUR, 2 * HOUR], askAgainSeconds: 10 * MINUTE };
      expect(await startsOf(steps, endings, input)).toEqual([0, 10, 20, 30, 40, 60, 70, 80, 90, 100, 180, 190]);
      expect(await steps.watch()).toMatchObject({ scanCount: 12, askedAgainInAll: 9 });
    }));

  it('is not asked again where the next step is as soon', () =>
    withWatches(async (steps) => {
      const endings = [...Array<ScanEnding>(3).fill(unknown('APP_UNAVAILABLE')), CLEAR];
      const input = { cadenceSeconds: [HOUR], askAgainSeconds: 30 * MINUTE };
      expect(await startsOf(steps, endings, input)).toEqual([0, 30, 60, 90]);
      expect((await steps.watch()).askedAgainInAll).toBe(2);
      expect(await steps.watch()).toMatchObject({ step: 2 });
    }));

  it('is asked again as often as the request says', () =>
    withWatches(async (steps) => {
      const endings = [...Array<ScanEnding>(2).fill(unknown('APP_UNAVAILABLE')), CLEAR];
      const input = { cadenceSeconds: [HOUR], askAgainSeconds: MINUTE, askAgainTimes: 1 };
      expect(await startsOf(steps, endings, input)).toEqual([0, 1, 60]);
    }));

  it('is never asked again if the request says so', () =>
    withWatches(async (steps) => {
      expect(await startsOf(steps, [unknown('APP_UNAVAILABLE'), CLEAR], { askAgainTimes: 0 })).toEqual([0, 60]);
    }));
});
