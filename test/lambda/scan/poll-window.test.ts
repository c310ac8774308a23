import { isoTime } from '../../../lambda/common/clock';
import { pollWindow } from '../../../lambda/scan/poll-window';
import type { ScanProgress } from '../../../lambda/scan/state';
import { EXCEPTION, type Services, STARTED_AT, scanSteps } from '../../support/scan-steps';

const id = (number: number) => `5f0c1a7e-3b9d-4c52-8e61-${String(number).padStart(12, '0')}`;
const open = (taskId: string) => ({ taskId, resultStatus: 'IN_PROGRESS', app: 'SLACK', tenantId: 'T' });
const found = (taskId: string) => ({
  ...open(taskId),
  resultStatus: 'COMPLETED' as const,
  email: 'ana@example.com',
  userId: 'U1',
});
const asked = (input: Record<string, unknown>) => input.taskIdList as string[];
const minutes = (count: number) => count * 60_000;

/** A scan with open tasks, and a state of its execution. */
async function scanOf(taskCount: number, services: Services) {
  const steps = await scanSteps(services);
  const { world, dependencies } = steps;
  const taskIds = Array.from({ length: taskCount }, (_, index) => id(index));
  const scan = { scanId: 'scan', startedAt: STARTED_AT };
  const state: ScanProgress = {
    ...scan,
    redriveCount: 0,
    deadline: isoTime(Date.parse(STARTED_AT) + minutes(30)),
    pending: taskIds,
    turn: 0,
    done: false,
  };
  const poll = (from: ScanProgress, seconds = 90) => pollWindow(from, world.clock.now() + seconds * 1000, dependencies);
  const open = async () => {
    await dependencies.scans.open({ ...scan, taskCount });
    for (const taskId of taskIds) await dependencies.tasks.open(scan, { taskId });
  };
  return { ...steps, state, poll, open, taskIds };
}

/** Runs the work in a scan whose records are written. */
async function inScan(
  taskCount: number,
  services: Services,
  work: (scan: Awaited<ReturnType<typeof scanOf>>) => Promise<void>,
) {
  const scan = await scanOf(taskCount, services);
  await scan.world.run(async () => {
    await scan.open();
    await work(scan);
  });
}

const statuses = async ({ itemsOf }: Awaited<ReturnType<typeof scanOf>>) =>
  (await itemsOf('TASK')).map(({ status }) => status);

describe('a poll window while EventBridge is away', () => {
  it('records every answer, and keeps what is not published in the state', async () => {
    let isAway = true;
    const batchGet = (input: Record<string, unknown>) => ({ json: { userAccessResultsList: asked(input).map(found) } });
    await inScan(12, { batchGet, eventBridgeIsAway: () => isAway }, async (scan) => {
      const next = await scan.poll(scan.state);
      expect(next).toMatchObject({ done: false, turn: 1, waitSeconds: 15 });
      expect((next as ScanProgress).pending.toSorted()).toEqual(scan.taskIds);
      expect(new Set(await statuses(scan))).toEqual(new Set(['COMPLETED']));
      expect(await scan.itemsOf('SCAN')).toMatchObject([{ status: 'COMPLETED', accountsFound: 12 }]);
      expect(scan.published()).toEqual([]);

      isAway = false;
      expect(await scan.poll(next as ScanProgress)).toMatchObject({ done: true, status: 'COMPLETED', taskCount: 12 });
      expect(scan.published().slice(0, -1).toSorted()).toEqual(scan.taskIds.map((taskId) => `result:scan:${taskId}`));
      expect(scan.published().at(-1)).toBe('completed:scan');
      expect(scan.requests).toHaveLength(1);
    });
  });

  it('waits longer after each window, at most five minutes', async () => {
    await inScan(
      1,
      { eventBridgeIsAway: () => true, batchGet: () => ({ json: { userAccessResultsList: [found(id(0))] } }) },
      async ({ poll, state }) => {
        const waits: (number | undefined)[] = [];
        for (let next: ScanProgress = state, turn = 0; turn < 9; turn++) {
          next = (await poll(next)) as ScanProgress;
          waits.push(next.waitSeconds);
        }
        // 20 s, and half as much again each time. A random half of it is 0.75 of it here.
        expect(waits).toEqual([15, 23, 34, 51, 76, 114, 171, 225, 225]);
      },
    );
  });

  it('ends the scan after four hours, and says why', async () => {
    await inScan(
      1,
      { eventBridgeIsAway: () => true, batchGet: () => ({ json: { userAccessResultsList: [found(id(0))] } }) },
      async ({ poll, state, world }) => {
        const next = (await poll(state)) as ScanProgress;
        // However late EventBridge was asked for the first time.
        await world.clock.sleep(minutes(4 * 60 - 1));
        expect(await poll(next)).toMatchObject({ done: false });
        await world.clock.sleep(minutes(1));
        await expect(poll(next)).rejects.toMatchObject({
          name: 'EventsNotPublished',
          message: expect.stringContaining('InternalException'),
        });
      },
    );
  });

  it('publishes the completion in the same window if EventBridge accepts it soon', async () => {
    let refusals = 0;
    const refuses = (event: string) => event === 'completed:scan' && refusals++ === 0;
    const batchGet = () => ({ json: { userAccessResultsList: [found(id(0))] } });
    await inScan(1, { batchGet, refuses }, async ({ poll, state, published }) => {
      expect(await poll(state)).toMatchObject({ done: true });
      expect(published()).toEqual([`result:scan:${id(0)}`, 'completed:scan']);
      expect(refusals).toBe(2);
    });
  });

  it('publishes the completion only after all results', async () => {
    let isAway = false;
    const answers = [[found(id(0)), open(id(1))], [found(id(1))]];
    const batchGet = (_: unknown, call: number) => {
      isAway = call === 1;
      return { json: { userAccessResultsList: answers[call - 1] } };
    };
    await inScan(2, { batchGet, eventBridgeIsAway: () => isAway }, async ({ poll, state, published }) => {
      expect(await poll(state)).toMatchObject({ done: true });
      expect(published()).toEqual([`result:scan:${id(0)}`, `result:scan:${id(1)}`, 'completed:scan']);
    });
  });
});

describe('a poll window after an invocation that stopped halfway', () => {
  it('files and publishes what it had recorded, without asking again', async () => {
    await inScan(1, {}, async ({ poll, state, dependencies, world, published, itemsOf }) => {
      await dependencies.tasks.recordAnswer(state, id(0), 'COMPLETED', found(id(0)), world.clock.now());
      expect(await poll(state)).toMatchObject({ done: true });
      expect(published()).toEqual([`result:scan:${id(0)}`, 'completed:scan']);
      expect(await itemsOf('STANDING')).toMatchObject([{ app: 'SLACK', accountFound: true }]);
    });
  });

  it('judges an answer by the app that the task was started for', async () => {
    const answer = { ...found(id(0)), app: 'OTHER', userStatus: 'inactive' };
    const batchGet = () => ({ json: { userAccessResultsList: [answer] } });
    const { world, state, poll, dependencies, itemsOf } = await scanOf(1, { batchGet });
    await world.run(async () => {
      await dependencies.scans.open({ scanId: state.scanId, startedAt: state.startedAt, taskCount: 1 });
      await dependencies.tasks.open(state, { taskId: id(0), app: 'ZOOM', tenantId: 'Z' });
      expect(await poll(state)).toMatchObject({ done: true });
      expect(await itemsOf('TASK')).toMatchObject([
        { app: 'ZOOM', access: 'BLOCKED', decidedBy: 'user status inactive in ZOOM' },
      ]);
    });
  });

  it('continues with tasks that the table has and the state has not', async () => {
    await inScan(2, {}, async ({ poll, state, dependencies, world }) => {
      await dependencies.tasks.recordAnswer(state, id(0), 'COMPLETED', found(id(0)), world.clock.now());
      expect(await poll({ ...state, pending: [id(0)] })).toMatchObject({ done: false, pending: [id(1), id(0)] });
    });
  });
});

describe('a task at the scan timeout', () => {
  const atDeadline = (state: ScanProgress) => ({ ...state, deadline: state.startedAt });

  it('times out when AppFabric answers that it is still open, and not before', async () => {
    const batchGet = (input: Record<string, unknown>) => ({ json: { userAccessResultsList: asked(input).map(open) } });
    await inScan(1, { batchGet }, async (scan) => {
      expect(await scan.poll(scan.state)).toMatchObject({ done: false, pending: [id(0)], timedOutAt: undefined });
      expect(await statuses(scan)).toEqual(['IN_PROGRESS']);
      expect(await scan.poll(atDeadline(scan.state))).toMatchObject({ done: true, counts: { TIMED_OUT: 1 } });
      expect(await scan.itemsOf('TASK')).toMatchObject([{ app: 'SLACK', tenantId: 'T', access: 'UNKNOWN' }]);
    });
  });

  it('times out after three answers in a row that leave it out', async () => {
    let leftOut = 0;
    const batchGet = (input: Record<string, unknown>, call: number) => {
      const list = call === 3 ? asked(input).map((taskId) => ({ ...open(taskId), resultStatus: 'COMPLETED' })) : [];
      leftOut += list.length === 0 ? 1 : 0;
      return { json: { userAccessResultsList: list } };
    };
    await inScan(1, { batchGet }, async ({ poll, state }) => {
      expect(await poll(atDeadline(state))).toMatchObject({ done: true, counts: { COMPLETED: 1, TIMED_OUT: 0 } });
    });
    expect(leftOut).toBe(2);
    await inScan(
      1,
      { batchGet: () => ({ json: { userAccessResultsList: [] } }) },
      async ({ poll, state, requests }) => {
        expect(await poll(atDeadline(state))).toMatchObject({ done: true, counts: { TIMED_OUT: 1 } });
        expect(requests).toHaveLength(3);
      },
    );
  });

  it('that an answer left out before does not count as left out three times in a row', async () => {
    let hasTimedOut = false;
    const batchGet = (input: Record<string, unknown>, call: number) => {
      const wasLate = hasTimedOut;
      hasTimedOut = scan.world.clock.now() >= deadline;
      const isLeftOut = call <= 2 || (hasTimedOut && !wasLate);
      const answer = asked(input).map(hasTimedOut ? found : open);
      return { json: { userAccessResultsList: isLeftOut ? [] : answer } };
    };
    const scan = await scanOf(1, { batchGet });
    let deadline = Number.POSITIVE_INFINITY;
    await scan.world.run(async () => {
      await scan.open();
      deadline = scan.world.clock.now() + 10_000;
      const ended = await scan.poll({ ...scan.state, deadline: isoTime(deadline) });
      expect(ended).toMatchObject({ done: true, counts: { COMPLETED: 1, TIMED_OUT: 0 } });
    });
  });

  it('is asked for in gaps while AppFabric fails', async () => {
    const batchGet = () => EXCEPTION('InternalServerException');
    await inScan(1, { batchGet }, async ({ poll, state, requests }) => {
      await poll(atDeadline(state), 20);
      expect(requests.length).toBeGreaterThan(10);
      // The SDK sends each of them three times.
      expect(requests.length).toBeLessThan(3 * 30);
    });
  });

  it('that AppFabric does not find times out with that error', async () => {
    const batchGet = (input: Record<string, unknown>) =>
      asked(input).includes(id(1))
        ? EXCEPTION('ResourceNotFoundException', { resourceType: 'UserAccessTask' })
        : { json: { userAccessResultsList: asked(input).map(found) } };
    await inScan(2, { batchGet }, async ({ poll, state, itemsOf }) => {
      expect(await poll(state)).toMatchObject({ done: false, pending: [id(1)] });
      expect(await poll(atDeadline(state))).toMatchObject({ done: true, counts: { COMPLETED: 1, TIMED_OUT: 1 } });
      expect((await itemsOf('TASK'))[1]).toMatchObject({ error: { errorCode: 'ResourceNotFoundException' } });
    });
  });

  it('is asked for until AppFabric answers again, for a quarter of an hour', async () => {
    let fails = true;
    const batchGet = (input: Record<string, unknown>) =>
      fails ? EXCEPTION('InternalServerException') : { json: { userAccessResultsList: asked(input).map(found) } };
    await inScan(1, { batchGet }, async ({ poll, state, world }) => {
      const next = (await poll(atDeadline(state))) as ScanProgress;
      expect(next).toMatchObject({ done: false, pending: [id(0)], waitSeconds: 15 });
      await world.clock.sleep(minutes(10));
      fails = false;
      expect(await poll(next)).toMatchObject({ done: true, counts: { COMPLETED: 1 } });
    });
    fails = true;
    await inScan(1, { batchGet }, async ({ poll, state, world }) => {
      const next = (await poll(atDeadline(state))) as ScanProgress;
      await world.clock.sleep(minutes(15));
      expect(await poll(next)).toMatchObject({ done: true, counts: { TIMED_OUT: 1 } });
    });
  });

  it('that was not asked for in time does not time out, however late the scan goes on', async () => {
    let is429 = true;
    const batchGet = (input: Record<string, unknown>) =>
      is429
        ? EXCEPTION('ThrottlingException', {}, { 'retry-after': '100' })
        : { json: { userAccessResultsList: asked(input).map(found) } };
    await inScan(1, { batchGet }, async ({ poll, state, world }) => {
      await world.clock.sleep(minutes(60));
      const next = (await poll(atDeadline(state))) as ScanProgress;
      expect(next).toMatchObject({ done: false, pending: [id(0)] });
      is429 = false;
      expect(await poll(next)).toMatchObject({ done: true, counts: { COMPLETED: 1 } });
    });
  });

  it('waits at most five minutes more, however long the waits of a scan with time are', async () => {
    await inScan(
      1,
      { batchGet: () => EXCEPTION('InternalServerException') },
      async ({ state, dependencies, world }) => {
        const pacing = { ...dependencies.pacing, firstWaitSeconds: 3600, longestWaitSeconds: 3600 };
        const returnBy = world.clock.now() + 1000;
        const next = await pollWindow(atDeadline(state), returnBy, { ...dependencies, pacing });
        expect(next).toMatchObject({ waitSeconds: 300 });
      },
    );
  });
});

describe('a task that AppFabric does not find', () => {
  const unknown = EXCEPTION('ResourceNotFoundException', { resourceType: 'UserAccessTask' });
  const withoutSecond = (input: Record<string, unknown>) =>
    asked(input).includes(id(1)) ? unknown : { json: { userAccessResultsList: asked(input).map(open) } };

  it('is asked for once in a window, and the others in each round', async () => {
    await inScan(2, { batchGet: withoutSecond }, async ({ poll, state, requests }) => {
      expect(await poll(state)).toMatchObject({ done: false });
      const lists = requests.map(({ input }) => asked(input));
      expect(lists.slice(0, 3)).toEqual([[id(0), id(1)], [id(0)], [id(1)]]);
      expect(lists.length).toBeGreaterThan(10);
      for (const list of lists.slice(3)) expect(list).toEqual([id(0)]);
    });
  });

  it('ends the window if it is the only one, unless the deadline is next', async () => {
    await inScan(1, { batchGet: () => unknown }, async ({ poll, state, requests, world, itemsOf }) => {
      const started = { ...state, tasksStartedAt: STARTED_AT };
      const begun = world.clock.now();
      expect(await poll(started)).toMatchObject({ done: false, pending: [id(0)] });
      expect(world.clock.now() - begun).toBeLessThan(5000);
      expect(requests).toHaveLength(1);
      // Shorter than the gap between two rounds.
      const deadline = isoTime(world.clock.now() + 300);
      expect(await poll({ ...started, deadline })).toMatchObject({ done: true, counts: { TIMED_OUT: 1 } });
      expect(requests).toHaveLength(3);
      expect(await itemsOf('TASK')).toMatchObject([{ error: { errorCode: 'ResourceNotFoundException' } }]);
    });
  });

  it.each([
    ['no result', undefined],
    ['a timeout alone', 'TIMED_OUT'],
  ] as const)('can mean that there is no app bundle: %s is recorded', async (_, status) => {
    await inScan(1, { batchGet: () => unknown }, async ({ poll, state, dependencies, world }) => {
      if (status) await dependencies.tasks.recordTimeout(state, 'other', world.clock.now());
      await expect(poll(state)).rejects.toMatchObject({ name: 'AppBundleNotFound' });
    });
  });

  it('says nothing of the app bundle if AppFabric has answered for it in this window', async () => {
    const batchGet = (input: Record<string, unknown>, call: number) =>
      call === 1 ? { json: { userAccessResultsList: asked(input).map(open) } } : unknown;
    await inScan(1, { batchGet }, async ({ poll, state }) => {
      expect(await poll(state)).toMatchObject({ done: false, pending: [id(0)] });
    });
  });

  it('says nothing of the app bundle if AppFabric has started the tasks, or answered for one', async () => {
    await inScan(1, { batchGet: () => unknown }, async ({ poll, state, dependencies, world }) => {
      expect(await poll({ ...state, tasksStartedAt: STARTED_AT })).toMatchObject({ done: false });
      await dependencies.tasks.recordAnswer(state, 'other', 'EXPIRED', {}, world.clock.now());
      expect(await poll(state)).toMatchObject({ done: false });
    });
  });
});

describe('the tasks of a silent AppFabric', () => {
  it('that were not asked for in the last round do not time out yet', async () => {
    const scan = await scanOf(250, { batchGet: () => EXCEPTION('InternalServerException') });
    scan.world.network.use({
      course: ({ service }) =>
        service === 'appfabric' ? { there: 10_000, lost: Object.assign(new Error(), { name: 'TimeoutError' }) } : {},
    });
    await scan.world.run(async () => {
      await scan.open();
      await scan.world.clock.sleep(minutes(20));
      const late = { ...scan.state, deadline: STARTED_AT, timedOutAt: STARTED_AT };
      expect(await scan.poll(late, 5)).toMatchObject({ done: false });
      const open = (await scan.itemsOf('TASK')).filter(({ status }) => status === 'IN_PROGRESS');
      expect(open.map(({ taskId }) => taskId).toSorted()).toEqual(scan.taskIds.slice(200));
    });
  });
});

describe('the time of a poll window', () => {
  it('leaves events to the next window if the function must return', async () => {
    const batchGet = (input: Record<string, unknown>) => ({
      json: { userAccessResultsList: asked(input).map((taskId) => (taskId === id(0) ? open(taskId) : found(taskId))) },
    });
    const scan = await scanOf(200, { batchGet });
    scan.world.network.use({ course: ({ service }) => (service === 'events' ? { there: 900 } : {}) });
    await scan.world.run(async () => {
      await scan.open();
      expect(await scan.poll(scan.state, 1)).toMatchObject({ done: false });
      expect(scan.published().length).toBeGreaterThan(0);
      expect(scan.published().length).toBeLessThanOrEqual(160);
    });
  });

  it('is not spent on an EventBridge that is slow', async () => {
    const batchGet = (input: Record<string, unknown>) => ({
      json: { userAccessResultsList: asked(input).map((taskId) => (taskId === id(0) ? open(taskId) : found(taskId))) },
    });
    const scan = await scanOf(200, { batchGet });
    scan.world.network.use({ course: ({ service }) => (service === 'events' ? { there: 4000 } : {}) });
    await scan.world.run(async () => {
      await scan.open();
      const begun = scan.world.clock.now();
      expect(await scan.poll(scan.state)).toMatchObject({ done: false });
      expect(scan.world.clock.now() - begun).toBeLessThan(75_000);
    });
  });

  it('is over when the function must return, even if AppFabric is silent about 2,000 tasks', async () => {
    const services = { batchGet: () => EXCEPTION('InternalServerException') };
    const scan = await scanOf(2000, services);
    scan.world.network.use({
      course: ({ service }) =>
        service === 'appfabric' ? { there: 10_000, lost: Object.assign(new Error(), { name: 'TimeoutError' }) } : {},
    });
    await scan.world.run(async () => {
      const begun = scan.world.clock.now();
      const next = (await scan.poll(scan.state, 30)) as ScanProgress;
      // 30 s, and a call with its three tries.
      expect(scan.world.clock.now() - begun).toBeLessThan(70_000);
      expect(next.pending).toHaveLength(2000);
      // The next window begins with the tasks that were not asked for in this one.
      expect(next.pending.slice(0, -200)).toEqual(scan.taskIds.slice(200));
    });
  });

  it('has one round without a poll window, and the next one is up to the state machine', async () => {
    const batchGet = (input: Record<string, unknown>) => ({ json: { userAccessResultsList: asked(input).map(open) } });
    await inScan(1, { batchGet }, async ({ state, dependencies, world, requests }) => {
      const pacing = { ...dependencies.pacing, pollWindowSeconds: 0 };
      const next = await pollWindow(state, world.clock.now() + 30_000, { ...dependencies, pacing });
      expect(next).toMatchObject({ done: false, waitSeconds: 15 });
      expect(requests).toHaveLength(1);
    });
  });

  it('respects a Retry-After that is longer than the gap between two rounds', async () => {
    const at: number[] = [];
    const scan = await scanOf(1, {
      batchGet: (input, call) => {
        at.push(scan.world.clock.now());
        if (call === 1) return EXCEPTION('ThrottlingException', {}, { 'retry-after': '30' });
        return { json: { userAccessResultsList: asked(input).map(found) } };
      },
    });
    await scan.world.run(async () => {
      await scan.open();
      expect(await scan.poll(scan.state)).toMatchObject({ done: true });
    });
    expect((at[1] ?? 0) - (at[0] ?? 0)).toBeGreaterThanOrEqual(30_000);
  });

  it('leaves a Retry-After that is longer than the window to the state machine', async () => {
    const batchGet = () => EXCEPTION('ThrottlingException', {}, { 'retry-after': '200' });
    await inScan(1, { batchGet }, async ({ poll, state }) => {
      expect(await poll(state)).toMatchObject({ waitSeconds: 200 });
    });
  });

  it('ends before the deadline, so that the last round begins at it', async () => {
    const batchGet = (input: Record<string, unknown>) => ({ json: { userAccessResultsList: asked(input).map(open) } });
    await inScan(1, { batchGet }, async ({ poll, state, world }) => {
      const deadline = isoTime(world.clock.now() + 63_000);
      // The window of a minute is over a little earlier, and 15 s would be too long.
      expect(await poll({ ...state, deadline })).toMatchObject({ done: false, waitSeconds: 5 });
    });
  });

  it('has a round at the deadline, which is the last one', async () => {
    const at: number[] = [];
    const batchGet = (input: Record<string, unknown>) => {
      at.push(scan.world.clock.now());
      return { json: { userAccessResultsList: asked(input).map(open) } };
    };
    const scan = await scanOf(1, { batchGet });
    await scan.world.run(async () => {
      await scan.open();
      const deadline = scan.world.clock.now() + 10_000;
      const ended = await scan.poll({ ...scan.state, deadline: isoTime(deadline) });
      expect(ended).toMatchObject({ done: true, counts: { TIMED_OUT: 1 } });
      expect(at.filter((time) => time >= deadline)).toHaveLength(1);
      expect(at.at(-1)).toBeLessThan(deadline + 1000);
    });
  });
});
