import { type Duration, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { invalid } from './errors';

/** Step Functions ends an execution at 25,000 history events. The rest is reserved for retries. */
const MAX_EVENTS = 20_000;

/** Wait 2, PollTasks 5, Choice 2, and 2 on average for retries of PollTasks. */
const EVENTS_PER_TURN = 11;

/** What determines how many turns of the state machine a scan can take. */
interface TurnSettings {
  readonly scanTimeout: Duration;
  readonly pollWindow: Duration;
  readonly firstWait: Duration;
  readonly backoffRate: number;
  readonly longestWait: Duration;
}

/** Throws if a scan that waits until its timeout could come close to the limit of history events. */
export function checkHistoryEvents(scope: Construct, settings: TurnSettings): void {
  if (settings.firstWait.isUnresolved() || settings.longestWait.isUnresolved()) return;
  if (Token.isUnresolved(settings.backoffRate)) return;
  const timeout = settings.scanTimeout.toSeconds();
  const maxTurns = Math.floor(MAX_EVENTS / EVENTS_PER_TURN);
  const seconds = secondsOfTurns(maxTurns, settings);
  if (seconds < timeout) {
    throw invalid(
      scope,
      `scanTimeout of ${timeout} s is too long for pollWindow ${settings.pollWindow.toSeconds()} s and longestWait ${settings.longestWait.toSeconds()} s: ` +
        `${maxTurns} turns of the state machine (${EVENTS_PER_TURN} history events each, ${MAX_EVENTS} of Step Functions' 25,000 in all) can end after ${Math.floor(seconds)} s. ` +
        'Lengthen pollWindow or longestWait, or shorten scanTimeout.',
    );
  }
}

/** The shortest duration of a number of turns: jitter can halve each wait. */
function secondsOfTurns(turns: number, { pollWindow, firstWait, backoffRate, longestWait }: TurnSettings): number {
  const longest = longestWait.toSeconds();
  let wait = firstWait.toSeconds();
  let seconds = 0;
  for (let turn = 0; turn < turns; turn++) {
    seconds += pollWindow.toSeconds() + Math.max(1, wait / 2);
    wait = Math.min(longest, wait * backoffRate);
  }
  return seconds;
}
