import { watchIdKey } from '../../../lib/contract/keys';
import { at, CLEAR, DAY, OPEN, OPEN_SLACK, PERSON, withWatches } from '../../support/watch-steps';

const HOUR = 3600;
const trigger = { id: 'event-1', source: 'com.example.hr', time: '2026-01-05T07:59:00Z' };
/** Step Functions leaves them out of the event of an execution that is encrypted with a key. */
const WITHOUT_INPUT = { input: null, cause: null };
const STOPPED = { name: 'WatchStopped', message: 'The execution was stopped. To go on, start a new watch.' };

describe('an execution that was stopped while its watch went on', () => {
  it.each([
    ['', {}],
    [', whose event has no input', WITHOUT_INPUT],
  ])('leaves a record and an event%s', (_, more) =>
    withWatches(async ({ execution, play, until, end, watch, eventsOf, published }) => {
      const leaver = execution('leaver', { trigger, cadenceSeconds: [HOUR] });
      void play(leaver, [OPEN]);
      await until(90 * 60);
      expect(await end(leaver, 'ABORTED', more)).toEqual({ watchId: 'leaver' });
      const stopped = await watch();
      expect(stopped).toMatchObject({ status: 'STOPPED', error: STOPPED, unpublished: [], watchPk: 'WATCH#STOPPED' });
      expect(stopped.nextScanAt).toBeUndefined();
      expect(eventsOf('stopped')).toMatchObject([
        {
          detailType: 'User Access Watch Stopped',
          detail: {
            id: `watch-stopped:leaver:${at(0)}`,
            watchId: 'leaver',
            email: PERSON,
            status: 'STOPPED',
            error: STOPPED,
            startedAt: at(0),
            dueAt: at(DAY),
            giveUpAt: at(30 * DAY),
            requests: [{ trigger }],
            endedAt: stopped.endedAt,
            scanCount: 2,
            verdict: 'OPEN',
            open: [OPEN_SLACK],
            scans: [{ scanId: 'leaver-1' }, { scanId: 'leaver-2' }],
          },
        },
      ]);
      await end(leaver, 'ABORTED', more);
      expect(published()).toEqual(['watch-started', 'watch-stopped']);
    }),
  );

  it('does not go on after a redrive, and says so', () =>
    withWatches(async ({ execution, start, end, review, scan, published }) => {
      const leaver = execution('leaver');
      const step = await start(leaver);
      await end(leaver, 'ABORTED');
      await scan('leaver-1', CLEAR, step.next === 'SCAN' && step.scan ? step.scan.input : {});
      const output = { watchId: 'leaver', next: 'END', status: 'STOPPED' };
      expect(await review(leaver, step)).toEqual(output);
      expect(await start(leaver)).toEqual(output);
      expect(published()).toEqual(['watch-started', 'watch-stopped']);
    }));

  it('is stopped although requests join it in the meantime', () =>
    withWatches(async ({ execution, start, end, watches, eventsOf }) => {
      const leaver = execution('leaver');
      await start(leaver);
      const names = ['a', 'b', 'c', 'd'];
      await Promise.all([end(leaver, 'ABORTED'), ...names.map((name) => start(execution(name)))]);
      const stopped = (await watches()).find(({ watchId }) => watchId === 'leaver');
      expect(stopped).toMatchObject({ status: 'STOPPED', unpublished: [] });
      // A request that comes right after it begins another watch, and can publish the event, too.
      expect(new Set(eventsOf('stopped').map(({ detail }) => detail.id))).toEqual(
        new Set([`watch-stopped:leaver:${at(0)}`]),
      );
    }));

  it.each(['FAILED', 'TIMED_OUT'] as const)('is interrupted if nobody stopped it: %s', (status) =>
    withWatches(async ({ execution, start, end, watch }) => {
      const leaver = execution('leaver');
      await start(leaver);
      await end(leaver, status, { error: 'Lambda.TooManyRequestsException', cause: 'ana@example.com' });
      expect((await watch()).error).toEqual({
        name: 'WatchInterrupted',
        message:
          `The execution ended with the status ${status} (Lambda.TooManyRequestsException), and nobody is watched any ` +
          'more. Check the execution and the logs of the function, fix the cause, and start a new watch.',
      });
    }),
  );

  it('does not tell an error that could be anything', () =>
    withWatches(async ({ execution, start, end, watch }) => {
      const leaver = execution('leaver');
      await start(leaver);
      await end(leaver, 'FAILED', { error: 'ana@example.com' });
      expect((await watch()).error?.message).toMatch(/^The execution ended with the status FAILED, and/);
    }));

  it('can be followed by another watch', () =>
    withWatches(async ({ execution, start, end, watches }) => {
      const leaver = execution('leaver');
      await start(leaver);
      await end(leaver, 'ABORTED');
      expect(await start(execution('next'))).toMatchObject({ next: 'SCAN' });
      expect((await watches()).map(({ status }) => status)).toEqual(['WATCHING', 'STOPPED']);
      // The event of its end can come again, and late.
      await end(leaver, 'ABORTED');
      expect((await watches()).map(({ status }) => status)).toEqual(['WATCHING', 'STOPPED']);
    }));

  it('is the one that the start in whole seconds is meant by', () =>
    withWatches(async ({ execution, start, end, until, watch, published }) => {
      await until(0.7);
      const leaver = execution('leaver');
      await start(leaver);
      await end(leaver, 'ABORTED', { startDate: Date.parse(at(0)), ...WITHOUT_INPUT });
      expect(await watch()).toMatchObject({ status: 'STOPPED' });
      expect(published()).toEqual(['watch-started', 'watch-stopped']);
    }));

  it('is told to the end: an event that is refused is an error, which is retried', async () => {
    let isAway = false;
    await withWatches(
      async ({ execution, start, end, watch, published }) => {
        const leaver = execution('leaver');
        await start(leaver);
        isAway = true;
        await expect(end(leaver, 'ABORTED')).rejects.toMatchObject({
          name: 'EventsRefused',
          message: expect.stringMatching(/^EventBridge did not accept the events of this watch \(InternalException\)/),
        });
        expect(await watch()).toMatchObject({ status: 'STOPPED', unpublished: [{}] });
        isAway = false;
        await end(leaver, 'ABORTED');
        expect(await watch()).toMatchObject({ status: 'STOPPED', unpublished: [] });
        expect(published()).toEqual(['watch-started', 'watch-stopped']);
      },
      { eventBridgeIsAway: () => isAway },
    );
  });
});

describe('an execution that ended after its watch had', () => {
  it('has published what it could not, and no other end', async () => {
    let isAway = false;
    await withWatches(
      async ({ execution, start, scan, review, end, published, watch }) => {
        const leaver = execution('leaver');
        const step = await start(leaver);
        await scan('leaver-1', CLEAR, step.next === 'SCAN' && step.scan ? step.scan.input : {});
        isAway = true;
        expect(await review(leaver, step)).toMatchObject({ next: 'WAIT_TO_REVIEW' });
        await expect(end(leaver, 'ABORTED')).rejects.toMatchObject({ name: 'EventsRefused' });
        isAway = false;
        await end(leaver, 'ABORTED');
        expect(published()).toEqual(['watch-started', 'watch-cleared']);
        expect(await watch()).toMatchObject({ status: 'CLEARED', unpublished: [] });
      },
      { eventBridgeIsAway: () => isAway },
    );
  });
});

describe('an execution that had joined a watch', () => {
  it.each([
    ['', {}],
    [', whose event has no input', WITHOUT_INPUT],
  ])('changes nothing when it is stopped%s', (_, more) =>
    withWatches(async ({ execution, start, end, watch, published }) => {
      await start(execution('owner'));
      const second = execution('second', { dueInSeconds: HOUR, trigger });
      expect(await start(second)).toMatchObject({ next: 'WAIT_TO_REVIEW' });
      await end(second, 'ABORTED', more);
      expect(await watch()).toMatchObject({ watchId: 'owner', status: 'WATCHING' });
      expect(published()).toEqual(['watch-started']);
    }),
  );

  it('changes nothing when it is stopped, even without a trigger', () =>
    withWatches(async ({ execution, start, end, published }) => {
      await start(execution('owner'));
      const second = execution('second', { dueInSeconds: HOUR });
      await start(second);
      await end(second, 'ABORTED');
      expect(published()).toEqual(['watch-started']);
    }));

  it('changes nothing even if there was no more room for its request', () =>
    withWatches(async ({ execution, start, end, published, until }) => {
      const owner = execution('request-0');
      await start(owner);
      for (let number = 1; number < 50; number++) await start(execution(`request-${number}`));
      await until(60);
      const last = execution('last', { dueInSeconds: HOUR });
      await start(last);
      await end(last, 'ABORTED');
      expect(published()).toEqual(['watch-started']);
      await until(90);
      await end(owner, 'ABORTED');
      await end(last, 'ABORTED');
      expect(published()).toEqual(['watch-started', 'watch-stopped']);
    }));

  it.each([
    ['at once', 0],
    ['in a later try', 1],
  ])('is told %s if its function never ran, and there was no more room for its request', async (_, refusals) => {
    let left = refusals;
    await withWatches(
      async ({ execution, start, end, eventsOf }) => {
        for (let number = 0; number < 50; number++) await start(execution(`request-${number}`));
        const last = execution('last', { dueInSeconds: HOUR });
        for (let refused = 0; refused < refusals; refused++) {
          await expect(end(last, 'ABORTED')).rejects.toMatchObject({ name: 'EventsRefused' });
        }
        left = 0;
        await end(last, 'ABORTED');
        expect(eventsOf('stopped').map(({ detail }) => detail.watchId)).toEqual(['last']);
      },
      { refuses: (id) => id.startsWith('watch-stopped:') && left > 0 },
    );
  });

  it('is told if another rule has asked for another due time for the same event', () =>
    withWatches(async ({ execution, start, end, eventsOf, watch }) => {
      await start(execution('slow', { trigger, dueInSeconds: DAY }));
      const fast = execution('fast', { trigger, dueInSeconds: HOUR });
      await end(fast, 'ABORTED');
      const dueAt = new Date(Date.parse(fast.StartTime) + HOUR * 1000).toISOString();
      expect(eventsOf('stopped').map(({ detail }) => detail)).toMatchObject([
        { watchId: 'fast', requests: [{ dueAt, trigger }] },
      ]);
      expect(await watch()).toMatchObject({ watchId: 'slow', status: 'WATCHING', dueAt: at(DAY) });
    }));

  it('is told even if another delivery of its trigger has begun a watch since EventBridge refused that', async () => {
    let isAway = true;
    await withWatches(
      async ({ execution, start, end, eventsOf, until }) => {
        const first = execution('first', { trigger });
        const stopDate = Date.parse(at(0));
        await expect(end(first, 'ABORTED', { stopDate })).rejects.toMatchObject({ name: 'EventsRefused' });
        await until(HOUR);
        await start(execution('second', { trigger }));
        isAway = false;
        await end(first, 'ABORTED', { stopDate });
        expect(eventsOf('stopped').map(({ detail }) => detail.watchId)).toEqual(['first']);
        // Which is why it must be told.
        expect(await start(first)).toEqual({ watchId: 'first', next: 'END', status: 'STOPPED' });
      },
      { eventBridgeIsAway: () => isAway },
    );
  });

  it('is told if the watch of an earlier delivery of its trigger was stopped', () =>
    withWatches(async ({ execution, start, end, eventsOf, until }) => {
      const first = execution('first', { trigger });
      await start(first);
      await end(first, 'ABORTED');
      await until(HOUR);
      await end(execution('second', { trigger }), 'FAILED', { error: 'ServiceUnavailable' });
      expect(eventsOf('stopped').map(({ detail }) => detail.watchId)).toEqual(['first', 'second']);
    }));

  it('is told if the watch whose list of requests is full had not begun when it started', () =>
    withWatches(async ({ execution, start, end, eventsOf, until }) => {
      const late = execution('late');
      await until(60);
      for (let number = 0; number < 50; number++) await start(execution(`request-${number}`));
      await end(late, 'ABORTED');
      expect(eventsOf('stopped').map(({ detail }) => detail.watchId)).toEqual(['late']);
    }));

  it('is told if the watch whose list of requests is full had ended before', () =>
    withWatches(async ({ execution, start, end, published, until }) => {
      const owner = execution('request-0');
      await start(owner);
      for (let number = 1; number < 50; number++) await start(execution(`request-${number}`));
      await end(owner, 'ABORTED');
      await until(HOUR);
      await end(execution('late'), 'ABORTED');
      expect(published()).toEqual(['watch-started', 'watch-stopped', 'watch-stopped']);
    }));

  it('changes nothing if it was a duplicate', () =>
    withWatches(async ({ execution, start, end, published }) => {
      await start(execution('owner', { trigger }));
      const second = execution('second', { trigger });
      await end(second, 'ABORTED');
      await start(second);
      await end(second, 'FAILED', { error: 'States.Runtime', ...WITHOUT_INPUT });
      expect(published()).toEqual(['watch-started']);
    }));
});

describe('an execution that ended before anything was recorded', () => {
  it('is told, so that no request is lost, and can be told again', () =>
    withWatches(async ({ execution, end, until, watches, eventsOf }) => {
      const leaver = execution('leaver', { trigger });
      await until(HOUR);
      const ending = () => end(leaver, 'FAILED', { error: 'ServiceUnavailable', stopDate: Date.parse(at(HOUR)) });
      await ending();
      expect(await watches()).toEqual([]);
      const [stopped] = eventsOf('stopped');
      expect(stopped?.detail).toEqual({
        version: '1',
        id: `watch-stopped:leaver:${at(0)}`,
        watchId: 'leaver',
        email: PERSON,
        status: 'STOPPED',
        startedAt: at(0),
        endedAt: at(HOUR),
        durationSeconds: HOUR,
        requests: [{ requestedAt: at(0), dueAt: at(DAY), trigger }],
        scanCount: 0,
        failedScanCount: 0,
        error: { name: 'WatchInterrupted', message: expect.stringContaining('start a new watch') },
        open: [],
        openTruncated: false,
        unknown: [],
        unknownTruncated: false,
        toReconnect: [],
        scans: [],
        scansTruncated: false,
        changes: [],
        changesTruncated: false,
      });
      await until(2 * HOUR);
      await ending();
      expect(eventsOf('stopped').map(({ detail }) => detail)).toEqual([stopped?.detail, stopped?.detail]);
    }));

  it.each([
    ['without a trigger, as the other', undefined, undefined],
    ['with another trigger', trigger, { ...trigger, id: 'event-2' }],
  ])('is told although the person is watched since the same time, %s', (_, other, own) =>
    withWatches(async ({ execution, start, end, watch, eventsOf }) => {
      await start(execution('owner', { trigger: other }));
      await end({ ...execution('second', { trigger: own }), StartTime: at(0) }, 'ABORTED');
      expect(eventsOf('stopped').map(({ detail }) => detail.watchId)).toEqual(['second']);
      expect(await watch()).toMatchObject({ watchId: 'owner', status: 'WATCHING' });
    }),
  );

  it('is told although an execution of its name has joined a watch at another time', () =>
    withWatches(async ({ execution, start, end, until, eventsOf }) => {
      await start(execution('owner'));
      await start(execution('second'));
      await until(HOUR);
      await end(execution('second'), 'ABORTED');
      expect(eventsOf('stopped').map(({ detail }) => detail)).toMatchObject([
        { watchId: 'second', startedAt: at(HOUR) },
      ]);
    }));

  it('is told although the person is watched, and its event has no input', () =>
    withWatches(async ({ execution, start, end, put, eventsOf }) => {
      await start(execution('owner'));
      const second = execution('second');
      // All that its function could record.
      const id = { type: 'WATCH_ID', watchId: 'second', startedAt: second.StartTime, email: PERSON };
      await put({ ...watchIdKey('second'), ...id });
      await end(second, 'ABORTED', WITHOUT_INPUT);
      expect(eventsOf('stopped').map(({ detail }) => detail)).toMatchObject([{ watchId: 'second', email: PERSON }]);
    }));

  it('begins no watch after a redrive, because its last event is published', () =>
    withWatches(async ({ execution, end, start, watches, items }) => {
      const leaver = execution('leaver', { trigger });
      await end(leaver, 'ABORTED');
      const id = { type: 'WATCH_ID', watchId: 'leaver', email: PERSON, trigger, notBegun: true };
      expect(await items()).toMatchObject([id]);
      expect(await start(leaver)).toEqual({ watchId: 'leaver', next: 'END', status: 'STOPPED' });
      expect(await watches()).toEqual([]);
    }));

  it('does not keep its trigger from beginning a watch', () =>
    withWatches(async ({ execution, end, start }) => {
      await end(execution('first', { trigger }), 'ABORTED');
      expect(await start(execution('second', { trigger }))).toMatchObject({ watchId: 'second', next: 'SCAN' });
    }));

  it('is told without a person and a due time if nothing is known of the request', () =>
    withWatches(async ({ execution, end, eventsOf }) => {
      await end(execution('leaver', { trigger }), 'ABORTED', WITHOUT_INPUT);
      const { email, requests } = eventsOf('stopped')[0]?.detail ?? {};
      expect({ email, requests }).toEqual({ requests: [{ requestedAt: expect.any(String) }] });
    }));

  it('is told if another watch has its name', () =>
    withWatches(async ({ execution, play, end, until, watches, published }) => {
      await play(execution('leaver'), [CLEAR]);
      await until(80 * DAY);
      await end(execution('leaver', { email: 'ben@example.com' }), 'FAILED', { error: 'InvalidWatchRequest' });
      expect(await watches()).toMatchObject([{ watchId: 'leaver', status: 'CLEARED' }]);
      expect(published()).toEqual(['watch-started', 'watch-cleared', 'watch-stopped']);
    }));

  it('is an error if EventBridge does not accept the event', () =>
    withWatches(
      async ({ execution, end }) => {
        await expect(end(execution('leaver'), 'ABORTED')).rejects.toMatchObject({ name: 'EventsRefused' });
      },
      { eventBridgeIsAway: () => true },
    ));
});

describe('a request that is not valid', () => {
  const message = 'dueInSeconds must be a whole number of seconds from 60 to 31449600.';
  const causeOf = (errorMessage: string) => JSON.stringify({ errorType: 'InvalidWatchRequest', errorMessage });

  it.each([
    ['the cause of the failure', { cause: causeOf('Another mistake.') }, 'Another mistake.'],
    ['its input, without the cause', { cause: null }, message],
    [
      'neither',
      WITHOUT_INPUT,
      'The request is not valid. The error of the execution says why. Correct the input and start a new watch.',
    ],
  ])('is told with its mistake, and with its trigger, as far as they are known: from %s', (_, more, expected) =>
    withWatches(async ({ execution, start, end, eventsOf }) => {
      const leaver = execution('leaver', { trigger, dueInSeconds: 1 });
      await expect(start(leaver)).rejects.toMatchObject({ name: 'InvalidWatchRequest', message });
      await end(leaver, 'FAILED', { error: 'InvalidWatchRequest', ...more });
      const { error, requests, email, dueAt } = eventsOf('stopped')[0]?.detail ?? {};
      expect(error).toEqual({ name: 'InvalidWatchRequest', message: expected });
      const known = 'input' in more ? {} : { trigger };
      expect({ requests, email, dueAt }).toEqual({ requests: [{ requestedAt: at(0), ...known }] });
    }),
  );
});
