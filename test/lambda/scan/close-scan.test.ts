import { scanCompletedEvent } from '../../../lambda/events/details';
import { closeScan } from '../../../lambda/scan/close-scan';
import { personOf } from '../../../lib/contract/person';
import type { CompletedScan, ResultStatus } from '../../../lib/contract/records';
import { scanEnd } from '../../support/scan-end';
import { outcomeOf, RETENTION_SECONDS, STARTED_AT, scanSteps } from '../../support/scan-steps';

const SCAN = { scanId: 'scan', startedAt: STARTED_AT };
const ana = personOf('ana@example.com').key;
const bob = personOf('bob@example.com').key;
const ENDED_AT = expect.stringMatching(/^2026-01-05T08:00:0\d\.\d{3}Z$/);

/** A scan with this many tasks, of which nothing is recorded yet. */
async function scanOf(taskCount: number, identity: { email?: typeof ana } = {}) {
  const steps = await scanSteps();
  const { tasks, scans, standings, clock } = steps.dependencies;
  const scan = { ...SCAN, ...identity };
  const open = () => scans.open({ ...scan, taskCount });
  const record = (taskId: string, status: ResultStatus, answer = {}, scanId = scan.scanId) =>
    tasks.recordAnswer({ ...scan, scanId }, taskId, status, { app: 'SLACK', tenantId: 'T1', ...answer }, clock.now());
  return {
    ...steps,
    tasks,
    scans,
    standings,
    clock,
    scan,
    open,
    record,
    close: () => closeScan(SCAN, steps.dependencies),
  };
}

describe('a scan whose tasks are final', () => {
  it('is completed, with its counts and the tenants that are open or unknown', async () => {
    const { world, open, record, tasks, close, itemsOf } = await scanOf(5);
    await world.run(async () => {
      await open();
      await record('t1', 'COMPLETED', { userId: 'U1', email: ana });
      await record('t2', 'COMPLETED');
      await record('t3', 'FAILED', { email: ana });
      await record('t4', 'EXPIRED');
      await tasks.recordTimeout(SCAN, 't5', world.clock.now());
      const closed = await close();
      expect(closed).toMatchObject({
        status: 'COMPLETED',
        endedAt: ENDED_AT,
        taskCount: 5,
        counts: { COMPLETED: 2, FAILED: 1, EXPIRED: 1, TIMED_OUT: 1 },
        accountsFound: 1,
        accessCounts: { OPEN: 1, BLOCKED: 0, NONE: 1, UNKNOWN: 3 },
        open: [{ taskId: 't1', app: 'SLACK', tenantId: 'T1', email: ana, confirmed: true }],
        openTruncated: false,
        unknown: [
          { taskId: 't3', status: 'FAILED', reason: 'OTHER', app: 'SLACK', tenantId: 'T1', email: ana },
          { taskId: 't4', status: 'EXPIRED', reason: 'EXPIRED', app: 'SLACK', tenantId: 'T1' },
          { taskId: 't5', status: 'TIMED_OUT', reason: 'TIMED_OUT' },
        ],
        unknownTruncated: false,
      });
      for (const attribute of ['verdict', 'confirmed', 'coverage']) expect(closed).not.toHaveProperty(attribute);
      expect(await itemsOf('SCAN')).toEqual([closed]);
    });
  });

  it('stays as it is when it is closed again', async () => {
    const { world, open, record, close } = await scanOf(1);
    await world.run(async () => {
      await open();
      await record('t1', 'COMPLETED');
      const closed = await close();
      await world.clock.sleep(60_000);
      expect(await close()).toEqual(closed);
    });
  });
});

describe('the histories of a completed scan', () => {
  it('have the counts of each person, and nothing of results without a person', async () => {
    const { world, open, record, close, itemsOf } = await scanOf(4);
    await world.run(async () => {
      await open();
      await record('t1', 'COMPLETED', { userId: 'U1', email: ana });
      await record('t2', 'FAILED', { email: bob });
      await record('t3', 'EXPIRED', { email: bob });
      await record('t4', 'COMPLETED');
      await close();
      const common = { scanId: 'scan', status: 'COMPLETED', startedAt: STARTED_AT, endedAt: ENDED_AT };
      expect((await itemsOf('PERSON_SCAN')).sort((a, b) => `${a.email}`.localeCompare(`${b.email}`))).toMatchObject([
        { ...common, email: ana, taskCount: 1, accountsFound: 1, counts: { COMPLETED: 1, FAILED: 0, EXPIRED: 0 } },
        { ...common, email: bob, taskCount: 2, accountsFound: 0, counts: { COMPLETED: 0, FAILED: 1, EXPIRED: 1 } },
      ]);
    });
  });

  it('have the person of the scan, even if it has no results', async () => {
    const { world, open, close, itemsOf } = await scanOf(0, { email: ana });
    await world.run(async () => {
      await open();
      await close();
      const counts = { COMPLETED: 0, FAILED: 0, EXPIRED: 0, TIMED_OUT: 0 };
      expect(await itemsOf('PERSON_SCAN')).toMatchObject([
        { email: ana, status: 'COMPLETED', taskCount: 0, accountsFound: 0, counts },
      ]);
    });
  });

  it('have one entry for the person of the scan, if its results have the same one', async () => {
    const { world, open, record, close, itemsOf } = await scanOf(1, { email: ana });
    await world.run(async () => {
      await open();
      await record('t1', 'COMPLETED', { userId: 'U1', email: ana });
      await close();
      expect(await itemsOf('PERSON_SCAN')).toMatchObject([{ email: ana, taskCount: 1, accountsFound: 1 }]);
    });
  });

  it('are written again when the scan is closed again, because the function may have stopped in between', async () => {
    const { world, scans, open, record, close, itemsOf } = await scanOf(1);
    await world.run(async () => {
      const running = await open();
      await record('t1', 'COMPLETED', { email: ana });
      await scans.complete(SCAN, scanEnd({ COMPLETED: 1 }), world.clock.now());
      await scans.updateHistory(running, ana);
      await close();
      expect(await itemsOf('PERSON_SCAN')).toMatchObject([{ email: ana, status: 'COMPLETED', taskCount: 1 }]);
    });
  });
});

describe('a scan that cannot be completed', () => {
  it('has open tasks in the table: they are returned, and nothing is written', async () => {
    const { world, open, record, tasks, close, itemsOf } = await scanOf(3, { email: ana });
    await world.run(async () => {
      await open();
      await record('t1', 'COMPLETED');
      await tasks.open(SCAN, { taskId: 't2' });
      await tasks.open(SCAN, { taskId: 't3' });
      expect(await close()).toEqual(['t2', 't3']);
      expect([...(await itemsOf('SCAN')), ...(await itemsOf('PERSON_SCAN'))]).toMatchObject([
        { status: 'RUNNING' },
        { status: 'RUNNING' },
      ]);
    });
  });

  it.each([1, 3])('has other results than its %i tasks', async (taskCount) => {
    const { world, open, record, close, itemsOf } = await scanOf(taskCount, { email: ana });
    await world.run(async () => {
      await open();
      await record('t1', 'COMPLETED');
      await record('t2', 'COMPLETED');
      expect((await outcomeOf(close())).error?.message).toBe(
        `A scan that is RUNNING with ${taskCount} tasks can't end with 2.`,
      );
      expect([...(await itemsOf('SCAN')), ...(await itemsOf('PERSON_SCAN'))]).toMatchObject([
        { status: 'RUNNING' },
        { status: 'RUNNING' },
      ]);
    });
  });

  it('has failed in the meantime: nobody would publish its completion', async () => {
    const { world, scan, open, record, scans, close, itemsOf } = await scanOf(1);
    await world.run(async () => {
      await open();
      await record('t1', 'COMPLETED', { email: ana });
      await scans.fail(scan, { name: 'ScanStopped', message: 'Stopped.' }, 0, world.clock.now());
      expect((await outcomeOf(close())).error?.message).toBe("A scan that is FAILED with 1 tasks can't end with 1.");
      expect(await itemsOf('SCAN')).toMatchObject([{ status: 'FAILED' }]);
      expect(await itemsOf('PERSON_SCAN')).toEqual([]);
    });
  });
});

describe('the lists of a closed scan', () => {
  /** Closes a scan of tasks that timed out, and of open accounts, in tenants with an id of this length. */
  async function closed(taskCount: number, tenantIdLength: number) {
    const { world, open, record, tasks, close } = await scanOf(2 * taskCount);
    return world.run(async () => {
      await open();
      for (let number = 0; number < taskCount; number++) {
        const tenant = { app: 'SLACK', tenantId: String(number).padStart(tenantIdLength, 't') };
        await tasks.open(SCAN, { ...tenant, taskId: `unknown-${number}` });
        await tasks.recordTimeout(SCAN, `unknown-${number}`, 0);
        await record(`open-${number}`, 'COMPLETED', { ...tenant, userId: 'U1' });
      }
      return (await close()) as CompletedScan;
    });
  }

  it('are complete if they fit', async () => {
    const record = await closed(3, 10);
    expect(record).toMatchObject({ status: 'COMPLETED', openTruncated: false, unknownTruncated: false });
    expect(record.open).toHaveLength(3);
    expect(record.unknown).toHaveLength(3);
  });

  it('are cut at 70 KB each, and the record and the event say so', async () => {
    const record = await closed(120, 1000);
    expect(record).toMatchObject({ taskCount: 240, openTruncated: true, unknownTruncated: true });
    for (const list of [record.open, record.unknown]) {
      const bytes = Buffer.byteLength(JSON.stringify(list));
      expect(bytes).toBeGreaterThan(68 * 1024);
      expect(bytes).toBeLessThan(71 * 1024);
    }
    expect(record.accessCounts).toEqual({ OPEN: 120, BLOCKED: 0, NONE: 0, UNKNOWN: 120 });
    const { detail } = scanCompletedEvent(record);
    expect(detail).toMatchObject({ openTruncated: true, unknownTruncated: true });
    expect(Buffer.byteLength(JSON.stringify(detail))).toBeLessThan(256 * 1024);
  });
});

describe('the verdict of a closed scan', () => {
  // Otherwise, accounts would expire that nobody has seen closed, and the person would be clear.
  it('keeps every account that was not asked for, even if the list of them is cut', async () => {
    const { world, scan, record, scans, standings, close, itemsOf } = await scanOf(2, { email: ana });
    const tenants = Array.from({ length: 100 }, (_, number) => String(number).padStart(1000, 't'));
    const startedAt = '2026-01-05T08:00:01.000Z';
    await world.run(async () => {
      for (const tenantId of tenants) {
        const earlier = await record(tenantId.slice(-3), 'COMPLETED', { tenantId, userId: 'U' }, 'earlier');
        await standings.file({ ...earlier, scanStartedAt: '2026-01-04T08:00:00.000Z' });
      }
      await scans.open(scan);
      await scans.commitTasks('scan', { taskCount: 2, tasksStartedAt: startedAt });
      await record('t1', 'COMPLETED');
      // One of them is asked, and its answer is recorded, but not filed: the function was killed in between.
      await record('t2', 'COMPLETED', { tenantId: tenants[0], userId: 'U' });
      expect(await close()).toMatchObject({ verdict: 'OPEN', unknownTruncated: true });
    });
    const expiresAt = Date.parse(STARTED_AT) / 1000 + RETENTION_SECONDS + 7 * 86_400;
    const kept = (await itemsOf('STANDING')).filter((item) => item.expiresAt === expiresAt && !item.confirmed);
    expect(kept.map(({ tenantId }) => tenantId).sort()).toEqual(tenants.slice(1).sort());
  });

  it('is made of its results, of the standings of its person, and of what was not asked', async () => {
    const { world, scan, record, scans, standings, close, itemsOf } = await scanOf(1, { email: ana });
    await world.run(async () => {
      await standings.file(await record('before', 'COMPLETED', { app: 'ZOOM', tenantId: 'Z', userId: 'U' }, 'earlier'));
      await scans.open(scan);
      await scans.commitTasks('scan', { taskCount: 1, tasksStartedAt: '2026-01-05T08:00:01.000Z' });
      await record('t1', 'COMPLETED');
      expect(await close()).toMatchObject({
        verdict: 'OPEN',
        confirmed: false,
        coverage: { counted: 2, asked: 1, answered: 1 },
        open: [{ app: 'ZOOM', tenantId: 'Z', confirmed: false }],
        unknown: [{ app: 'ZOOM', tenantId: 'Z', reason: 'NOT_ASKED', lastAccess: 'OPEN' }],
      });
      const verdict = { verdict: 'OPEN', confirmed: false, coverage: { counted: 2, asked: 1, answered: 1 } };
      expect(await itemsOf('PERSON_SCAN')).toMatchObject([verdict]);
      expect(await itemsOf('PERSON')).toMatchObject([{ ...verdict, email: ana, scanId: scan.scanId }]);
      expect(await itemsOf('STANDING')).toMatchObject([{ access: 'OPEN', confirmed: false, reason: 'NOT_ASKED' }]);
    });
  });

  it('does not count an app that gives audit logs only, and names it', async () => {
    const { world, scan, record, scans, close } = await scanOf(1, { email: ana });
    const confluence = { app: 'CONFLUENCE', tenantId: 'C', authorizationStatus: 'Connected', withoutUserAccess: true };
    await world.run(async () => {
      await scans.open(scan);
      await scans.commitTasks('scan', { taskCount: 1, authorizations: [confluence] });
      await record('t1', 'COMPLETED');
      const closed = await close();
      expect(closed).toMatchObject({ verdict: 'NOT_FOUND', confirmed: true, unknown: [] });
      expect(closed).toMatchObject({ withoutUserAccess: [{ app: 'CONFLUENCE', tenantId: 'C' }] });
    });
  });

  it('names no app that gives audit logs only, if there is none', async () => {
    const { world, open, record, close } = await scanOf(1, { email: ana });
    await world.run(async () => {
      await open();
      await record('t1', 'COMPLETED');
      expect(await close()).not.toHaveProperty('withoutUserAccess');
    });
  });

  it('stays the first one, wherever the person stands when the scan is closed again', async () => {
    const { world, open, record, standings, close, itemsOf } = await scanOf(1, { email: ana });
    await world.run(async () => {
      await open();
      await record('t1', 'COMPLETED');
      const closed = await close();
      expect(closed).toMatchObject({ verdict: 'NOT_FOUND', confirmed: true });
      await standings.file(await record('later', 'COMPLETED', { app: 'ZOOM', tenantId: 'Z', userId: 'U' }, 'other'));
      expect(await close()).toEqual(closed);
      expect(await itemsOf('PERSON')).toMatchObject([{ verdict: 'NOT_FOUND' }]);
    });
  });
});
