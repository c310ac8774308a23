import { scanCompletedEvent } from '../../../lambda/events/details';
import { closeScan } from '../../../lambda/scan/close-scan';
import { ItemStore } from '../../../lambda/store/item-store';
import { Scans } from '../../../lambda/store/scans';
import { Tasks } from '../../../lambda/store/tasks';
import type { CompletedScan } from '../../../lib/contract/records';
import { TABLE_NAME, type TableInMemory, tableInMemory } from '../../support/table-in-memory';

let table: TableInMemory;
beforeAll(async () => {
  table = await tableInMemory();
});
afterAll(() => table.stop());

/** Closes a scan of tasks that timed out, each in a tenant with an id of this length. */
async function closed(scanId: string, taskCount: number, tenantIdLength: number) {
  const items = new ItemStore(table.client, TABLE_NAME);
  const tasks = new Tasks(items, 3600);
  const scan = { scanId, startedAt: '2026-11-16T09:00:00.000Z' };
  for (let number = 0; number < taskCount; number++) {
    const task = { taskId: `task-${number}`, app: 'SLACK', tenantId: String(number).padStart(tenantIdLength, 't') };
    await tasks.open(scan, task);
    await tasks.recordTimeout(scan, task.taskId, 0);
  }
  const clock = { now: () => 0, sleep: async () => undefined };
  return (await closeScan(scan, { scans: new Scans(items, 3600), tasks, clock })) as CompletedScan;
}

describe('the tasks without an answer of a closed scan', () => {
  it('are all listed if they fit', async () => {
    const record = await closed('small', 3, 10);
    expect(record).toMatchObject({ status: 'COMPLETED', withoutAnswerTruncated: false });
    expect(record.withoutAnswer).toHaveLength(3);
  });

  it('are cut at 100 KB, and the record and the event say so', async () => {
    const record = await closed('large', 120, 1000);
    expect(record).toMatchObject({ taskCount: 120, withoutAnswerTruncated: true });
    const bytes = Buffer.byteLength(JSON.stringify(record.withoutAnswer));
    expect(bytes).toBeGreaterThan(95 * 1024);
    expect(bytes).toBeLessThan(101 * 1024);
    expect(scanCompletedEvent(record).detail).toMatchObject({ withoutAnswerTruncated: true });
  });
});
