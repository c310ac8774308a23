import { runLoad } from '../support/simulator';

/** Step Functions' limits; docs/reliability.md compares what these tests print with them. */
const MAX_STATE_BYTES = 256 * 1024;
const MAX_HISTORY_EVENTS = 25_000;

test('one scan of 2,000 task ids ends with every task recorded and published, far from the limits', async () => {
  const { status, output, records, events, stateBytes, historyEvents } = await runLoad('largest');
  expect({ status, output }).toMatchObject({ status: 'SUCCEEDED', output: { taskCount: 2000 } });
  expect(records).toBe(2000);
  expect(events).toBe(2001);
  expect(stateBytes).toBeLessThan(MAX_STATE_BYTES / 2);
  expect(historyEvents).toBeLessThan(MAX_HISTORY_EVENTS / 10);
  console.info(`2,000 task ids: ${stateBytes} bytes of state, ${historyEvents} history events`);
}, 400_000);

test('a scan stays below the limit of history events when no task ever ends', async () => {
  const { status, output, historyEvents, batchGets } = await runLoad('endless');
  expect({ status, output }).toMatchObject({ status: 'SUCCEEDED', output: { counts: { TIMED_OUT: 50 } } });
  expect(historyEvents).toBeLessThan(MAX_HISTORY_EVENTS / 10);
  console.info(`50 tasks that never end: ${historyEvents} history events, ${batchGets} BatchGet requests`);
}, 400_000);
