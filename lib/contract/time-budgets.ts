/** How long each function can run, and how much of that time is reserved for its end. All values are in seconds. */

/** Lambda's quota for a function's timeout. */
export const MAX_FUNCTION_TIMEOUT = 900;

/** The time that a function reserves for a last round of calls to AppFabric with retries, and to record the answers. */
export const RETURN_RESERVE = 60;

/** The time that a function needs in addition to its poll window: the reserve, and half a minute for slow calls. */
export const POLL_RESERVE = RETURN_RESERVE + 30;

export const MAX_POLL_WINDOW = MAX_FUNCTION_TIMEOUT - POLL_RESERVE;

/** The time to start the tasks: three attempts of 30 s each, the waits that AppFabric asks for, and the writes. */
const START_BUDGET = 210;

/** The time that the state machine has after the scan timeout, to retry the closing of a scan. */
export const CLOSING_RESERVE = 2 * 60 * 60;

/** The timeout of each function, for a poll window in seconds. */
export function functionTimeouts(pollWindow: number) {
  return {
    startScan: Math.min(MAX_FUNCTION_TIMEOUT, START_BUDGET + pollWindow + POLL_RESERVE),
    pollTasks: pollWindow + POLL_RESERVE,
    failScan: 60,
  };
}

/** The time at which an invocation must begin to end, in milliseconds since the epoch. */
export const returnTime = (now: number, remainingMilliseconds: number): number =>
  now + remainingMilliseconds - RETURN_RESERVE * 1000;
