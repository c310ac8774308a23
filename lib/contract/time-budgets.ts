/** How long each function may run, and how much of that it keeps for its end. All in seconds. */

/** Lambda's quota for a function's timeout. */
export const MAX_FUNCTION_TIMEOUT = 900;

/**
 * What a function keeps of its timeout: time for a last round of calls to AppFabric with their retries, and to record
 * what it brings.
 */
export const RETURN_RESERVE = 60;

/** What a poll window needs beside itself: the reserve, and half a minute for calls that answer late. */
export const POLL_RESERVE = RETURN_RESERVE + 30;

/** The longest poll window for which a function has time. */
export const MAX_POLL_WINDOW = MAX_FUNCTION_TIMEOUT - POLL_RESERVE;

/** What starting the tasks may take: three tries of 30 s each, waits that AppFabric asks for, and the writes. */
const START_BUDGET = 210;

/** What the state machine's timeout adds to the scan timeout: time to retry the closing of a scan. */
export const CLOSING_RESERVE = 2 * 60 * 60;

/** The timeout of each function, for a poll window of so many seconds. */
export function functionTimeouts(pollWindow: number) {
  return {
    startScan: Math.min(MAX_FUNCTION_TIMEOUT, START_BUDGET + pollWindow + POLL_RESERVE),
    pollTasks: pollWindow + POLL_RESERVE,
    failScan: 60,
  };
}

/** When an invocation must begin to end, in milliseconds since the epoch. */
export const returnTime = (now: number, remainingMilliseconds: number): number =>
  now + remainingMilliseconds - RETURN_RESERVE * 1000;
