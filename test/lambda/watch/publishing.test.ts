import { at, BEGIN, CLEAR, DAY, OPEN, PERSON, type WatchSteps, withWatches } from '../../support/watch-steps';

const HOUR = 3600;
const MINUTE = 60;

/** Three watches, one after the other, of which EventBridge accepts nothing but that the first one started. */
async function threeUntold({ execution, start, end, until }: WatchSteps, goAway: () => void) {
  for (const [index, name] of ['first', 'second', 'third'].entries()) {
    const watch = execution(name);
    await start(watch);
    goAway();
    // EndedWatches gives up after a week, and nobody repairs the event bus until the third watch has ended.
    await expect(end(watch, 'ABORTED')).rejects.toMatchObject({ name: 'EventsRefused' });
    await until((index + 1) * 10 * DAY);
  }
}

describe('while EventBridge accepts nothing', () => {
  it('the watch goes on, and what happened is published when it is back, with the times at which it happened', async () => {
    let isAway = true;
    await withWatches(
      async ({ execution, play, until, watch, events, published, now }) => {
        const input = { cadenceSeconds: [HOUR], dueInSeconds: 90 * MINUTE };
        const watching = play(execution('leaver', input), [OPEN, OPEN, CLEAR]);
        await until(DAY);
        expect(published()).toEqual([]);
        const { status, unpublished, overdueAt, endedAt } = await watch();
        expect(status).toBe('CLEARED');
        expect(unpublished.map(({ time }) => time)).toEqual([at(0), overdueAt, endedAt]);
        isAway = false;
        const { output, trace } = await watching;
        expect(output).toMatchObject({ status: 'CLEARED' });
        expect(published()).toEqual(['watch-started', 'watch-overdue', 'watch-cleared']);
        expect(events().map(({ detail }) => detail.scanCount)).toEqual([0, 2, 3]);
        expect((await watch()).unpublished).toEqual([]);
        // A day's outage costs some dozens of steps, and the events are late by a few percent.
        expect(trace.length).toBeLessThan(100);
        expect(now() - DAY).toBeLessThan(DAY / 12);
      },
      { eventBridgeIsAway: () => isAway },
    );
  });

  it('the scans are not late', async () => {
    await withWatches(
      async ({ execution, play, until, items }) => {
        void play(execution('leaver', { cadenceSeconds: [10 * MINUTE, HOUR] }), [OPEN]);
        await until(3 * HOUR);
        const scans = (await items()).filter(({ type }) => type === 'SCAN').map(({ startedAt }) => String(startedAt));
        const minutes = scans.sort().map((time) => Math.floor((Date.parse(time) - BEGIN) / 1000 / MINUTE));
        expect(minutes.slice(0, 3)).toEqual([0, expect.closeTo(10, -1), expect.closeTo(71, -1)]);
        expect(minutes).toHaveLength(4);
      },
      { eventBridgeIsAway: () => true },
    );
  });

  it('waits a minute after the first refusal, and a sixteenth of the time that it has lasted later', async () => {
    await withWatches(
      async ({ execution, start, scan, review, until, now }) => {
        const leaver = execution('leaver', { cadenceSeconds: [30 * DAY], giveUpAfterSeconds: 60 * DAY });
        const step = await start(leaver);
        await scan('leaver-1', OPEN, step.next === 'SCAN' && step.scan ? step.scan.input : {});
        const waited = async () => {
          const next = await review(leaver, step);
          if (next.next === 'END' || next.until === undefined) throw new Error('It does not wait.');
          return (Date.parse(next.until) - BEGIN) / 1000 - now();
        };
        expect(await waited()).toBe(MINUTE);
        await until(16 * MINUTE - 60);
        expect(await waited()).toBeLessThan(1.1 * MINUTE);
        await until(20 * DAY);
        expect((await waited()) / DAY).toBeCloseTo(20 / 16, 2);
      },
      { eventBridgeIsAway: () => true },
    );
  });
});

describe('an event', () => {
  it('is removed from the record only when it is accepted, and others do not wait for it', async () => {
    let refusesStarted = true;
    await withWatches(
      async ({ execution, play, until, published, watch }) => {
        const watching = play(execution('leaver', { cadenceSeconds: [HOUR] }), [OPEN, CLEAR]);
        await until(2 * HOUR);
        expect(published()).toEqual(['watch-cleared']);
        expect((await watch()).unpublished).toMatchObject([{ detailType: 'User Access Watch Started' }]);
        refusesStarted = false;
        expect((await watching).output.status).toBe('CLEARED');
        expect(published()).toEqual(['watch-cleared', 'watch-started']);
      },
      {
        refuses: (id) => refusesStarted && id.startsWith('watch-started:'),
      },
    );
  });

  it('is published from the record of a watch that has made room for another one', async () => {
    let isAway = false;
    await withWatches(
      async ({ execution, play, start, until, published, watches }) => {
        const first = execution('first', { cadenceSeconds: [HOUR] });
        const watching = play(first, [OPEN, CLEAR]);
        await until(MINUTE);
        isAway = true;
        await until(2 * HOUR);
        await start(execution('second'));
        expect(await watches()).toMatchObject([
          { watchId: 'second', unpublished: [{}] },
          { watchId: 'first', status: 'CLEARED', unpublished: [{}] },
        ]);
        isAway = false;
        expect((await watching).output).toMatchObject({ watchId: 'first', status: 'CLEARED' });
        expect(published()).toEqual(['watch-started', 'watch-cleared']);
        expect((await watches())[1]).toMatchObject({ watchId: 'first', unpublished: [] });
      },
      { eventBridgeIsAway: () => isAway },
    );
  });

  it('of the watch before is published by the next one, if EventBridge is back', async () => {
    let isAway = false;
    await withWatches(
      async ({ execution, start, scan, review, published, watches }) => {
        const first = execution('first');
        const step = await start(first);
        await scan('first-1', CLEAR, step.next === 'SCAN' && step.scan ? step.scan.input : {});
        isAway = true;
        expect(await review(first, step)).toMatchObject({ next: 'WAIT_TO_REVIEW' });
        isAway = false;
        await start(execution('second'));
        expect(published()).toEqual(['watch-started', 'watch-cleared', 'watch-started']);
        expect((await watches())[1]).toMatchObject({ watchId: 'first', unpublished: [] });
      },
      { eventBridgeIsAway: () => isAway },
    );
  });

  it('of watches before the last one is published by the next one, if EventBridge is back', async () => {
    let isAway = false;
    await withWatches(
      async (steps) => {
        const { execution, start, published, watches } = steps;
        await threeUntold(steps, () => {
          isAway = true;
        });
        isAway = false;
        await start(execution('fourth'));
        expect((await watches()).map(({ watchId, unpublished }) => [watchId, unpublished.length])).toEqual([
          ['fourth', 0],
          ['first', 0],
          ['second', 0],
          ['third', 0],
        ]);
        expect(published().toSorted()).toEqual([
          ...Array.from({ length: 4 }, () => 'watch-started'),
          ...Array.from({ length: 3 }, () => 'watch-stopped'),
        ]);
      },
      { eventBridgeIsAway: () => isAway },
    );
  });

  it.each([
    ['everything', /./, ['watch-started:third', 'watch-stopped:third', 'watch-started:fourth']],
    [
      'what past watches have to say',
      /:(first|second)$/,
      [
        'watch-started:third',
        'watch-stopped:third',
        'watch-started:fourth',
        'watch-started:first',
        'watch-stopped:first',
      ],
    ],
  ])('does not keep the next watch from beginning while EventBridge refuses %s', async (_, isRefused, expected) => {
    let isAway = false;
    let tried = new Set<string>();
    await withWatches(
      async (steps) => {
        const { execution, start } = steps;
        await threeUntold(steps, () => {
          isAway = true;
        });
        tried = new Set();
        isAway = false;
        // Each try takes seconds, and the function has a minute.
        expect(await start(execution('fourth'))).toMatchObject({ next: 'SCAN' });
        expect([...tried]).toEqual(expected);
      },
      {
        refuses: (eventId) => {
          const id = eventId.split(':', 2).join(':');
          tried.add(id);
          return isAway || isRefused.test(id);
        },
      },
    );
  });
});

describe('a record that is deleted while its events are published', () => {
  it('is not written again', () =>
    withWatches(
      async ({ execution, start, until, remove, items, published }) => {
        const starting = start(execution('leaver'));
        await until(1);
        await remove({ pk: `PERSON#${PERSON}`, sk: 'WATCH' });
        expect(await starting).toMatchObject({ watchId: 'leaver', next: 'SCAN' });
        expect((await items()).map(({ type }) => type)).toEqual(['WATCH_ID']);
        expect(published()).toEqual(['watch-started']);
      },
      { course: ({ service }) => (service === 'events' ? { there: 5000 } : {}) },
    ));
});

describe('the last event of a watch', () => {
  it('lists the scans of the person since its start, and what they found changed', () =>
    withWatches(async ({ execution, play, scan, stores, until, eventsOf }) => {
      const identity = (scanId: string, startedAt: string) => ({ scanId, startedAt, tasksStartedAt: startedAt, email });
      const email = 'ana@example.com' as never;
      const answer = async (scanId: string, hour: number, userStatus?: string) => {
        const found = userStatus === undefined ? {} : { userId: 'U1', userStatus, userFullName: 'Ana Díaz' };
        const item = { taskId: scanId, app: 'SLACK', tenantId: 'T0123', tenantDisplayName: 'Example Ltd', ...found };
        const time = BEGIN + hour * HOUR * 1000;
        const result = await stores.tasks.recordAnswer(
          identity(scanId, at(hour * HOUR)),
          scanId,
          'COMPLETED',
          item,
          time,
        );
        await stores.standings.file(result);
      };
      await scan('before', OPEN, {});
      await answer('before', 0, 'ACTIVE');
      await until(HOUR);
      const watching = play(execution('leaver', { cadenceSeconds: [2 * HOUR] }), [OPEN, CLEAR]);
      await until(2 * HOUR);
      await answer('leaver-1', 1, 'deleted');
      await scan('somebody-elses', { failed: { name: 'ScanStopped', message: 'Stopped.' } }, {});
      await answer('somebody-elses', 2);
      await watching;
      const detail = eventsOf('cleared')[0]?.detail ?? {};
      expect(detail.scans).toEqual([
        { scanId: 'leaver-1', startedAt: expect.any(String), status: 'COMPLETED', verdict: 'OPEN' },
        { scanId: 'somebody-elses', startedAt: expect.any(String), status: 'FAILED' },
        { scanId: 'leaver-2', startedAt: expect.any(String), status: 'COMPLETED', verdict: 'CLEAR' },
      ]);
      const tenant = { app: 'SLACK', tenantId: 'T0123', tenantDisplayName: 'Example Ltd' };
      expect(detail.changes).toMatchObject([
        {
          id: 'changed:leaver-1:leaver-1',
          ...tenant,
          kind: 'BLOCKED',
          from: { scanId: 'before', access: 'OPEN', accountFound: true, userStatus: 'ACTIVE' },
          to: { scanId: 'leaver-1', access: 'BLOCKED', accountFound: true, userStatus: 'deleted' },
        },
        { ...tenant, kind: 'REMOVED', from: { scanId: 'leaver-1' }, to: { scanId: 'somebody-elses', access: 'NONE' } },
      ]);
      expect(JSON.stringify(detail)).not.toContain('Díaz');
    }));
});
