import { forEachLimited } from '../../../lambda/common/concurrency';
import { endScan } from '../../../lambda/scan/end-scan';
import { type EndedStatus, recordEndedExecution } from '../../../lambda/scan/ended-execution';
import { fileFailure, recordFailure } from '../../../lambda/scan/record-failure';
import type { ScanFailed } from '../../../lambda/scan/state';
import { personOf } from '../../../lib/contract/person';
import { scanEnd } from '../../support/scan-end';
import { RETENTION_SECONDS, STARTED_AT, scanSteps } from '../../support/scan-steps';

const email = personOf('ana@example.com').key;
const execution = { scanId: 'scan', startedAt: STARTED_AT, redriveCount: 0, input: { email } };
const identity = { scanId: 'scan', startedAt: STARTED_AT, email };
const denied = { error: 'AppFabricAccessDenied', cause: '{"errorMessage":"Allow it."}' };
const ended = (status: EndedStatus, changes: object = {}) => ({ ...execution, status, ...changes });
const days = (count: number) => count * 24 * 3_600_000;
const taskIds = ['task-1', 'task-2', 'task-3'] as const;

/** A scan that runs, with two results and an open task. */
async function running() {
  let eventBridgeIsAway = false;
  const steps = await scanSteps({ eventBridgeIsAway: () => eventBridgeIsAway });
  const { world, dependencies } = steps;
  const { scans, tasks } = dependencies;
  return {
    ...steps,
    setEventBridge: (state: 'away' | 'back') => {
      eventBridgeIsAway = state === 'away';
    },
    async record() {
      await scans.open(identity);
      await scans.commitTasks('scan', { taskCount: 3 });
      for (const taskId of taskIds) await tasks.open(identity, { taskId, app: 'SLACK', tenantId: taskId });
      for (const taskId of taskIds.slice(0, 2)) await tasks.recordTimeout(identity, taskId, world.clock.now());
    },
    async complete() {
      await tasks.recordTimeout(identity, 'task-3', world.clock.now());
      await scans.complete(identity, scanEnd({ TIMED_OUT: 3 }), world.clock.now());
    },
    scan: async () => (await steps.itemsOf('SCAN'))[0],
    history: async () => (await steps.itemsOf('PERSON_SCAN'))[0],
  };
}

type Running = Awaited<ReturnType<typeof running>>;

/** Runs the work in a scan that runs. */
async function inScan(work: (scan: Running & Running['dependencies']) => Promise<void>) {
  const scan = await running();
  await scan.world.run(async () => {
    await scan.record();
    await work({ ...scan, ...scan.dependencies });
  });
}

describe('a scan that fails', () => {
  it('publishes the results that were not published, files them, and then publishes its failure', () =>
    inScan(async ({ dependencies, scan, history, published, itemsOf }) => {
      const pending = ['task-2', 'task-3'];
      expect(await recordFailure({ ...execution, ...denied, pending }, dependencies)).toEqual({
        scanId: 'scan',
        done: false,
        failed: { name: 'AppFabricAccessDenied', message: 'Allow it.', redriveCount: 0 },
      });
      expect(published()).toEqual(['result:scan:task-2', 'failed:scan:0']);
      expect(await itemsOf('STANDING')).toMatchObject([{ tenantId: 'task-2', status: 'TIMED_OUT' }]);
      const failure = { status: 'FAILED', error: { name: 'AppFabricAccessDenied', message: 'Allow it.' } };
      expect(await scan()).toMatchObject({ ...failure, failurePublishedAt: expect.any(String) });
      expect(await history()).toMatchObject(failure);
    }));

  it('publishes all its results again if it is not known which are published', () =>
    inScan(async ({ dependencies, published }) => {
      await recordFailure({ ...execution, ...denied }, dependencies);
      expect(published()).toEqual(['result:scan:task-1', 'result:scan:task-2', 'failed:scan:0']);
    }));

  it('is recorded while EventBridge is away, and told the same when it is back', () =>
    inScan(async ({ dependencies, scan, published, setEventBridge, world }) => {
      setEventBridge('away');
      const failing = () => recordFailure({ ...execution, ...denied, pending: ['task-1'] }, dependencies);
      await expect(failing()).rejects.toMatchObject({
        name: 'EventsRefused',
        message: expect.stringContaining('InternalException'),
      });
      const { endedAt, failurePublishedAt } = (await scan()) ?? {};
      expect(failurePublishedAt).toBeUndefined();
      setEventBridge('back');
      await world.clock.sleep(days(0.1));
      await failing();
      expect(published()).toEqual(['result:scan:task-1', 'failed:scan:0']);
      expect(await scan()).toMatchObject({ endedAt, failurePublishedAt: expect.any(String) });
    }));

  it('is tried again if EventBridge does not accept the failure itself', () =>
    inScan(async ({ dependencies, scan, published, setEventBridge }) => {
      setEventBridge('away');
      const failing = () => recordFailure({ ...execution, ...denied, pending: [] }, dependencies);
      await expect(failing()).rejects.toMatchObject({ name: 'EventsRefused' });
      expect(await scan()).not.toHaveProperty('failurePublishedAt');
      setEventBridge('back');
      await failing();
      expect(published()).toEqual(['failed:scan:0']);
    }));

  it('is published at once if EventBridge accepts it soon', async () => {
    let refusals = 0;
    const { world, dependencies, published } = await scanSteps({ refuses: () => refusals++ === 0 });
    await world.run(() => recordFailure({ ...execution, ...denied, pending: [] }, dependencies));
    expect([published(), refusals]).toEqual([['failed:scan:0'], 2]);
  });

  const ends = {
    FailScan: (dependencies: Running['dependencies']) => recordFailure({ ...execution, ...denied }, dependencies),
    'what records stopped executions': (dependencies: Running['dependencies']) =>
      recordEndedExecution(ended('ABORTED'), dependencies),
  };

  it.each(Object.entries(ends))('publishes the changes that its results made, in %s', (_, end) =>
    inScan(async ({ dependencies, standings, tasks, published, world, itemsOf }) => {
      const answer = { taskId: 'task-3', app: 'SLACK', tenantId: 'task-3', userId: 'U1' };
      const result = await tasks.recordAnswer(identity, 'task-3', 'COMPLETED', answer, world.clock.now());
      const startedAt = '2026-01-04T08:00:00.000Z';
      const before = { access: 'NONE', accountFound: false, scanId: 'before', scanStartedAt: startedAt } as const;
      await standings.file({ ...result, ...before });
      // The function that got the answer was killed when it had filed it.
      await standings.file(result);
      expect(await itemsOf('CHANGE')).toMatchObject([{ id: 'changed:scan:task-3', kind: 'APPEARED' }]);
      await end(dependencies);
      expect(published().toSorted()).toEqual([
        'changed:scan:task-3',
        'failed:scan:0',
        ...taskIds.map((taskId) => `result:scan:${taskId}`),
      ]);
      expect(published().at(-1)).toBe('failed:scan:0');
    }),
  );

  it('publishes its failure once, however often its function runs', () =>
    inScan(async ({ dependencies, published }) => {
      await recordFailure({ ...execution, ...denied, pending: [] }, dependencies);
      await recordFailure({ ...execution, ...denied, pending: [] }, dependencies);
      expect(published()).toEqual(['failed:scan:0']);
    }));

  it('before it has a record gets one', async () => {
    const { world, dependencies, itemsOf, published } = await scanSteps();
    await world.run(() => recordFailure({ ...execution, error: 'Sandbox.Timedout', cause: '' }, dependencies));
    expect(await itemsOf('SCAN')).toMatchObject([
      {
        email,
        status: 'FAILED',
        error: { name: 'ScanInterrupted', message: expect.stringContaining('Sandbox.Timedout') },
      },
    ]);
    expect(published()).toEqual(['failed:scan:0']);
  });

  it('stays completed if it is completed, its history too, and its last events are published', () =>
    inScan(async ({ dependencies, complete, history, published }) => {
      await complete();
      expect(await recordFailure({ ...execution, ...denied, pending: ['task-3'] }, dependencies)).toMatchObject({
        status: 'COMPLETED',
        taskCount: 3,
        done: true,
      });
      expect(published()).toEqual(['result:scan:task-3', 'completed:scan']);
      expect(await history()).toMatchObject({ status: 'COMPLETED', taskCount: 3 });
    }));

  it('is completed if a function that still ran has completed it in the meantime', () =>
    inScan(async ({ dependencies, scans, complete, published }) => {
      const find = async (scanId: string) => {
        const found = await scans.find(scanId);
        await complete();
        return found;
      };
      const overtaken = { ...dependencies, scans: Object.create(scans, { find: { value: find } }) };
      const state = await recordFailure({ ...execution, ...denied, pending: ['task-3'] }, overtaken);
      expect(state).toMatchObject({ status: 'COMPLETED', done: true });
      expect(published()).toEqual(['result:scan:task-3', 'completed:scan']);
    }));

  it('does not end a redrive that has begun since', () =>
    inScan(async ({ dependencies, scans, scan, history, published }) => {
      await scans.reopen(identity, 1);
      const before = [await scan(), await history()];
      await fileFailure(execution, { name: 'ScanStopped', message: 'It was stopped.' }, dependencies);
      expect([await scan(), await history()]).toEqual(before);
      expect(published()).toEqual([]);
    }));

  it('under the name of another scan leaves that one alone, and is told under an id of its own', () =>
    inScan(async ({ dependencies, items, published, world }) => {
      const before = await items();
      const startedAt = '2026-04-06T08:00:00.000Z';
      const error = { error: 'InvalidScanRequest', cause: '{"errorMessage":"The name is taken."}' };
      const state = (await recordFailure({ ...execution, ...error, startedAt }, dependencies)) as ScanFailed;
      expect(published()).toEqual([`failed:scan:0:${startedAt}`]);
      expect(world.events.taken[0]?.detail).toMatchObject({
        scanId: 'scan',
        startedAt,
        error: { name: 'InvalidScanRequest', message: 'The name is taken.' },
      });
      await expect(endScan({ ...execution, startedAt, redriveCount: 1 }, state, dependencies)).rejects.toMatchObject({
        name: 'InvalidScanRequest',
      });
      expect(await items()).toEqual(before);
    }));
});

describe('a scan of task ids that fails', () => {
  it('is in the history of each person whom AppFabric has named', async () => {
    const { world, dependencies, itemsOf } = await scanSteps();
    const { scans, tasks, clock } = dependencies;
    const scan = { scanId: 'scan', startedAt: STARTED_AT };
    const named = { app: 'SLACK', tenantId: 'T' };
    await world.run(async () => {
      await scans.open({ ...scan, taskCount: 4 });
      await tasks.recordAnswer(scan, 'task-1', 'COMPLETED', { ...named, email: 'ana@example.com' }, clock.now());
      await tasks.recordAnswer(scan, 'task-2', 'FAILED', { ...named, email: 'Ana@example.com' }, clock.now());
      await tasks.recordAnswer(scan, 'task-3', 'EXPIRED', { ...named, email: 'bo@example.com' }, clock.now());
      await tasks.open(scan, { taskId: 'task-4' });
      // AppFabric has named the person of a task that is still open.
      await tasks.identify(scan, 'task-4', { ...named, email: 'cy@example.com' });
      await recordFailure({ ...execution, ...denied, input: { taskIds }, pending: [] }, dependencies);
    });
    const entries = await itemsOf('PERSON_SCAN');
    expect(entries.map((entry) => [entry.email, entry.status]).toSorted()).toEqual([
      ['ana@example.com', 'FAILED'],
      ['bo@example.com', 'FAILED'],
      ['cy@example.com', 'FAILED'],
    ]);
    for (const { error } of entries) expect(error).toEqual({ name: 'AppFabricAccessDenied', message: 'Allow it.' });
  });

  it('publishes 2,000 results in one try, even if each call takes a second', async () => {
    const { world, dependencies, published, itemsOf } = await scanSteps();
    const { scans, tasks, clock } = dependencies;
    const scan = { scanId: 'scan', startedAt: STARTED_AT };
    world.network.use({ course: ({ service }) => (service === 'events' ? { there: 500, back: 500 } : {}) });
    await world.run(async () => {
      await scans.open({ ...scan, taskCount: 2000 });
      await forEachLimited([...Array(2000).keys()], 25, async (number) => {
        await tasks.recordTimeout(scan, `task-${number}`, clock.now());
      });
      await recordFailure({ ...execution, ...denied, input: { taskIds } }, dependencies);
    });
    expect(published()).toHaveLength(2001);
    expect(published().at(-1)).toBe('failed:scan:0');
    expect(await itemsOf('SCAN')).toMatchObject([{ status: 'FAILED', failurePublishedAt: expect.any(String) }]);
  });

  // Otherwise, nothing would lead from the person to the result, not even to delete it.
  it('is in the history of a person whom only a result names that was recorded after the failure', async () => {
    const { world, dependencies, itemsOf } = await scanSteps();
    const { scans, tasks, clock } = dependencies;
    const scan = { scanId: 'scan', startedAt: STARTED_AT };
    const input = { taskIds };
    await world.run(async () => {
      await scans.open({ ...scan, taskCount: 1 });
      await recordFailure({ ...execution, ...denied, input, pending: [] }, dependencies);
      const answer = { app: 'SLACK', tenantId: 'T', email: 'ana@example.com' };
      await tasks.recordAnswer(scan, 'task-1', 'COMPLETED', answer, clock.now());
      await recordEndedExecution(ended('FAILED', { input }), dependencies);
    });
    expect(await itemsOf('PERSON_SCAN')).toMatchObject([{ email: 'ana@example.com', status: 'FAILED' }]);
  });
});

describe('a redrive', () => {
  const redriven = { ...execution, redriveCount: 1 };

  it('begins in EndScan, which reopens the scan once for each redrive', () =>
    inScan(async ({ dependencies, scan, history }) => {
      const state = (await recordFailure({ ...execution, ...denied, pending: [] }, dependencies)) as ScanFailed;
      await expect(endScan(execution, state, dependencies)).rejects.toMatchObject({
        name: 'AppFabricAccessDenied',
        message: 'Allow it.',
      });
      for (const _ of [1, 2])
        expect(await endScan(redriven, state, dependencies)).toEqual({ scanId: 'scan', done: false });
      expect(await scan()).toMatchObject({ status: 'RUNNING', redriveCount: 1 });
      for (const record of [await scan(), await history()]) {
        expect(record?.status).toBe('RUNNING');
        for (const gone of ['error', 'endedAt', 'failurePublishedAt']) expect(record).not.toHaveProperty(gone);
      }
    }));

  it('of a scan that fails again is told again, under another id', () =>
    inScan(async ({ dependencies, published, scan, scans }) => {
      const state = (await recordFailure({ ...execution, ...denied, pending: [] }, dependencies)) as ScanFailed;
      await endScan(redriven, state, dependencies);
      await scans.markResumed(redriven);
      await recordFailure({ ...redriven, ...denied, pending: [] }, dependencies);
      expect(published()).toEqual(['failed:scan:0', 'failed:scan:1']);
      expect(await scan()).toMatchObject({ status: 'FAILED', redriveCount: 1 });
    }));

  it('that StartScan or PollTasks noticed reopens the scan in FailScan, also if that is repeated', () =>
    inScan(async ({ dependencies, scan, published }) => {
      const noticed = { ...redriven, error: 'ScanRedriven', cause: '' };
      for (const _ of [1, 2])
        expect(await recordFailure(noticed, dependencies)).toEqual({ scanId: 'scan', done: false });
      expect(await scan()).toMatchObject({ status: 'RUNNING', redriveCount: 1 });
      expect(published()).toEqual([]);
    }));

  it('that begins in FailScan reopens the scan, also if that is repeated, until StartScan has run', () =>
    inScan(async ({ dependencies, scan, scans, published }) => {
      // FailScan failed for hours, and its input has the error of before.
      const again = { ...redriven, ...denied, pending: [] };
      for (const _ of [1, 2]) expect(await recordFailure(again, dependencies)).toEqual({ scanId: 'scan', done: false });
      expect(published()).toEqual([]);
      await scans.markResumed(redriven);
      expect(await recordFailure(again, dependencies)).toMatchObject({ failed: { redriveCount: 1 } });
      expect(await scan()).toMatchObject({ status: 'FAILED', redriveCount: 1 });
      expect(published()).toEqual(['failed:scan:1']);
    }));

  it('that comes when the records expire is refused, and recorded as long as they have not expired', () =>
    inScan(async ({ dependencies, scan, world, published }) => {
      await world.clock.sleep(RETENTION_SECONDS * 1000 - 3_600_000);
      const noticed = { ...redriven, error: 'ScanRedriven', cause: '', pending: [] };
      const state = (await recordFailure(noticed, dependencies)) as ScanFailed;
      expect(state.failed).toMatchObject({ name: 'ScanExpired', message: expect.stringContaining('Start a new scan') });
      expect(await scan()).toMatchObject({ status: 'FAILED', error: { name: 'ScanExpired' } });
      await expect(endScan({ ...execution, redriveCount: 2 }, state, dependencies)).rejects.toMatchObject({
        name: 'ScanExpired',
      });
      await world.clock.sleep(3_600_000);
      await recordFailure({ ...noticed, redriveCount: 2 }, dependencies);
      expect(await scan()).toMatchObject({ redriveCount: 1 });
      expect(published()).toEqual(['failed:scan:1', `failed:scan:2:${STARTED_AT}`]);
      expect(world.events.taken.at(-1)?.detail).toMatchObject({ error: { name: 'ScanExpired' } });
    }));

  it('of a completed scan whose records expire publishes nothing', () =>
    inScan(async ({ dependencies, complete, world, published }) => {
      await complete();
      await world.clock.sleep(days(1));
      const noticed = { ...redriven, error: 'ScanRedriven', cause: '' };
      expect(await recordFailure(noticed, dependencies)).toMatchObject({ failed: { name: 'ScanExpired' } });
      expect(published()).toEqual([]);
    }));
});

describe('an execution that has ended', () => {
  it.each([
    ['ABORTED', 'ScanStopped', 'The execution was stopped. Recorded results are kept.'],
    ['TIMED_OUT', 'ScanInterrupted', 'The execution ended with the status TIMED_OUT before its failure was recorded.'],
    ['FAILED', 'ScanInterrupted', 'The execution ended with the status FAILED before its failure was recorded.'],
  ] as const)('with the status %s before its failure was recorded is a failed scan: %s', (status, name, message) =>
    inScan(async ({ dependencies, scan, published }) => {
      await recordEndedExecution(ended(status), dependencies);
      const error = { name, message: expect.stringContaining(message) };
      expect(await scan()).toMatchObject({ status: 'FAILED', error });
      expect(await scan()).toMatchObject({
        error: { message: expect.stringMatching(/redrive the execution or start a new scan\.$/i) },
      });
      expect(published()).toEqual(['result:scan:task-1', 'result:scan:task-2', 'failed:scan:0']);
    }),
  );

  it('and whose failure is told publishes only the results that were recorded since', () =>
    inScan(async ({ dependencies, published, tasks, world }) => {
      await world.clock.sleep(600_000);
      await recordFailure({ ...execution, ...denied, pending: [] }, dependencies);
      await tasks.recordTimeout(identity, 'task-3', world.clock.now());
      await recordEndedExecution(ended('FAILED'), dependencies);
      expect(published()).toEqual(['failed:scan:0', 'result:scan:task-3']);
    }));

  it.each([
    [119, ['failed:scan:0', 'result:scan:task-3']],
    [121, ['failed:scan:0']],
  ])('and whose failure is told publishes of a result that is %i s older than that: %j', (seconds, expected) =>
    inScan(async ({ dependencies, published, tasks, world, scan }) => {
      await world.clock.sleep(600_000);
      await recordFailure({ ...execution, ...denied, pending: [] }, dependencies);
      const { failurePublishedAt } = (await scan()) as { failurePublishedAt: string };
      await tasks.recordTimeout(identity, 'task-3', Date.parse(failurePublishedAt) - seconds * 1000);
      await recordEndedExecution(ended('FAILED'), dependencies);
      expect(published()).toEqual(expected);
    }),
  );

  it('and whose scan is completed publishes nothing when its records expire within the hour', () =>
    inScan(async ({ dependencies, complete, world, published }) => {
      await complete();
      await world.clock.sleep(RETENTION_SECONDS * 1000 - 3_600_000);
      await recordEndedExecution(ended('ABORTED'), dependencies);
      expect(published()).toEqual([]);
    }));

  it('and whose scan is completed publishes its completion', () =>
    inScan(async ({ dependencies, complete, published }) => {
      await complete();
      await recordEndedExecution(ended('ABORTED'), dependencies);
      expect(published()).toEqual([...taskIds.map((taskId) => `result:scan:${taskId}`), 'completed:scan']);
    }));

  it('and whose event has its start in seconds, and no number of redrives, is the same execution', () =>
    inScan(async ({ dependencies, scan, scans }) => {
      await scans.reopen(identity, 2);
      const startedAt = '2026-01-05T07:59:59.001Z';
      await recordEndedExecution(ended('ABORTED', { startedAt, redriveCount: undefined }), dependencies);
      expect(await scan()).toMatchObject({ status: 'FAILED', startedAt: STARTED_AT, redriveCount: 2 });
    }));

  it('with an error has its name in the message', () =>
    inScan(async ({ dependencies, scan }) => {
      await recordEndedExecution(ended('FAILED', { error: 'Lambda.TooManyRequestsException' }), dependencies);
      const message = expect.stringContaining('FAILED (Lambda.TooManyRequestsException) before');
      expect(await scan()).toMatchObject({ error: { message } });
    }));

  it.each([['AppFabricAccessDenied'], ['ScanExpired'], [undefined]])(
    'with the error %s and whose records have expired is left alone, because FailScan has told it',
    (error) =>
      inScan(async ({ dependencies, items, published, world }) => {
        const before = await items();
        await world.clock.sleep(days(1));
        await recordEndedExecution(ended('FAILED', { error }), dependencies);
        expect([await items(), published()]).toEqual([before, []]);
      }),
  );

  // What records it was throttled, or EventBridge was away, for longer than the records are kept.
  it.each([
    ['ABORTED', undefined, 'ScanStopped'],
    ['TIMED_OUT', 'States.Timeout', 'ScanInterrupted'],
    ['FAILED', 'EventsRefused', 'ScanInterrupted'],
  ] as const)(
    'with the status %s (%s) and whose records have expired is told, but not recorded',
    (status, error, name) =>
      inScan(async ({ dependencies, items, published, world }) => {
        const before = await items();
        await world.clock.sleep(days(1));
        for (const _ of [1, 2]) await recordEndedExecution(ended(status, { error }), dependencies);
        const id = `failed:scan:0:${STARTED_AT}`;
        expect([await items(), published()]).toEqual([before, [id, id]]);
        const [first, second] = world.events.taken.map(({ detail }) => detail);
        expect(first).toMatchObject({ email, status: 'FAILED', endedAt: '2026-01-06T08:00:00.000Z', error: { name } });
        expect(second).toEqual(first);
      }),
  );

  it('and whose records have expired is not told again, nor is one that was redriven since, or has the name of another', () =>
    inScan(async ({ dependencies, published, scans, world }) => {
      await recordFailure({ ...execution, ...denied, pending: [] }, dependencies);
      const told = published();
      await world.clock.sleep(days(1));
      await recordEndedExecution(ended('ABORTED'), dependencies);
      await scans.reopen(identity, 1);
      await recordEndedExecution(ended('ABORTED'), dependencies);
      const startedAt = '2026-01-05T09:00:00.000Z';
      await recordEndedExecution(ended('ABORTED', { startedAt, redriveCount: 1 }), dependencies);
      expect(published()).toEqual(told);
    }));

  it('is recorded when its functions can run no more, if they were deployed with a longer timeout', async () => {
    const { world, dependencies, items, itemsOf } = await scanSteps();
    await world.run(async () => {
      await dependencies.scans.open({ ...identity, functionSeconds: 900 });
      const stoppedAt = new Date(world.clock.now()).toISOString();
      const record = () => recordEndedExecution(ended('ABORTED', { stoppedAt }), dependencies);
      const before = await items();
      await world.clock.sleep(839_000);
      await expect(record()).rejects.toMatchObject({ name: 'FunctionMayRun' });
      expect(await items()).toEqual(before);
      await world.clock.sleep(1_000);
      await record();
      expect(await itemsOf('SCAN')).toMatchObject([{ status: 'FAILED', error: { name: 'ScanStopped' } }]);
    });
  });

  it('and was redriven since, or has the name of another scan, is left alone', () =>
    inScan(async ({ dependencies, items, scans }) => {
      await scans.reopen(identity, 1);
      const before = await items();
      await recordEndedExecution(ended('ABORTED'), dependencies);
      await recordEndedExecution(
        ended('ABORTED', { startedAt: '2026-01-05T09:00:00.000Z', redriveCount: 1 }),
        dependencies,
      );
      expect(await items()).toEqual(before);
    }));

  it('before it had a record gets one from its input, if that is known', async () => {
    for (const input of [{ email }, undefined]) {
      const { world, dependencies, itemsOf, published } = await scanSteps();
      await world.run(() => recordEndedExecution(ended('ABORTED', { input }), dependencies));
      expect(await itemsOf('SCAN')).toMatchObject([{ scanId: 'scan', status: 'FAILED', startedAt: STARTED_AT }]);
      expect((await itemsOf('SCAN'))[0]?.email).toBe(input?.email);
      expect(published()).toEqual(['failed:scan:0']);
    }
  });
});
