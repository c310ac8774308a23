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

/**
 * How long the state machine retries an error that passes: a function that is throttled, or a service that is not
 * available. Full jitter makes it vary by some minutes.
 */
export const PATIENCE = 4 * 60 * 60;

/** The longest wait between two of these retries. This is how late a scan notices that the error has passed. */
export const LONGEST_RETRY_WAIT = 180;

/**
 * How long a watch retries, and what records the end of a scan or a watch, whatever the error is. It is longer than a
 * weekend, on which nobody may repair what fails.
 */
export const LONG_PATIENCE = 7 * 24 * 60 * 60;

/** The longest wait between two retries of a watch. Each retry is three of the 25,000 history events of an execution. */
export const LONGEST_WATCH_RETRY_WAIT = 60 * 60;

/**
 * The time that an execution can take in addition to the scan timeout. It is enough for five waits as long as `PATIENCE`,
 * for example for StartScan, for PollTasks at the scan timeout, for EventBridge, for FailScan, and for EndScan. With one
 * more, the state machine ends the execution, and EndedScans records that.
 */
export const CLOSING_RESERVE = 22 * 60 * 60;

/** How long after the scan timeout a scan still asks for a task that AppFabric says nothing about. */
export const LATE_ANSWERS = 15 * 60;

/** No function writes to a scan this shortly before its records expire, because DynamoDB could delete some of them. */
export const EXPIRY_MARGIN = 60 * 60;

/**
 * When a claim of a trigger can be taken over from a scan that has no record. The invocation that made the claim has
 * ended by then, even if the clocks of two functions differ by a minute or two.
 */
export const TAKEOVER_AFTER = MAX_FUNCTION_TIMEOUT + 120;

/** The timeout of each function, for a poll window in seconds. */
export function functionTimeouts(pollWindow: number) {
  return {
    startScan: Math.min(MAX_FUNCTION_TIMEOUT, START_BUDGET + pollWindow + POLL_RESERVE),
    pollTasks: pollWindow + POLL_RESERVE,
    failScan: 120,
    watch: 60,
  };
}

/** The time at which an invocation must begin to end, in milliseconds since the epoch. */
export const returnTime = (now: number, remainingMilliseconds: number): number =>
  now + remainingMilliseconds - RETURN_RESERVE * 1000;
