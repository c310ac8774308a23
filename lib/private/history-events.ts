import { Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { invalid } from './errors';
import type { ScanSettings } from './scan-settings';

/** Step Functions ends an execution at 25,000 events. The rest is for retries of StartScan, PollTasks and FailScan. */
const MOST_EVENTS = 20_000;

/** Wait 2, PollTasks 5, Choice 2, and 2 for the share of a poll that had to be retried. */
const EVENTS_A_TURN = 11;

/** Refuses settings with which a scan that waits until its timeout could come near the limit. */
export function checkHistoryEvents(scope: Construct, settings: ScanSettings): void {
  if (settings.firstWait.isUnresolved() || settings.longestWait.isUnresolved()) return;
  if (Token.isUnresolved(settings.backoffRate)) return;
  const timeout = settings.scanTimeout.toSeconds();
  const mostTurns = Math.floor(MOST_EVENTS / EVENTS_A_TURN);
  const seconds = secondsOfTurns(mostTurns, settings);
  if (seconds < timeout) {
    throw invalid(
      scope,
      `scanTimeout of ${timeout} s is too long for pollWindow ${settings.pollWindow.toSeconds()} s and longestWait ${settings.longestWait.toSeconds()} s: ` +
        `${mostTurns} turns of the state machine (${EVENTS_A_TURN} history events each, ${MOST_EVENTS} of Step Functions' 25,000 in all) last about ${Math.floor(seconds)} s. ` +
        'Lengthen pollWindow or longestWait, or shorten scanTimeout.',
    );
  }
}

/** How long so many turns last when jitter makes every wait as short as half of what the backoff allows. */
function secondsOfTurns(turns: number, { pollWindow, firstWait, backoffRate, longestWait }: ScanSettings): number {
  const longest = longestWait.toSeconds();
  let wait = firstWait.toSeconds();
  let seconds = 0;
  for (let turn = 0; turn < turns; turn++) {
    seconds += pollWindow.toSeconds() + Math.max(1, wait / 2);
    wait = Math.min(longest, wait * backoffRate);
  }
  return seconds;
}
