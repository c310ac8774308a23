import type { WatchSettings } from './watches';

const HOUR = 60 * 60;
const DAY = 24 * HOUR;

/** What a request for a watch does not set. */
export const DEFAULT_WATCH_SETTINGS: WatchSettings = {
  cadenceSeconds: [HOUR, 4 * HOUR, 12 * HOUR, DAY],
  dueInSeconds: DAY,
  giveUpAfterSeconds: 30 * DAY,
  askAgainSeconds: 15 * 60,
  askAgainTimes: 4,
  notFoundIsClear: false,
};

/** In seconds. A shorter wait would not be worth a scan of its own. */
export const MIN_WATCH_WAIT = 60;

/** An execution of Step Functions can take a year. One day is for the last scan. */
export const MAX_WATCH_SECONDS = 364 * DAY;

/**
 * How long after its next step a watch is taken to be abandoned, in seconds: a week of retries, and a week for a scan.
 */
export const ABANDONED_AFTER = 14 * DAY;

export const MAX_CADENCE_STEPS = 50;
export const MAX_ASK_AGAIN_TIMES = 20;

/** A request that joins a watch is kept in its record. Later ones still join. */
export const MAX_WATCH_REQUESTERS = 50;

/** Step Functions ends an execution at 25,000 history events. The rest is for retries. */
const MAX_HISTORY_EVENTS = 20_000;

/** For a scan, 6 events of the nested execution, 5 of the function, 2 of the choice, and 2 of the wait. */
export const HISTORY_EVENTS_PER_SCAN = 15;

/** In the whole watch, on top of the scans of the cadence. */
export const MAX_ASKED_AGAIN_IN_ALL = 400;

/** The most scans of a cadence that a watch can have. */
export const MAX_CADENCE_SCANS = Math.floor(MAX_HISTORY_EVENTS / HISTORY_EVENTS_PER_SCAN) - MAX_ASKED_AGAIN_IN_ALL;

/** The number of scans of the cadence that a watch can have, if scans take no time. */
export function cadenceScans({
  cadenceSeconds,
  giveUpAfterSeconds,
}: Pick<WatchSettings, 'cadenceSeconds' | 'giveUpAfterSeconds'>): number {
  const last = cadenceSeconds.at(-1) ?? DAY;
  const rest = giveUpAfterSeconds - cadenceSeconds.reduce((sum, wait) => sum + wait, 0);
  if (rest >= 0) return 1 + cadenceSeconds.length + Math.floor(rest / last);
  let passed = 0;
  const fitting = cadenceSeconds.findIndex((wait) => {
    passed += wait;
    return passed > giveUpAfterSeconds;
  });
  return 1 + fitting;
}
