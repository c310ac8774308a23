import { runLoad } from '../support/simulator';

const SCANS = 500;

test('500 scans at once, against an AppFabric that throttles, all end, lose nothing and keep memory flat', async () => {
  const { statuses, tasks, finalRecords, withoutEvent, throttled, seconds, heapBytes } = await runLoad('many');
  expect(statuses).toEqual(Array(SCANS).fill('SUCCEEDED'));
  expect(finalRecords).toBe(tasks);
  expect(withoutEvent).toBe(0);
  expect(throttled).toBeGreaterThan(SCANS);
  expect(heapBytes).toHaveLength(5);
  const [first = 0] = heapBytes;
  expect(Math.max(...heapBytes) - first).toBeLessThan(100 * 1024 * 1024);
  const heap = heapBytes.map((bytes) => Math.round(bytes / 2 ** 20)).join(', ');
  console.info(`500 scans: ${throttled} requests throttled, ${seconds} virtual s, heap ${heap} MiB`);
}, 400_000);
