import type { WatchState } from '../../../lambda/watch/state';
import { DEFAULT_WATCH_SETTINGS } from '../../../lib/contract/watch-limits';
import { at, CLEAR, DAY, EMAIL, OPEN, PERSON, withWatches } from '../../support/watch-steps';

const trigger = { id: 'event-1', source: 'com.example.hr', time: '2026-01-05T07:59:00Z' };

describe('a request for a person whom nobody watches', () => {
  it('begins a watch with a scan', () =>
    withWatches(async ({ execution, start, watch, items }) => {
      expect(await start(execution('leaver', { trigger }))).toEqual({
        watchId: 'leaver',
        startedAt: at(0),
        email: EMAIL,
        next: 'SCAN',
        scan: {
          name: 'leaver-1',
          input: {
            email: EMAIL,
            trigger: { id: 'leaver-1', source: 'cdk-appfabric-user-access.watch', time: at(0) },
          },
        },
      });
      const expiresAt = Date.parse(at((30 + 365 + 7) * DAY)) / 1000;
      expect(await watch()).toEqual({
        pk: `PERSON#${PERSON}`,
        sk: 'WATCH',
        watchPk: 'WATCH#WATCHING',
        watchSk: `${at(DAY)}#${PERSON}#leaver`,
        type: 'WATCH',
        watchId: 'leaver',
        email: PERSON,
        status: 'WATCHING',
        startedAt: at(0),
        dueAt: at(DAY),
        giveUpAt: at(30 * DAY),
        requesters: [{ executionName: 'leaver', requestedAt: at(0), dueAt: at(DAY), trigger }],
        settings: DEFAULT_WATCH_SETTINGS,
        scanCount: 0,
        failedScanCount: 0,
        open: [],
        openTruncated: false,
        unknown: [],
        unknownTruncated: false,
        turn: 1,
        step: 0,
        askedAgain: 0,
        askedAgainInAll: 0,
        revision: 2,
        unpublished: [],
        expiresAt,
      });
      expect((await items()).find(({ type }) => type === 'WATCH_ID')).toEqual({
        pk: 'WATCH#leaver',
        sk: 'WATCH_ID',
        type: 'WATCH_ID',
        watchPk: 'WATCH_IDS#ana@example.com',
        watchSk: '2026-01-05T08:00:00.000Z#leaver',
        watchId: 'leaver',
        startedAt: at(0),
        email: PERSON,
        trigger,
        expiresAt,
      });
    }));

  it('publishes that the watch has started', () =>
    withWatches(async ({ execution, start, until, events }) => {
      await until(1);
      await start(execution('leaver', { trigger, dueInSeconds: 3600, giveUpAfterSeconds: 7200 }));
      expect(events()).toMatchObject([
        {
          detailType: 'User Access Watch Started',
          detail: {
            version: '1',
            id: `watch-started:leaver:${at(1)}`,
            watchId: 'leaver',
            email: PERSON,
            status: 'WATCHING',
            startedAt: at(1),
            dueAt: at(3601),
            giveUpAt: at(7201),
            requests: [{ requestedAt: at(1), dueAt: at(3601), trigger }],
            scanCount: 0,
            failedScanCount: 0,
          },
        },
      ]);
    }));

  it('counts all times from the start of the execution, however late the function runs', () =>
    withWatches(async ({ execution, start, until, watch, published }) => {
      const late = execution('leaver');
      await until(2 * DAY);
      expect(await start(late)).toMatchObject({ next: 'SCAN' });
      expect(await watch()).toMatchObject({ startedAt: at(0), dueAt: at(DAY), giveUpAt: at(30 * DAY) });
      expect(published()).toEqual(['watch-started']);
    }));

  it('is answered the same if it is repeated', () =>
    withWatches(async ({ execution, start, watches, published }) => {
      const leaver = execution('leaver', { trigger });
      const first = await start(leaver);
      expect(await start(leaver)).toEqual(first);
      expect(await watches()).toHaveLength(1);
      expect(published()).toEqual(['watch-started']);
    }));

  it('is refused if it is not valid, and nothing is recorded', () =>
    withWatches(async ({ execution, start, items, published }) => {
      await expect(start(execution('leaver', { email: 'ana' }))).rejects.toMatchObject({
        name: 'InvalidWatchRequest',
        message: 'email is not an email address that AppFabric accepts: write it as person@example.com.',
      });
      expect(await items()).toEqual([]);
      expect(published()).toEqual([]);
    }));
});

describe('the name of an execution', () => {
  const scanIn = (step: object) => (step as WatchState).scan?.name ?? '';

  it.each([
    [1, 'x-1'],
    [78, `${'x'.repeat(78)}-1`],
    [79, `${'x'.repeat(61)}-d902bdb9cac9ab56-1`],
    [80, 'x'.repeat(61)],
  ])('is in the names of the scans, which have at most 80 characters: %d characters', (length, name) =>
    withWatches(async ({ execution, start }) => {
      const scan = scanIn(await start(execution('x'.repeat(length))));
      expect(scan.slice(0, name.length)).toBe(name);
      expect(scan.length).toBeLessThanOrEqual(80);
    }),
  );

  it('results in different names of scans, even if two long ones begin alike', () =>
    withWatches(async ({ execution, start }) => {
      const long = 'x'.repeat(79);
      const a = await start(execution(`${long}a`));
      const b = await start(execution(`${long}b`, { email: 'ben@example.com' }));
      expect(scanIn(a)).not.toBe(scanIn(b));
    }));

  it('is refused if it is the id of an earlier watch, even of another person', () =>
    withWatches(async ({ execution, start, play, until, published }) => {
      await play(execution('leaver'), [CLEAR]);
      await until(80 * DAY);
      await expect(start(execution('leaver', { email: 'ben@example.com' }))).rejects.toMatchObject({
        name: 'InvalidWatchRequest',
        message:
          `The name of this execution is already the id of the watch that started at ${at(0)}. Start the execution ` +
          'with another name.',
      });
      expect(published()).toEqual(['watch-started', 'watch-cleared']);
    }));
});

describe('a trigger that is delivered twice', () => {
  const duplicate = (name: string, joined: string) => ({ watchId: name, next: 'END', status: 'DUPLICATE', joined });

  it('begins one watch', () =>
    withWatches(async ({ execution, start, watch, published }) => {
      await start(execution('first', { trigger }));
      expect(await start(execution('second', { trigger: { ...trigger, time: '2026-01-05T08:00:00Z' } }))).toEqual(
        duplicate('second', 'first'),
      );
      expect((await watch()).requesters).toHaveLength(1);
      expect(published()).toEqual(['watch-started']);
    }));

  it('begins one watch if both are delivered at once', () =>
    withWatches(async ({ execution, start, watches, published }) => {
      const names = ['a', 'b', 'c', 'd', 'e'];
      const steps = await Promise.all(names.map((name) => start(execution(name, { trigger }))));
      expect(steps.map(({ next }) => next).sort()).toEqual(['END', 'END', 'END', 'END', 'SCAN']);
      expect(steps.filter((step) => step.next === 'END' && step.status !== 'DUPLICATE')).toEqual([]);
      expect(await watches()).toHaveLength(1);
      expect(published()).toEqual(['watch-started']);
    }));

  it('begins no other watch after the first one has ended, nor after another one has begun', () =>
    withWatches(async ({ execution, start, play, until, watches }) => {
      await play(execution('first', { trigger }), [CLEAR]);
      expect(await start(execution('second', { trigger }))).toEqual(duplicate('second', 'first'));
      await until(DAY);
      await start(execution('third', { trigger: { ...trigger, id: 'event-2' } }));
      expect(await start(execution('fourth', { trigger }))).toEqual(duplicate('fourth', 'first'));
      expect(await watches()).toHaveLength(2);
    }));

  it('begins a watch for each person that it is about', () =>
    withWatches(async ({ execution, start, watches }) => {
      await start(execution('first', { trigger }));
      expect(await start(execution('second', { trigger, email: 'ben@example.com' }))).toMatchObject({ next: 'SCAN' });
      expect(await watches()).toHaveLength(2);
    }));

  it('is the same request if it joined a watch', () =>
    withWatches(async ({ execution, start, watch }) => {
      await start(execution('owner'));
      await start(execution('first', { trigger }));
      expect(await start(execution('second', { trigger }))).toEqual(duplicate('second', 'owner'));
      expect((await watch()).requesters).toHaveLength(2);
    }));
});

describe('a watch that was stopped', () => {
  it('does not keep its trigger: another delivery begins a watch', () =>
    withWatches(async ({ execution, start, end, until }) => {
      const first = execution('first', { trigger });
      await start(first);
      await end(first, 'ABORTED');
      await until(60);
      expect(await start(execution('second', { trigger }))).toMatchObject({ watchId: 'second', next: 'SCAN' });
    }));
});

describe('an execution that begins after its watch would have given up', () => {
  it('fails, so that somebody hears of it', () =>
    withWatches(async ({ execution, start, until, watches }) => {
      const late = execution('late', { giveUpAfterSeconds: 3600, dueInSeconds: 3600 });
      await until(3600);
      await expect(start(late)).rejects.toMatchObject({
        name: 'InvalidWatchRequest',
        message: expect.stringContaining('giveUpAfterSeconds'),
      });
      expect(await watches()).toEqual([]);
    }));
});

describe('a second watch of a person', () => {
  it('begins when the first one has ended, which is kept', () =>
    withWatches(async ({ execution, start, play, until, watches }) => {
      await play(execution('first', { trigger }), [OPEN, CLEAR]);
      const [first] = await watches();
      await until(DAY);
      expect(await start(execution('second'))).toMatchObject({ watchId: 'second', next: 'SCAN' });
      const [current, past] = await watches();
      expect(current).toMatchObject({ watchId: 'second', sk: 'WATCH', startedAt: at(DAY), scanCount: 0, open: [] });
      expect(past).toEqual({ ...first, sk: `WATCH#${at(0)}#first` });
    }));

  it('continues the revisions, so that a late write cannot replace it', () =>
    withWatches(async ({ execution, start, play, watches }) => {
      await play(execution('first'), [OPEN, CLEAR]);
      const [first] = await watches();
      await start(execution('second'));
      expect((await watches())[0]?.revision).toBeGreaterThan(first?.revision as number);
    }));

  it('begins although a watch that was not ended in time is still there, which is given up', () =>
    withWatches(async ({ execution, start, until, watches, published }) => {
      await start(execution('first', { giveUpAfterSeconds: 3600 }));
      await until(3600);
      expect(await start(execution('second'))).toMatchObject({ watchId: 'second', next: 'SCAN' });
      expect(await watches()).toMatchObject([
        { watchId: 'second', status: 'WATCHING' },
        { watchId: 'first', status: 'GIVEN_UP', endedAt: expect.any(String) },
      ]);
      expect(published().sort()).toEqual(['watch-given-up', 'watch-overdue', 'watch-started', 'watch-started']);
    }));

  it('begins although only a past one is there', () =>
    withWatches(async ({ execution, start, play, until, watches, remove }) => {
      await play(execution('first'), [CLEAR]);
      await until(DAY);
      await play(execution('second'), [CLEAR]);
      // Time to live deletes the items of a person in any order.
      await remove({ pk: `PERSON#${PERSON}`, sk: 'WATCH' });
      await until(2 * DAY);
      expect(await start(execution('third'))).toMatchObject({ watchId: 'third', next: 'SCAN' });
      expect(await watches()).toMatchObject([{ watchId: 'third', sk: 'WATCH' }, { watchId: 'first' }]);
    }));
});
