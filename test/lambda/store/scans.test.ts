import { isoTime } from '../../../lambda/common/clock';
import { ItemStore } from '../../../lambda/store/item-store';
import { type ScanEnd, Scans } from '../../../lambda/store/scans';
import { personOf } from '../../../lib/contract/person';
import type { FailedScan, ScanRecord } from '../../../lib/contract/records';
import { scanEnd } from '../../support/scan-end';
import { TABLE_NAME, type TableInMemory, tableInMemory } from '../../support/table-in-memory';
import { someTelemetry } from '../../support/telemetry';

let table: TableInMemory;
let items: ItemStore;
let scans: Scans;

beforeAll(async () => {
  table = await tableInMemory();
  items = new ItemStore(table.client, TABLE_NAME);
  scans = new Scans(items, 3600, someTelemetry());
});

afterAll(() => table.stop());

const STARTED_AT = '2026-11-16T09:00:00.500Z';
const NINE = Date.parse('2026-11-16T09:00:00.000Z');
const EXPIRES_AT = NINE / 1000 + 3600;
const TEN = NINE + 3_600_000;
const ELEVEN = TEN + 3_600_000;
const ana = personOf('ana@example.com').key;
const trigger = { id: 'event-1', source: 'com.example.hr', time: '2026-11-16T08:59:00Z' };
const error = { name: 'ScanStopped', message: 'Stopped.' };

const scanOf = (scanId: string) => ({ scanId, startedAt: STARTED_AT, email: ana, trigger });
const endOf = (taskCount: number): ScanEnd => scanEnd({ COMPLETED: taskCount }, { accountsFound: 1 });
const summaryOf = (taskCount: number) => endOf(taskCount).summary;
const recordOf = (scanId: string) => items.get({ pk: `SCAN#${scanId}`, sk: 'SCAN' });
const historyOf = (scanId: string) => items.get({ pk: `PERSON#${ana}`, sk: `SCAN#${STARTED_AT}#${scanId}` });
const statusKeys = (status: string, scanId: string) => ({
  statusPk: `STATUS#${status}`,
  statusSk: `${STARTED_AT}#${scanId}`,
});

describe('a scan that is opened', () => {
  it('is recorded as running, with its entry in the history of its person', async () => {
    const record = await scans.open(scanOf('opened'));
    expect(record).toMatchObject({ ...scanOf('opened'), type: 'SCAN', status: 'RUNNING', expiresAt: EXPIRES_AT });
    expect(await recordOf('opened')).toMatchObject({ ...record, ...statusKeys('RUNNING', 'opened') });
    expect(await historyOf('opened')).toMatchObject({
      ...scanOf('opened'),
      type: 'PERSON_SCAN',
      status: 'RUNNING',
      expiresAt: EXPIRES_AT,
    });
    expect(await scans.find('opened')).toMatchObject(record);
  });

  it('is in no history if it has only task ids', async () => {
    await scans.open({ scanId: 'ids', startedAt: STARTED_AT, taskCount: 2 });
    expect(await scans.find('ids')).toMatchObject({ status: 'RUNNING', taskCount: 2 });
    expect(await historyOf('ids')).toBeUndefined();
    expect(await scans.find('another')).toBeUndefined();
  });

  it('stays as it is when it is opened again', async () => {
    await scans.open(scanOf('again'));
    await scans.fail(scanOf('again'), error, 0, TEN);
    await scans.updateHistory((await scans.find('again')) as ScanRecord, ana);
    expect(await scans.open({ ...scanOf('again'), taskCount: 7 })).toMatchObject({ status: 'FAILED', error });
    expect((await scans.find('again'))?.taskCount).toBeUndefined();
    expect(await historyOf('again')).toMatchObject({ status: 'FAILED' });
  });

  it('gets its entry in the history if the function stopped before it wrote it', async () => {
    await scans.fail(scanOf('late history'), error, 0, TEN);
    expect(await historyOf('late history')).toBeUndefined();
    await scans.open(scanOf('late history'));
    expect(await historyOf('late history')).toMatchObject({ scanId: 'late history' });
  });

  it('expires when it has been kept for as long as it must be, in whole seconds', () => {
    expect(scans.expiresAt(STARTED_AT)).toBe(TEN);
  });
});

describe('the tasks of a scan', () => {
  const commitment = (app: string) => ({ taskCount: 1, tasks: [{ app }], tasksStartedAt: STARTED_AT });

  it('are those that are committed first', async () => {
    await scans.open(scanOf('committed'));
    expect(await scans.commitTasks('committed', commitment('SLACK'))).toMatchObject(commitment('SLACK'));
    expect(await scans.commitTasks('committed', { ...commitment('ASANA'), taskCount: 2 })).toMatchObject(
      commitment('SLACK'),
    );
    expect(await scans.find('committed')).toMatchObject({ ...scanOf('committed'), ...commitment('SLACK') });
  });
});

describe('a scan that is completed', () => {
  it('has its counts, and no longer the answer of AppFabric to its start', async () => {
    await scans.open(scanOf('completed'));
    await scans.commitTasks('completed', {
      taskCount: 2,
      tasks: [{ app: 'SLACK' }],
      authorizations: [],
      tasksStartedAt: STARTED_AT,
    });
    const lists = { ...endOf(2).lists, unknown: [{ reason: 'OTHER' as const }], unknownTruncated: true };
    const record = await scans.complete(scanOf('completed'), { ...endOf(2), lists }, TEN);
    expect(record).toMatchObject({
      ...scanOf('completed'),
      ...summaryOf(2),
      ...statusKeys('COMPLETED', 'completed'),
      status: 'COMPLETED',
      endedAt: isoTime(TEN),
      tasksStartedAt: STARTED_AT,
      ...lists,
    });
    expect(record.tasks).toBeUndefined();
    expect(record.authorizations).toBeUndefined();
    expect(await recordOf('completed')).toEqual(record);
  });

  it('does not change, whoever writes', async () => {
    await scans.open({ ...scanOf('final'), taskCount: 1 });
    const record = await scans.complete(scanOf('final'), endOf(1), TEN);
    expect(await scans.complete(scanOf('final'), endOf(1), ELEVEN)).toEqual(record);
    expect(await scans.fail(scanOf('final'), error, 5, ELEVEN)).toEqual(record);
    expect(await scans.reopen(scanOf('final'), 5)).toEqual(record);
    await scans.markFailurePublished(record as FailedScan, ELEVEN);
    await scans.markResumed({ ...scanOf('final'), redriveCount: 5 });
    expect(await scans.find('final')).toEqual(record);
  });

  it.each([
    ['with another number of tasks', 2],
    ['without tasks yet', undefined],
  ])('cannot be one %s', async (name, taskCount) => {
    await scans.open({ ...scanOf(name), taskCount });
    expect(await scans.complete(scanOf(name), endOf(1), TEN)).toMatchObject({ status: 'RUNNING' });
    expect((await scans.find(name))?.endedAt).toBeUndefined();
  });

  it('cannot be one that has failed, or that has no record', async () => {
    await scans.open({ ...scanOf('failed'), taskCount: 1 });
    await scans.fail(scanOf('failed'), error, 0, TEN);
    expect(await scans.complete(scanOf('failed'), endOf(1), ELEVEN)).toMatchObject({
      status: 'FAILED',
      endedAt: isoTime(TEN),
    });
    await scans.complete(scanOf('unknown'), endOf(1), TEN);
    expect(await scans.find('unknown')).toBeUndefined();
  });
});

describe('a scan that fails', () => {
  it('keeps what is recorded, and has its error', async () => {
    await scans.open({ ...scanOf('fails'), taskCount: 3 });
    const record = await scans.fail({ scanId: 'fails', startedAt: STARTED_AT }, error, 0, TEN);
    expect(record).toMatchObject({
      ...scanOf('fails'),
      ...statusKeys('FAILED', 'fails'),
      status: 'FAILED',
      error,
      endedAt: isoTime(TEN),
      redriveCount: 0,
      taskCount: 3,
      expiresAt: EXPIRES_AT,
    });
    expect(await recordOf('fails')).toEqual(record);
  });

  it('gets a record if it has none', async () => {
    await scans.fail(scanOf('unrecorded'), error, 1, TEN);
    expect(await recordOf('unrecorded')).toMatchObject({
      ...scanOf('unrecorded'),
      ...statusKeys('FAILED', 'unrecorded'),
      type: 'SCAN',
      status: 'FAILED',
      error,
      redriveCount: 1,
      expiresAt: EXPIRES_AT,
    });
  });

  it('fails once: the first error stays', async () => {
    await scans.fail(scanOf('fails once'), error, 0, TEN);
    const other = { name: 'ScanInterrupted', message: 'Interrupted.' };
    const again = await scans.fail(scanOf('fails once'), other, 1, ELEVEN);
    expect(again).toMatchObject({ error, endedAt: isoTime(TEN), redriveCount: 0 });
  });

  it('fails again after a redrive, and that failure is not published yet', async () => {
    const failed = (await scans.fail(scanOf('fails again'), error, 0, TEN)) as FailedScan;
    await scans.markFailurePublished(failed, TEN);
    await scans.reopen(scanOf('fails again'), 1);
    const again = await scans.fail(scanOf('fails again'), { ...error, message: 'Again.' }, 1, ELEVEN);
    expect(again).toMatchObject({ status: 'FAILED', redriveCount: 1, endedAt: isoTime(ELEVEN) });
    expect(again.failurePublishedAt).toBeUndefined();
  });

  it('is not one that was redriven since: an earlier failure comes too late', async () => {
    await scans.reopen(scanOf('late failure'), 2);
    expect(await scans.fail(scanOf('late failure'), error, 1, ELEVEN)).toMatchObject({
      status: 'RUNNING',
      redriveCount: 2,
    });
  });
});

describe('the event of a failure', () => {
  it('is noted as published', async () => {
    const failed = (await scans.fail(scanOf('noted'), error, 0, TEN)) as FailedScan;
    await scans.markFailurePublished(failed, ELEVEN);
    expect(await scans.find('noted')).toEqual({ ...failed, failurePublishedAt: isoTime(ELEVEN) });
  });

  it('is not noted if the scan was reopened since', async () => {
    const failed = (await scans.fail(scanOf('not noted'), error, 0, TEN)) as FailedScan;
    const reopened = await scans.reopen(scanOf('not noted'), 1);
    await scans.markFailurePublished(failed, ELEVEN);
    expect(await scans.find('not noted')).toEqual(reopened);
  });

  it('is not noted for another failure of the scan', async () => {
    const first = (await scans.fail(scanOf('failed twice'), error, 0, TEN)) as FailedScan;
    await scans.reopen(scanOf('failed twice'), 1);
    const second = await scans.fail(scanOf('failed twice'), error, 1, ELEVEN);
    await scans.markFailurePublished(first, ELEVEN);
    expect(await scans.find('failed twice')).toEqual(second);
  });

  it('is not noted for a scan without a record', async () => {
    await scans.markFailurePublished({ ...scanOf('no record'), endedAt: isoTime(TEN) } as FailedScan, TEN);
    expect(await scans.find('no record')).toBeUndefined();
  });
});

describe('a scan that is reopened', () => {
  it('runs again, with nothing of its failure', async () => {
    await scans.open({ ...scanOf('reopened'), taskCount: 3 });
    const failed = (await scans.fail(scanOf('reopened'), error, 0, TEN)) as FailedScan;
    await scans.markFailurePublished(failed, TEN);
    const record = await scans.reopen({ scanId: 'reopened', startedAt: STARTED_AT }, 1);
    expect(record).toEqual({
      ...scanOf('reopened'),
      ...statusKeys('RUNNING', 'reopened'),
      pk: 'SCAN#reopened',
      sk: 'SCAN',
      type: 'SCAN',
      status: 'RUNNING',
      taskCount: 3,
      redriveCount: 1,
      expiresAt: EXPIRES_AT,
    });
    expect(await recordOf('reopened')).toEqual(record);
  });

  it('gets a record if its failure could not be recorded', async () => {
    expect(await scans.reopen(scanOf('reopened without record'), 1)).toMatchObject({
      ...scanOf('reopened without record'),
      type: 'SCAN',
      status: 'RUNNING',
      redriveCount: 1,
      expiresAt: EXPIRES_AT,
    });
  });

  it('is reopened once for each redrive: what failed since stays failed', async () => {
    await scans.fail(scanOf('reopened once'), error, 0, TEN);
    await scans.reopen(scanOf('reopened once'), 1);
    const failed = await scans.fail(scanOf('reopened once'), error, 1, ELEVEN);
    expect(await scans.reopen(scanOf('reopened once'), 1)).toEqual(failed);
    expect(await scans.reopen(scanOf('reopened once'), 0)).toEqual(failed);
    expect(await scans.reopen(scanOf('reopened once'), 2)).toMatchObject({ status: 'RUNNING', redriveCount: 2 });
  });
});

describe('the entry in a history', () => {
  const update = async (scanId: string, summary?: ReturnType<typeof summaryOf>) =>
    scans.updateHistory((await scans.find(scanId)) as ScanRecord, ana, summary);

  it('is that of the record when the scan fails, and runs again', async () => {
    await scans.open(scanOf('history'));
    await scans.fail(scanOf('history'), error, 0, TEN);
    await update('history');
    const entry = { ...scanOf('history'), pk: `PERSON#${ana}`, sk: `SCAN#${STARTED_AT}#history`, type: 'PERSON_SCAN' };
    const failed = { ...entry, status: 'FAILED', endedAt: isoTime(TEN), error, redriveCount: 0, expiresAt: EXPIRES_AT };
    expect(await historyOf('history')).toEqual(failed);
    await scans.reopen(scanOf('history'), 1);
    await update('history');
    expect(await historyOf('history')).toEqual({ ...entry, status: 'RUNNING', redriveCount: 1, expiresAt: EXPIRES_AT });
  });

  it('is made if there is none, with what the scan is known by', async () => {
    await scans.fail(scanOf('made'), error, 0, TEN);
    await update('made');
    expect(await historyOf('made')).toMatchObject({
      ...scanOf('made'),
      type: 'PERSON_SCAN',
      status: 'FAILED',
      expiresAt: EXPIRES_AT,
    });
  });

  it('has the counts of the person when the scan is completed, and does not change after that', async () => {
    const running = await scans.open({ ...scanOf('counts'), taskCount: 2 });
    await scans.complete(scanOf('counts'), endOf(2), TEN);
    await update('counts', summaryOf(1));
    const completed = await historyOf('counts');
    expect(completed).toMatchObject({ status: 'COMPLETED', endedAt: isoTime(TEN), ...summaryOf(1) });
    expect(completed?.error).toBeUndefined();
    await scans.updateHistory({ ...running, redriveCount: 9 }, ana);
    expect(await historyOf('counts')).toEqual(completed);
  });

  it('is not that of an earlier redrive, which comes too late', async () => {
    await scans.open(scanOf('overtaken'));
    const failed = await scans.fail(scanOf('overtaken'), error, 1, TEN);
    await scans.reopen(scanOf('overtaken'), 2);
    await update('overtaken');
    await scans.updateHistory(failed, ana);
    expect(await historyOf('overtaken')).toMatchObject({ status: 'RUNNING', redriveCount: 2 });
  });
});

describe('the history of a person', () => {
  it('is read from a time on, in the order of the starts', async () => {
    const email = personOf('ben@example.com').key;
    const start = (minute: number) => `2026-11-16T09:${minute}:00.000Z`;
    for (const minute of [30, 10, 20]) await scans.open({ scanId: `ben-${minute}`, startedAt: start(minute), email });
    const read = async (since: string) => (await scans.ofPersonSince(email, since)).map(({ scanId }) => scanId);
    expect(await read(start(10))).toEqual(['ben-10', 'ben-20', 'ben-30']);
    expect(await read(start(20))).toEqual(['ben-20', 'ben-30']);
    expect(await read(start(31))).toEqual([]);
  });
});
