import { functionTimeouts, MAX_POLL_WINDOW, returnTime } from '../../../lib/contract/time-budgets';

describe('the timeouts of the functions, in seconds', () => {
  it.each([
    [0, { startScan: 300, pollTasks: 90, failScan: 120, watch: 60 }],
    [180, { startScan: 480, pollTasks: 270, failScan: 120, watch: 60 }],
    [MAX_POLL_WINDOW, { startScan: 900, pollTasks: 900, failScan: 120, watch: 60 }],
  ])('for a poll window of %d s', (pollWindow, timeouts) => {
    expect(functionTimeouts(pollWindow)).toEqual(timeouts);
  });
});

test('an invocation begins to return a minute before its timeout', () => {
  expect(returnTime(1_000_000, 270_000)).toBe(1_000_000 + 210_000);
});
