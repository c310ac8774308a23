import { beginScan } from '../../../lambda/scan/begin-scan';
import { continueScan } from '../../../lambda/scan/continue-scan';
import type { ScanProgress } from '../../../lambda/scan/state';
import { scanEnd } from '../../support/scan-end';
import { RETENTION_SECONDS, type Services, STARTED_AT, scanSteps } from '../../support/scan-steps';

const [one, two] = ['5f0c1a7e-3b9d-4c52-8e61-000000000001', '5f0c1a7e-3b9d-4c52-8e61-000000000002'];
const trigger = { id: 'event-1', source: 'com.example.hr', time: '2026-01-05T07:59:00Z' };
const tasks = [
  { app: 'SLACK', tenantId: 'T', taskId: one },
  { app: 'ZOOM', tenantId: 'Z', error: { errorCode: '403' } },
];
const starting: Services = { start: () => ({ status: 201, json: { userAccessTasksList: tasks } }) };
const hours = (count: number) => count * 3_600_000;

/** Begins a scan that started when the world did. */
async function begun(services: Services = starting) {
  const steps = await scanSteps(services);
  const begin = (changes: object = {}) =>
    beginScan(
      {
        scanId: 'scan',
        startedAt: STARTED_AT,
        redriveCount: 0,
        input: { email: 'Ana@example.com' },
        returnBy: steps.world.clock.now() + 60_000,
        ...changes,
      },
      steps.dependencies,
    ) as Promise<ScanProgress>;
  return { ...steps, begin };
}

describe('a scan that begins', () => {
  it('records its tasks, and those that could not be started are still to be published', async () => {
    const { world, begin, itemsOf, published } = await begun();
    await world.run(async () => {
      expect(await begin()).toMatchObject({ pending: [one, 'START-FAILED#ZOOM#Z'], turn: 0, done: false });
      expect(await itemsOf('TASK')).toMatchObject([
        { taskId: one, status: 'IN_PROGRESS', email: 'ana@example.com' },
        { status: 'FAILED', app: 'ZOOM', error: { errorCode: '403' } },
      ]);
      expect(published()).toEqual([]);
    });
  });

  it('has a result for a task that AppFabric did not start, whether it gave an id, an error, both, or neither', async () => {
    const list = [
      { app: 'SLACK', tenantId: 'T', taskId: one },
      { app: 'BOX', tenantId: 'B', taskId: two, error: { errorCode: '403' } },
      { app: 'ASANA', tenantId: 'A' },
    ];
    const { world, begin, itemsOf } = await begun({
      start: () => ({ status: 201, json: { userAccessTasksList: list } }),
    });
    await world.run(async () => {
      const { pending } = await begin();
      expect(pending).toEqual([one, 'START-FAILED#BOX#B', 'START-FAILED#ASANA#A']);
      const results = (await itemsOf('TASK')).filter(({ status }) => status !== 'IN_PROGRESS');
      expect(results.map(({ app, status, reason }) => [app, status, reason]).toSorted()).toEqual([
        ['ASANA', 'FAILED', 'NOT_STARTED'],
        ['BOX', 'FAILED', 'NOT_STARTED'],
      ]);
    });
  });

  it('for a trigger goes on if its function runs again', async () => {
    const { world, begin, requests } = await begun();
    const input = { email: 'ana@example.com', trigger };
    await world.run(async () => {
      const first = await begin({ input });
      expect(await begin({ input })).toEqual(first);
    });
    expect(requests).toHaveLength(1);
  });

  it('has its whole time from when AppFabric started the tasks, however late that was', async () => {
    const { world, begin, itemsOf } = await begun();
    await world.run(async () => {
      await world.clock.sleep(hours(3));
      const { tasksStartedAt = '', deadline } = await begin();
      expect(Date.parse(tasksStartedAt)).toBeGreaterThanOrEqual(Date.parse(STARTED_AT) + hours(3));
      expect(Date.parse(deadline)).toBe(Date.parse(tasksStartedAt) + 1_800_000);
      for (const task of await itemsOf('TASK')) expect(task.tasksStartedAt).toBe(tasksStartedAt);
      await world.clock.sleep(hours(1));
      expect(await begin()).toMatchObject({ tasksStartedAt, deadline });
    });
  });

  it('again continues with the tasks that are recorded, and starts no others', async () => {
    const { world, begin, requests } = await begun();
    await world.run(async () => {
      const first = await begin();
      expect(await begin()).toEqual(first);
    });
    expect(requests).toHaveLength(1);
  });

  it('for task ids has its time from then on, and is committed to their number', async () => {
    const { world, begin, itemsOf } = await begun({});
    await world.run(async () => {
      await world.clock.sleep(hours(3));
      const state = await begin({ input: { taskIds: [one, two, one] } });
      expect(state).toMatchObject({ pending: [one, two], tasksStartedAt: undefined });
      expect(Date.parse(state.deadline)).toBeGreaterThanOrEqual(Date.parse(STARTED_AT) + hours(3) + 1_800_000);
      expect(await itemsOf('SCAN')).toMatchObject([{ taskCount: 2 }]);
    });
  });

  it('under the name of an earlier scan is refused, and changes nothing', async () => {
    const { world, begin, items, requests } = await begun();
    await world.run(async () => {
      await begin();
      const before = await items();
      await expect(begin({ startedAt: '2026-04-06T08:00:00.000Z' })).rejects.toMatchObject({
        name: 'InvalidScanRequest',
        message: expect.stringContaining(
          `the scan that started at ${STARTED_AT}. Start the execution with another name`,
        ),
      });
      expect(await items()).toEqual(before);
    });
    expect(requests).toHaveLength(1);
  });

  it('under the name of an earlier scan does not keep the trigger from the next execution', async () => {
    const { world, begin } = await begun();
    const input = { email: 'ana@example.com', trigger };
    await world.run(async () => {
      await begin();
      await expect(begin({ input, startedAt: '2026-04-06T08:00:00.000Z' })).rejects.toMatchObject({
        name: 'InvalidScanRequest',
      });
      expect(await begin({ input, scanId: 'another-name' })).toMatchObject({ done: false });
    });
  });

  it('for a trigger of another scan is its duplicate, and leaves no record', async () => {
    const { world, begin, itemsOf } = await begun();
    const input = { email: 'ana@example.com', trigger };
    await world.run(async () => {
      await begin({ input });
      expect(await begin({ input, scanId: 'other' })).toMatchObject({ status: 'DUPLICATE', duplicateOf: 'scan' });
      expect(await itemsOf('SCAN')).toHaveLength(1);
    });
  });
});

describe('a redrive', () => {
  it('that begins in StartScan goes to FailScan first, and StartScan then gives the scan a new time', async () => {
    const { world, begin, dependencies, itemsOf } = await begun();
    await world.run(async () => {
      await begin();
      expect((await itemsOf('SCAN'))[0]).not.toHaveProperty('resumedCount');
      await world.clock.sleep(hours(5));
      await expect(begin({ redriveCount: 1 })).rejects.toMatchObject({ name: 'ScanRedriven' });
      expect(await itemsOf('SCAN')).toMatchObject([{ resumedCount: 1 }]);
      await dependencies.scans.reopen({ scanId: 'scan', startedAt: STARTED_AT }, 1);
      const state = await begin({ redriveCount: 1 });
      expect(state).toMatchObject({ redriveCount: 1, pending: [one, 'START-FAILED#ZOOM#Z'] });
      expect(Date.parse(state.deadline)).toBeGreaterThanOrEqual(Date.parse(STARTED_AT) + hours(5) + 1_800_000);
    });
  });

  it('goes on although its trigger was taken over by a scan that started after its failure', async () => {
    const { world, begin, dependencies } = await begun();
    const input = { email: 'ana@example.com', trigger };
    await world.run(async () => {
      await begin({ input });
      await dependencies.scans.fail({ scanId: 'scan', startedAt: STARTED_AT }, { name: 'X', message: 'Y' }, 0, 0);
      expect(await begin({ input, scanId: 'other' })).toMatchObject({
        scanId: 'other',
        pending: [one, expect.anything()],
      });
      await dependencies.scans.reopen({ scanId: 'scan', startedAt: STARTED_AT }, 1);
      expect(await begin({ input, redriveCount: 1 })).toMatchObject({ scanId: 'scan', redriveCount: 1, done: false });
    });
  });

  it('that begins in PollTasks goes to FailScan first', async () => {
    const { world, begin, dependencies } = await begun();
    await world.run(async () => {
      const state = await begin();
      const execution = { scanId: 'scan', startedAt: STARTED_AT, input: {}, redriveCount: 1 };
      await expect(continueScan(execution, state, world.clock.now(), dependencies)).rejects.toMatchObject({
        name: 'ScanRedriven',
      });
    });
  });

  it('of a completed scan publishes all its results again', async () => {
    const { world, begin, dependencies } = await begun();
    await world.run(async () => {
      const state = await begin();
      await dependencies.tasks.recordTimeout(state, one, world.clock.now());
      await dependencies.scans.complete(state, scanEnd({ FAILED: 1, TIMED_OUT: 1 }), 0);
      expect(await begin()).toMatchObject({ pending: [one, 'START-FAILED#ZOOM#Z'] });
    });
  });
});

describe('a scan whose records expire within the hour', () => {
  const margin = RETENTION_SECONDS * 1000 - hours(1);

  it('does not begin', async () => {
    const { world, begin, items } = await begun();
    await world.run(async () => {
      await world.clock.sleep(margin);
      await expect(begin()).rejects.toMatchObject({ name: 'ScanExpired' });
    });
    expect(await items()).toEqual([]);
  });

  it('does not go on', async () => {
    const { world, begin, dependencies } = await begun();
    await world.run(async () => {
      const state = await begin();
      const execution = { scanId: 'scan', startedAt: STARTED_AT, input: {}, redriveCount: 0 };
      const goOn = () => continueScan(execution, state, world.clock.now(), dependencies);
      await world.clock.sleep(Date.parse(STARTED_AT) + margin - world.clock.now() - 1000);
      expect(await goOn()).toMatchObject({ done: false });
      await world.clock.sleep(2000);
      await expect(goOn()).rejects.toMatchObject({ name: 'ScanExpired' });
    });
  });
});
