import { createHandler as failScan } from '../../lambda/fail-scan';
import { watchDependencies } from '../../lambda/runtime/runtime';
import { createHandler as startScan } from '../../lambda/start-scan';
import { ended } from '../../lambda/watch/decide';
import { newWatch } from '../../lambda/watch/new-watch';
import { recordDecision } from '../../lambda/watch/record';
import { parseWatchRequest } from '../../lambda/watch/request';
import type { ChangeRecord } from '../../lib/contract/changes';
import { personOf } from '../../lib/contract/person';
import { scanEnd } from '../support/scan-end';
import { type Services, STARTED_AT, scanSteps } from '../support/scan-steps';
import { sumsOf } from '../support/telemetry';
import { CLEAR, DAY, OPEN, withWatches } from '../support/watch-steps';

const TASK_ID = '5f0c1a7e-3b9d-4c52-8e61-000000000001';
const found = { taskId: TASK_ID, resultStatus: 'COMPLETED' as const, app: 'SLACK', tenantId: 'T', userId: 'U1' };
const executionOf = (changes: object = {}) => ({
  Name: 'scan',
  StartTime: STARTED_AT,
  Input: { email: 'ana@example.com' },
  ...changes,
});

const answer = { scanId: 'scan', scanStartedAt: STARTED_AT, recordedAt: STARTED_AT };
const CHANGE: ChangeRecord = {
  type: 'CHANGE',
  id: 'changed:scan:task',
  email: personOf('ana@example.com').key,
  app: 'SLACK',
  tenantId: 'T',
  kind: 'REMOVED',
  from: { ...answer, access: 'OPEN' },
  to: { ...answer, access: 'NONE' },
  expiresAt: 2_000_000_000,
} as ChangeRecord;

/** The functions of a scan, whose only task ends with its answer number `answersUntilEnd`. */
async function functions({ answersUntilEnd = 1, ...services }: Services & { answersUntilEnd?: number } = {}) {
  const steps = await scanSteps({
    start: () => ({ status: 201, json: { userAccessTasksList: [{ app: 'SLACK', tenantId: 'T', taskId: TASK_ID }] } }),
    batchGet: (_, call) => ({
      json: { userAccessResultsList: [call < answersUntilEnd ? { ...found, resultStatus: 'IN_PROGRESS' } : found] },
    }),
    ...services,
  });
  const { world, runtime } = steps;
  const [start, fail] = [startScan(runtime), failScan(runtime)];
  return {
    run: world.run.bind(world),
    start: (execution: object = {}) =>
      start({ execution: executionOf(execution) }, { getRemainingTimeInMillis: () => 270_000 }),
    fail: (execution: object = {}) =>
      fail({ execution: executionOf(execution), failure: { Error: 'AppBundleNotFound', Cause: '{}' } }),
    sums: (name: string) => sumsOf(world.collected, name),
    values: (name: string) =>
      world.collected.measurements.filter(({ metric }) => metric.name === name).map(({ value }) => value),
  };
}

describe('of a scan', () => {
  it.each([
    ['a person', {}],
    ['task ids', { Input: { taskIds: [TASK_ID] } }],
  ])('of %s everything is counted once, although its function runs twice', async (_, execution) => {
    const { run, start, sums, values } = await functions();
    await run(async () => {
      await start(execution);
      await start(execution);
    });
    expect(sums('ScansStarted')).toEqual({ '': 1 });
    expect(sums('ScansCompleted')).toEqual({ '': 1 });
    expect(sums('Results')).toEqual({ OPEN: 1 });
    expect(sums('ResultsWithoutAnswer')).toEqual({});
    expect(values('ScanDuration')).toHaveLength(1);
  });

  it('of a person the verdict is counted', async () => {
    const { run, start, sums } = await functions();
    await run(() => start());
    expect(sums('Verdicts')).toEqual({ OPEN: 1 });
  });

  it('a result without an answer is counted by its reason, and by its app and reason', async () => {
    const taskError = { errorCode: 'TOKEN_REVOKED' };
    const { run, start, sums } = await functions({
      batchGet: () => ({
        json: { userAccessResultsList: [{ ...found, userId: undefined, resultStatus: 'EXPIRED', taskError }] },
      }),
    });
    await run(() => start());
    expect(sums('Results')).toEqual({ UNKNOWN: 1 });
    expect(sums('ResultsWithoutAnswer')).toEqual({ EXPIRED: 1, 'SLACK EXPIRED': 1 });
  });

  it('the rounds, the calls, and the age of what it waits for are measured', async () => {
    const { run, start, sums, values } = await functions({ answersUntilEnd: 6 });
    await run(() => start());
    expect(sums('Polls')).toEqual({ '': 6 });
    // One call lists the app authorizations, and one starts the tasks.
    expect(sums('AppFabricCalls')).toEqual({ '': 8 });
    const [age = 0] = values('OldestPendingTask');
    const [duration = 0] = values('ScanDuration');
    expect(age).toBeGreaterThan(2);
    expect(duration).toBeGreaterThan(age);
    expect(duration).toBeLessThan(10);
  });

  it('whose task ends at once, nothing pending is measured', async () => {
    const { run, start, values } = await functions();
    await run(() => start());
    expect(values('OldestPendingTask')).toEqual([]);
  });

  it('that fails, the failure is counted once, although its function runs twice', async () => {
    const { run, fail, sums, values } = await functions();
    await run(async () => {
      await fail();
      await fail();
    });
    expect(sums('ScansFailed')).toEqual({ '': 1 });
    expect(values('ScanDuration')).toHaveLength(1);
  });

  it('that fails without a record of its own, the failure is counted', async () => {
    const { run, start, fail, sums } = await functions();
    await run(async () => {
      await start();
      await fail({ StartTime: '2026-01-05T09:00:00.000Z' });
    });
    expect(sums('ScansFailed')).toEqual({ '': 1 });
  });

  it('that two functions start at the same time, the start is counted once', async () => {
    const { world, runtime, dependencies } = await scanSteps();
    await world.run(async () => {
      await dependencies.scans.open({ scanId: 'scan', startedAt: STARTED_AT });
      for (const taskCount of [1, 2]) await dependencies.scans.commitTasks('scan', { taskCount });
      runtime.telemetry.end();
    });
    expect(sumsOf(world.collected, 'ScansStarted')).toEqual({ '': 1 });
  });

  it('a result and an end that two functions record are counted once', async () => {
    const { world, runtime, dependencies } = await scanSteps();
    const { scans, tasks } = dependencies;
    const identity = { scanId: 'scan', startedAt: STARTED_AT };
    await world.run(async () => {
      const scan = await scans.open(identity);
      await scans.commitTasks('scan', { taskCount: 1 });
      for (let times = 0; times < 2; times++) {
        await tasks.recordAnswer(identity, TASK_ID, 'COMPLETED', found, world.clock.now());
        await scans.complete(scan, scanEnd({ COMPLETED: 1 }), world.clock.now());
      }
      runtime.telemetry.end();
    });
    expect(sumsOf(world.collected, 'Results')).toEqual({ OPEN: 1 });
    expect(sumsOf(world.collected, 'ScansCompleted')).toEqual({ '': 1 });
    expect(sumsOf(world.collected, 'Verdicts')).toEqual({});
  });

  it('a change that is recorded again is counted once', async () => {
    const { world, runtime } = await scanSteps();
    const { changes } = watchDependencies(runtime);
    await world.run(async () => {
      for (let times = 0; times < 3; times++) await changes.record(CHANGE);
      runtime.telemetry.end();
    });
    expect(sumsOf(world.collected, 'Changes')).toEqual({ '': 1 });
    const lines = world.collected.logs.map((line) => JSON.parse(line)).filter(({ kind }) => kind !== undefined);
    expect(lines).toMatchObject([{ message: 'Recorded a change', app: 'SLACK', kind: 'REMOVED' }]);
  });

  it('each event that EventBridge refuses is counted, and no other', async () => {
    const { world, runtime, dependencies } = await scanSteps({ refuses: (id) => id !== 'c' });
    const events = ['a', 'b', 'c'].map((id) => ({ detailType: 'Test', time: STARTED_AT, detail: { id } }));
    await world.run(() => dependencies.publisher.publish(events as never, { tries: 1 }));
    runtime.telemetry.end();
    expect(sumsOf(world.collected, 'EventsRefused')).toEqual({ '': 2 });
  });

  it('the events that EventBridge refuses are counted, each time', async () => {
    const { run, start, sums } = await functions({ refuses: (id) => id.startsWith('result:') });
    await run(() => start());
    const { '': refused = 0 } = sums('EventsRefused');
    expect(refused).toBeGreaterThanOrEqual(2);
  });
});

describe('of a watch', () => {
  const HOUR = 3600;

  it('its begin, its due time and its end are counted once', () =>
    withWatches(async ({ execution, play, start, world }) => {
      const leaver = execution('leaver', { cadenceSeconds: [HOUR], dueInSeconds: HOUR / 2 });
      await play(leaver, [OPEN, CLEAR]);
      await start(leaver);
      for (const name of ['WatchesStarted', 'WatchesOverdue', 'WatchesCleared']) {
        expect([name, sumsOf(world.collected, name)]).toEqual([name, { '': 1 }]);
      }
      const measured = world.collected.measurements.map(({ metric }) => metric.name);
      expect(new Set(measured)).toEqual(new Set(['WatchesStarted', 'WatchesOverdue', 'WatchesCleared']));
    }));

  it('an end that somebody else has recorded in the meantime is not counted', async () => {
    const { world, runtime } = await scanSteps();
    const dependencies = watchDependencies(runtime);
    const execution = { name: 'leaver', startedAt: STARTED_AT };
    await world.run(async () => {
      const order = parseWatchRequest({ email: 'ana@example.com' }, 86_400);
      const begun = await dependencies.watches.begin(newWatch(order, execution, 2_000_000_000));
      if (begun === undefined) throw new Error('The watch could not begin.');
      const over = ended(begun.watch, 'GIVEN_UP', world.clock.now());
      expect(await recordDecision(begun, over, dependencies)).toBeDefined();
      expect(await recordDecision(begun, over, dependencies)).toBeUndefined();
      runtime.telemetry.end();
    });
    expect(sumsOf(world.collected, 'WatchesGivenUp')).toEqual({ '': 1 });
  });

  it('that is stopped, or could not begin, the end is counted', () =>
    withWatches(async ({ execution, start, end, world, until }) => {
      const leaver = execution('leaver', { dueInSeconds: DAY });
      await start(leaver);
      await until(HOUR);
      await end(leaver, 'ABORTED');
      await end(leaver, 'ABORTED');
      expect(sumsOf(world.collected, 'WatchesStopped')).toEqual({ '': 1 });
      await end(execution('invalid', { email: 'ana' }), 'FAILED', { error: 'InvalidWatchRequest' });
      expect(sumsOf(world.collected, 'WatchesStopped')).toEqual({ '': 2 });
    }));
});
