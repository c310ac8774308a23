import { createHandler as failScan } from '../../lambda/fail-scan';
import { createHandler as pollTasks } from '../../lambda/poll-tasks';
import type { ScanProgress } from '../../lambda/scan/state';
import { createHandler as startScan } from '../../lambda/start-scan';
import { type Services, STARTED_AT, scanSteps } from '../support/scan-steps';
import { linesOf } from '../support/telemetry';

const EMAIL = 'ana.diaz@example.com';
const TASK_ID = '5f0c1a7e-3b9d-4c52-8e61-000000000001';
const trigger = { id: 'event-1', source: 'com.example.hr', time: '2026-01-05T07:59:00Z' };
const found = { taskId: TASK_ID, resultStatus: 'COMPLETED', app: 'SLACK', tenantId: 'T', email: EMAIL, userId: 'U1' };

/** As Step Functions passes it on. `RedriveCount` is there only after a redrive. */
const executionOf = (changes: object = {}) => ({
  Name: 'scan',
  StartTime: STARTED_AT,
  Input: { email: EMAIL, trigger },
  ...changes,
});

/** The three functions, and an AppFabric whose only task ends with its answer number `answersUntilEnd`. */
async function functions({ answersUntilEnd = 1, ...services }: Services & { answersUntilEnd?: number } = {}) {
  const steps = await scanSteps({
    start: () => ({ status: 201, json: { userAccessTasksList: [{ app: 'SLACK', tenantId: 'T', taskId: TASK_ID }] } }),
    batchGet: (_, call) => ({
      json: {
        userAccessResultsList: [call < answersUntilEnd ? { ...found, resultStatus: 'IN_PROGRESS' } : found],
      },
    }),
    ...services,
  });
  const { runtime, world } = steps;
  const context = { getRemainingTimeInMillis: () => 270_000 };
  const [start, poll, fail] = [startScan(runtime), pollTasks(runtime), failScan(runtime)];
  return {
    ...steps,
    start: (execution: object = {}) => start({ execution: executionOf(execution) }, context),
    poll: (state: unknown, execution: object = {}) =>
      poll({ execution: executionOf(execution), state: state as ScanProgress }, context),
    fail: (event: object) => fail(event as Parameters<typeof fail>[0]),
    /** What the functions logged. */
    logged: () => linesOf(world.collected),
  };
}

const completed = {
  scanId: 'scan',
  status: 'COMPLETED',
  verdict: 'OPEN',
  confirmed: true,
  coverage: { counted: 1, asked: 1, answered: 1 },
  accessCounts: { OPEN: 1, BLOCKED: 0, NONE: 0, UNKNOWN: 0 },
  taskCount: 1,
  counts: { COMPLETED: 1, FAILED: 0, EXPIRED: 0, TIMED_OUT: 0 },
  accountsFound: 1,
  done: true,
};

describe('StartScan', () => {
  it('completes a scan whose tasks end in its poll window', async () => {
    const { world, start, logged } = await functions({ answersUntilEnd: 3 });
    expect(await world.run(() => start())).toEqual(completed);
    expect(logged()).toEqual([
      { level: 'INFO', message: 'Started', scanId: 'scan', pending: 1 },
      { level: 'INFO', message: 'Polled', scanId: 'scan', done: true, pending: 0 },
    ]);
  });

  it('leaves a scan whose tasks take longer to PollTasks', async () => {
    const { world, start, poll, logged } = await functions({ answersUntilEnd: 60 });
    await world.run(async () => {
      const state = await start();
      expect(state).toMatchObject({ pending: [TASK_ID], redriveCount: 0, turn: 1, waitSeconds: 15, done: false });
      expect(await poll(state)).toEqual(completed);
    });
    expect(logged().at(-1)).toEqual({ level: 'INFO', message: 'Polled', scanId: 'scan', done: true, pending: 0 });
  });

  it('has half an hour for a scan', async () => {
    const { world, start } = await functions({ answersUntilEnd: Number.POSITIVE_INFINITY });
    await world.run(async () => {
      const { deadline, tasksStartedAt = '' } = (await start()) as ScanProgress;
      expect(Date.parse(deadline) - Date.parse(tasksStartedAt)).toBe(1_800_000);
    });
  });

  it('starts nothing for a trigger of another scan', async () => {
    const { world, start, requests, logged } = await functions();
    await world.run(async () => {
      await start();
      expect(await start({ Name: 'again' })).toEqual({
        scanId: 'again',
        status: 'DUPLICATE',
        duplicateOf: 'scan',
        ownerStatus: 'COMPLETED',
        done: true,
      });
    });
    expect(requests.filter(({ operation }) => operation === 'StartUserAccessTasks')).toHaveLength(1);
    expect(logged().at(-1)).toEqual({
      level: 'INFO',
      message: 'Nothing to start',
      scanId: 'again',
      status: 'DUPLICATE',
    });
  });
});

describe('PollTasks', () => {
  it('says how many tasks are pending', async () => {
    const { world, start, poll, logged } = await functions({ answersUntilEnd: Number.POSITIVE_INFINITY });
    await world.run(async () => poll(await start()));
    expect(logged().at(-1)).toEqual({ level: 'INFO', message: 'Polled', scanId: 'scan', done: false, pending: 1 });
  });

  it('leaves a redrive to FailScan', async () => {
    const { world, start, poll } = await functions({ answersUntilEnd: Number.POSITIVE_INFINITY });
    await world.run(async () => {
      const state = await start();
      await expect(poll(state, { RedriveCount: 1 })).rejects.toMatchObject({ name: 'ScanRedriven' });
    });
  });
});

describe('FailScan', () => {
  const error = { Error: 'AppFabricAccessDenied', Cause: '{"errorMessage":"Allow it."}' };
  const failed = { name: 'AppFabricAccessDenied', message: 'Allow it.', redriveCount: 0 };

  it('records an error of StartScan, which has replaced the state', async () => {
    const { world, fail, logged } = await functions();
    const state = await world.run(() => fail({ execution: executionOf(), failure: error }));
    expect(state).toEqual({ scanId: 'scan', done: false, failed });
    expect(logged()).toEqual([
      { level: 'INFO', message: 'Failed', scanId: 'scan', errorName: 'AppFabricAccessDenied' },
    ]);
  });

  it('records an error of PollTasks, and publishes the results that are pending in its state', async () => {
    const { world, start, fail, published } = await functions();
    await world.run(async () => {
      await start();
      const failure = { pending: [TASK_ID], failure: error };
      expect(await fail({ execution: executionOf(), failure })).toEqual(completed);
    });
    expect(published()).toEqual([
      ...[`result:scan:${TASK_ID}`, 'completed:scan'],
      `result:scan:${TASK_ID}`,
      'completed:scan',
    ]);
  });

  it('records an error without a name or a cause', async () => {
    const { world, fail } = await functions();
    const state = await world.run(() => fail({ execution: executionOf(), failure: {} }));
    expect(state).toMatchObject({ failed: { name: 'ScanInterrupted', message: expect.stringContaining('unnamed') } });
  });

  it('reopens a scan, and says so', async () => {
    const { world, fail, logged } = await functions();
    const failure = { Error: 'ScanRedriven', Cause: '' };
    await world.run(() => fail({ execution: executionOf({ RedriveCount: 1 }), failure }));
    expect(logged()).toEqual([{ level: 'INFO', message: 'Reopened', scanId: 'scan', redriveCount: 1 }]);
  });

  it('ends the execution in EndScan', async () => {
    const { world, fail } = await functions();
    const state = { scanId: 'scan', done: false, failed };
    await world.run(() =>
      expect(fail({ execution: executionOf(), state })).rejects.toMatchObject({
        name: failed.name,
        message: 'Allow it.',
      }),
    );
  });

  it.each([
    ['with its input', JSON.stringify({ email: EMAIL }), EMAIL],
    ['without its input', null, undefined],
    ['with an input that was cut', '{"email":"ana', undefined],
  ])('records an execution that was stopped, %s', async (_, input, email) => {
    const { world, fail, itemsOf, logged } = await functions();
    const ended = {
      name: 'scan',
      startDate: Date.parse(STARTED_AT),
      status: 'ABORTED',
      input,
      error: null,
      redriveCount: 0,
    };
    expect(await world.run(() => fail({ ended }))).toEqual({ scanId: 'scan' });
    const [record] = await itemsOf('SCAN');
    expect(record).toMatchObject({ status: 'FAILED', startedAt: STARTED_AT, error: { name: 'ScanStopped' } });
    expect(record?.email).toBe(email);
    expect(logged()).toEqual([{ level: 'INFO', message: 'Ended', scanId: 'scan', status: 'ABORTED' }]);
  });
});

it('records an execution that failed, with the name of its error', async () => {
  const { world, fail, itemsOf } = await functions();
  const input = JSON.stringify({ email: EMAIL });
  const ended = { name: 'scan', startDate: Date.parse(STARTED_AT), status: 'FAILED', input, error: 'States.Runtime' };
  await world.run(() => fail({ ended }));
  const [record] = await itemsOf('SCAN');
  expect(record).toMatchObject({ status: 'FAILED', error: { name: 'ScanInterrupted' } });
  expect((record as { error: { message: string } }).error.message).toContain('States.Runtime');
});

it('no function logs, traces or measures anything about a person', async () => {
  const { world, start, fail } = await functions();
  await world.run(async () => {
    await start();
    await fail({ execution: executionOf({ Name: 'other' }), failure: { Error: EMAIL, Cause: EMAIL } });
  });
  const { logs, traces, measurements } = world.collected;
  expect(JSON.stringify([logs, traces, measurements])).not.toMatch(/ana|diaz|U1/i);
});

it('FailScan records the end of an execution when the functions that StartScan says can run no more', async () => {
  const { world, start, fail, itemsOf } = await functions({ answersUntilEnd: Number.POSITIVE_INFINITY });
  await world.run(async () => {
    await start();
    // With a poll window of 60 s, StartScan can run for 6 minutes.
    expect(await itemsOf('SCAN')).toMatchObject([{ status: 'RUNNING', functionSeconds: 360 }]);
    const times = { startDate: Date.parse(STARTED_AT), stopDate: world.clock.now() };
    const ended = { name: 'scan', status: 'ABORTED', redriveCount: 0, ...times };
    await world.clock.sleep(120_000);
    await expect(fail({ ended })).rejects.toMatchObject({ name: 'FunctionMayRun' });
    await world.clock.sleep(240_000);
    expect(await fail({ ended })).toEqual({ scanId: 'scan' });
    expect(await itemsOf('SCAN')).toMatchObject([{ status: 'FAILED', error: { name: 'ScanStopped' } }]);
  });
});
