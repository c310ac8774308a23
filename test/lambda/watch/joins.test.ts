import type { WatchState } from '../../../lambda/watch/state';
import { at, CLEAR, DAY, EMAIL, OPEN, withWatches } from '../../support/watch-steps';

const HOUR = 3600;
const joined = (name: string, watchId: string) => ({ watchId: name, next: 'END', status: 'JOINED', joined: watchId });
const trigger = (number: number) => ({
  id: `event-${number}`,
  source: 'com.example.hr',
  time: '2026-01-05T07:59:00Z',
});

describe('a request for a person who is being watched', () => {
  it('joins the watch, and both requests are in its record and in its events', () =>
    withWatches(async ({ execution, start, play, until, watch, watches, eventsOf }) => {
      const owner = execution('owner', { trigger: trigger(1) });
      const step = await start(owner);
      await until(60);
      expect(await start(execution('second', { email: 'ANA@EXAMPLE.COM', trigger: trigger(2) }))).toEqual(
        joined('second', 'owner'),
      );
      expect(await watches()).toHaveLength(1);
      expect((await watch()).requesters).toEqual([
        { executionName: 'owner', requestedAt: at(0), dueAt: at(DAY), trigger: trigger(1) },
        { executionName: 'second', requestedAt: at(60), dueAt: at(DAY + 60), trigger: trigger(2) },
      ]);
      await play(owner, [CLEAR], step);
      expect(eventsOf('cleared')[0]?.detail.requests).toEqual([
        { requestedAt: at(0), dueAt: at(DAY), trigger: trigger(1) },
        { requestedAt: at(60), dueAt: at(DAY + 60), trigger: trigger(2) },
      ]);
    }));

  it('changes neither the due time, if it is later, nor when the watch gives up, nor how it scans', () =>
    withWatches(async ({ execution, start, watch }) => {
      await start(execution('owner', { dueInSeconds: HOUR, giveUpAfterSeconds: 2 * HOUR }));
      const before = await watch();
      const other = { cadenceSeconds: [60], giveUpAfterSeconds: HOUR, notFoundIsClear: true, trigger: trigger(2) };
      expect(await start(execution('second', { ...other, dueInSeconds: HOUR }))).toMatchObject({ joined: 'owner' });
      const { requesters, revision, dueAt, ...after } = await watch();
      expect(after).toEqual({ ...before, requesters: undefined, revision: undefined, dueAt: undefined });
      expect(dueAt).toBe(at(HOUR));
    }));

  it('moves the due time, if it is earlier, and looks after it while the execution of the watch sleeps', () =>
    withWatches(async ({ execution, start, play, until, watch, world, eventsOf }) => {
      const owner = execution('owner', { cadenceSeconds: [DAY] });
      const watching = play(owner, [OPEN, CLEAR]);
      await until(600);
      const second = execution('second', { dueInSeconds: HOUR });
      const step = await start(second);
      expect(step).toEqual({
        watchId: 'owner',
        startedAt: at(0),
        email: EMAIL,
        next: 'WAIT_TO_REVIEW',
        until: second.StartTime.replace('08:10', '09:10'),
        waitSeconds: HOUR,
      });
      const { dueAt } = await watch();
      expect(dueAt).toBe(step.next === 'END' ? '' : step.until);
      const { output } = await play(second, [], step);
      expect(output).toEqual(joined('second', 'owner'));
      const [overdue] = eventsOf('overdue');
      expect(overdue?.detail).toMatchObject({ dueAt, open: [{ app: 'SLACK' }], nextScanAt: expect.any(String) });
      const late = (overdue?.at ?? 0) - Date.parse(String(dueAt));
      expect(late).toBeGreaterThanOrEqual(0);
      expect(late).toBeLessThan(1000);
      await watching;
      expect(eventsOf('overdue')).toHaveLength(1);
      expect(world.events.taken.map(({ detail }) => detail.status)).toEqual(['WATCHING', 'WATCHING', 'CLEARED']);
    }));

  it('does not look after the due time of a request that is due later than another one', () =>
    withWatches(async ({ execution, start }) => {
      await start(execution('owner'));
      expect(await start(execution('second', { dueInSeconds: HOUR }))).toMatchObject({ next: 'WAIT_TO_REVIEW' });
      expect(await start(execution('third', { dueInSeconds: 2 * HOUR }))).toEqual(joined('third', 'owner'));
    }));

  it('only looks after the due time: it neither scans nor gives up', () =>
    withWatches(async ({ execution, start, review, until, watch }) => {
      await start(execution('owner', { giveUpAfterSeconds: 2 * HOUR }));
      const second = execution('second', { dueInSeconds: HOUR });
      const step = await start(second);
      await until(3 * HOUR);
      expect(await review(second, step)).toEqual(joined('second', 'owner'));
      expect(await watch()).toMatchObject({ status: 'WATCHING', overdueAt: expect.any(String), scanCount: 0, turn: 1 });
    }));

  it('leaves what EventBridge does not accept to the execution of the watch, until the due time', async () => {
    await withWatches(
      async ({ execution, start, review, until, now }) => {
        await start(execution('owner'));
        const second = execution('second', { dueInSeconds: HOUR });
        const step = await start(second);
        expect(step).toMatchObject({ next: 'WAIT_TO_REVIEW' });
        await until(HOUR / 2);
        expect(await review(second, step)).toEqual({ ...step, waitSeconds: HOUR / 2 + 1 });
        await until(HOUR + 60);
        const next = await review(second, step);
        const wait = next.next === 'END' ? 0 : (Date.parse(next.until ?? '') - Date.parse(at(0))) / 1000 - now();
        expect(Math.round(wait / 60)).toBe(4);
      },
      { eventBridgeIsAway: () => true },
    );
  });

  it('ends when the watch has ended before the due time', () =>
    withWatches(async ({ execution, start, play, review, until, published }) => {
      const owner = execution('owner');
      const step = await start(owner);
      const second = execution('second', { dueInSeconds: HOUR });
      const waiting = await start(second);
      await play(owner, [CLEAR], step);
      await until(HOUR);
      expect(await review(second, waiting)).toEqual(joined('second', 'owner'));
      expect(published()).toEqual(['watch-started', 'watch-cleared']);
    }));

  it('does not wait if the watch is overdue already', () =>
    withWatches(async ({ execution, start, play, until, eventsOf }) => {
      const watching = play(execution('owner', { dueInSeconds: 60 }), [OPEN, CLEAR]);
      await until(600);
      expect(await start(execution('second', { dueInSeconds: 60 }))).toEqual(joined('second', 'owner'));
      await watching;
      expect(eventsOf('overdue')).toHaveLength(1);
    }));

  it('soon says that the watch is overdue, if its execution started long before the function ran', () =>
    withWatches(async ({ execution, start, play, until, published, now }) => {
      await start(execution('owner'));
      const late = execution('late', { dueInSeconds: HOUR });
      await until(2 * HOUR);
      expect((await play(late, [])).output).toEqual(joined('late', 'owner'));
      expect(published()).toEqual(['watch-started', 'watch-overdue']);
      expect(now()).toBeLessThan(2 * HOUR + 2);
    }));

  it('joins once if it is repeated', () =>
    withWatches(async ({ execution, start, watch }) => {
      await start(execution('owner'));
      for (const input of [{}, { dueInSeconds: HOUR }]) {
        const other = execution(`other ${JSON.stringify(input)}`, input);
        const step = await start(other);
        const { revision, requesters } = await watch();
        expect(await start(other)).toEqual(step);
        expect(await watch()).toMatchObject({ revision, requesters });
      }
      expect((await watch()).requesters).toHaveLength(3);
    }));

  it('is answered the same if it is repeated after the watch has ended, and even after another one has begun', () =>
    withWatches(async ({ execution, start, play, until, watches }) => {
      const owner = execution('owner');
      const step = await start(owner);
      const second = execution('second');
      await start(second);
      await play(owner, [CLEAR], step);
      expect(await start(second)).toEqual(joined('second', 'owner'));
      await until(DAY);
      await start(execution('third'));
      expect(await start(second)).toEqual(joined('second', 'owner'));
      expect((await watches()).map(({ requesters }) => requesters.length)).toEqual([1, 2]);
    }));

  it('begins a watch of its own if the other one ends in the meantime', () =>
    withWatches(async ({ execution, start, review, scan, watches, published }) => {
      const owner = execution('owner');
      const step = await start(owner);
      const input = step.next === 'SCAN' ? step.scan?.input : undefined;
      await scan('owner-1', CLEAR, input ?? {});
      const second = execution('second');
      const [ended, begun] = await Promise.all([review(owner, step), start(second)]);
      // One of them was first. Nobody is left without an answer.
      const all = await watches();
      if (begun.next === 'END') {
        // The scan asked before the request that has joined, so there is another one.
        expect(all).toMatchObject([{ watchId: 'owner', status: 'WATCHING' }]);
        expect(ended).toMatchObject({ next: 'WAIT_TO_SCAN', scan: { name: 'owner-2' } });
        return;
      }
      expect(ended).toMatchObject({ next: 'END', status: 'CLEARED' });
      expect(all).toMatchObject([{ status: 'WATCHING' }, { watchId: 'owner', status: 'CLEARED', unpublished: [] }]);
      expect(published().filter((id) => id === 'watch-cleared')).toHaveLength(1);
    }));
});

describe('a request that joins', () => {
  it('is not answered by a scan that asked before it: the watch scans again soon', () =>
    withWatches(async ({ execution, start, review, scan, until, watch, published }) => {
      const owner = execution('owner');
      const step = await start(owner);
      await scan('owner-1', CLEAR, step.next === 'SCAN' ? (step.scan?.input ?? {}) : {});
      await until(60);
      await start(execution('second'));
      expect(await review(owner, step)).toMatchObject({ next: 'WAIT_TO_SCAN', waitSeconds: 900 });
      expect(await watch()).toMatchObject({ status: 'WATCHING', verdict: 'CLEAR' });
      expect(published()).toEqual(['watch-started']);
    }));

  it('takes NOT_FOUND for clear only if both do', () =>
    withWatches(async ({ execution, start, watch }) => {
      await start(execution('owner', { notFoundIsClear: true }));
      await start(execution('agrees', { notFoundIsClear: true }));
      expect((await watch()).settings.notFoundIsClear).toBe(true);
      await start(execution('does not'));
      expect((await watch()).settings.notFoundIsClear).toBe(false);
    }));

  it('can come of the same event as another one, if it is due at another time', () =>
    withWatches(async ({ execution, start, watch }) => {
      await start(execution('owner', { trigger: trigger(1), dueInSeconds: DAY }));
      expect(await start(execution('by another rule', { trigger: trigger(1), dueInSeconds: HOUR }))).toMatchObject({
        next: 'WAIT_TO_REVIEW',
        waitSeconds: HOUR,
      });
      const { dueAt, requesters } = await watch();
      expect(requesters.map((requester) => requester.trigger?.id)).toEqual(['event-1', 'event-1']);
      expect(dueAt).toBe(requesters[1]?.dueAt);
      expect(Date.parse(dueAt) - Date.parse(at(HOUR))).toBeLessThan(1000);
      expect(await start(execution('again', { trigger: trigger(1), dueInSeconds: HOUR }))).toMatchObject({
        status: 'DUPLICATE',
      });
    }));

  it('begins a watch of its own if nobody has looked after the other one for two weeks', () =>
    withWatches(async ({ execution, start, until, watches, published }) => {
      await start(execution('abandoned'));
      await until(14 * DAY - 1);
      expect(await start(execution('joins'))).toEqual(joined('joins', 'abandoned'));
      await until(14 * DAY);
      expect(await start(execution('begins'))).toMatchObject({ watchId: 'begins', next: 'SCAN' });
      expect(await watches()).toMatchObject([
        { watchId: 'begins', status: 'WATCHING' },
        { watchId: 'abandoned', status: 'STOPPED', error: { name: 'WatchInterrupted' }, unpublished: [] },
      ]);
      expect(published()).toEqual(['watch-started', 'watch-stopped', 'watch-started']);
    }));
});

describe('a watch that has had its last scan', () => {
  it('is not abandoned: a request joins it until it gives up', () =>
    withWatches(async ({ execution, start, play, until, watches }) => {
      const watching = play(execution('owner', { giveUpAfterSeconds: 20 * DAY, cadenceSeconds: [19 * DAY] }), [
        OPEN,
        OPEN,
      ]);
      await until(19.5 * DAY);
      expect((await watches())[0]).toMatchObject({ status: 'WATCHING', scanCount: 2 });
      expect(await start(execution('joins'))).toEqual(joined('joins', 'owner'));
      expect((await watching).output).toMatchObject({ status: 'GIVEN_UP' });
    }));
});

describe('many requests at once', () => {
  it('are one watch with one event, and all are in it', () =>
    withWatches(async ({ execution, start, watches, published }) => {
      const names = Array.from({ length: 12 }, (_, number) => `request-${number}`);
      const steps = await Promise.all(names.map((name) => start(execution(name, { dueInSeconds: DAY }))));
      const owners = steps.filter(({ next }) => next === 'SCAN');
      expect(owners).toHaveLength(1);
      const all = await watches();
      expect(all).toHaveLength(1);
      expect(all[0]?.requesters.map(({ executionName }) => executionName).sort()).toEqual(names.toSorted());
      expect(published()).toEqual(['watch-started']);
    }));

  it('all join, and the first 50 are kept', () =>
    withWatches(async ({ execution, start, watch }) => {
      await start(execution('request-0', { trigger: trigger(0) }));
      for (let number = 1; number < 60; number++) {
        const request = execution(`request-${number}`, { trigger: trigger(number) });
        expect(await start(request)).toEqual(joined(`request-${number}`, 'request-0'));
      }
      expect((await watch()).requesters.map(({ executionName }) => executionName)).toEqual(
        Array.from({ length: 50 }, (_, number) => `request-${number}`),
      );
    }));

  it('move the due time even if they are not kept', () =>
    withWatches(async ({ execution, start, watch }) => {
      for (let number = 0; number < 51; number++) await start(execution(`request-${number}`));
      const last = execution('last', { dueInSeconds: 60 });
      const step = await start(last);
      expect(step).toMatchObject({ watchId: 'request-0', next: 'WAIT_TO_REVIEW' });
      expect((await watch()).dueAt).toBe(step.next === 'END' ? '' : step.until);
      expect(await start(last)).toEqual(step);
    }));

  it.each([
    ['kept', 49],
    ['not kept', 50],
    ['not kept, and comes late to one that was not kept either', 51],
  ])('are not cleared by a scan that asked before them, if the last one is %s', (_, earlier) =>
    withWatches(async ({ execution, start, scan, review, until, watch }) => {
      const owner = execution('request-0');
      const step = await start(owner);
      const { name, input } = (step as WatchState).scan as NonNullable<WatchState['scan']>;
      for (let number = 1; number < 50; number++) if (number < earlier) await start(execution(`request-${number}`));
      const early = execution('early');
      const scanned = scan(name, { ...CLEAR, takes: 10 * 60 }, input);
      await until(60);
      await start(execution('last'));
      if (earlier > 50) await start(early);
      await scanned;
      const next = await review(owner, step);
      // The next scan comes soon, as for something that was unavailable.
      expect(next).toMatchObject({ next: 'WAIT_TO_SCAN', until: expect.stringContaining(at(25 * 60).slice(0, 16)) });
      await until(26 * 60);
      const second = (next as WatchState).scan as NonNullable<WatchState['scan']>;
      await scan(second.name, CLEAR, second.input);
      await review(owner, next);
      expect((await watch()).status).toBe('CLEARED');
    }),
  );

  it('wait for the due time of the last one that is kept, even if they are not kept', () =>
    withWatches(async ({ execution, start }) => {
      for (let number = 0; number < 49; number++) await start(execution(`request-${number}`));
      await start(execution('request-49', { dueInSeconds: HOUR }));
      expect(await start(execution('last', { dueInSeconds: 2 * HOUR }))).toEqual(joined('last', 'request-0'));
    }));

  it('are kept as far as their triggers fit', () =>
    withWatches(async ({ execution, start, watch }) => {
      const long = { id: 'x'.repeat(256), source: 'y'.repeat(256), time: '2026-01-05T08:00:00Z' };
      for (let number = 0; number < 50; number++) {
        await start(execution(`request-${number}`, { trigger: { ...long, id: `${number}${long.id}`.slice(0, 256) } }));
      }
      const { requesters } = await watch();
      expect(requesters.length).toBeGreaterThan(20);
      expect(requesters.length).toBeLessThan(40);
      expect(Buffer.byteLength(JSON.stringify(requesters))).toBeLessThan(19 * 1024);
    }));
});
