import { type Duration, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import {
  cadenceScans,
  DEFAULT_WATCH_SETTINGS,
  HISTORY_EVENTS_PER_SCAN,
  MAX_ASK_AGAIN_TIMES,
  MAX_CADENCE_SCANS,
} from '../contract/watch-limits';
import type { WatchSettings } from '../contract/watches';
import type { WatchOnOptions } from '../watch-on-options';
import { invalid } from './errors';
import { inWords } from './prop-types';
import { cadenceSeconds, notKnown, watchSeconds } from './watch-durations';

/**
 * The settings of a watch that are set, for the input of its execution. The function checks them again, and knows the
 * defaults.
 */
export function watchInput(
  scope: Construct,
  options: WatchOnOptions,
  resultRetention: Duration,
): Partial<WatchSettings> {
  const duration = (name: 'dueIn' | 'giveUpAfter' | 'askAgainAfter') =>
    options[name] === undefined ? undefined : watchSeconds(scope, name, options[name]);
  const settings: Partial<WatchSettings> = {
    cadenceSeconds: options.cadence === undefined ? undefined : cadenceSeconds(scope, options.cadence),
    dueInSeconds: duration('dueIn'),
    giveUpAfterSeconds: duration('giveUpAfter'),
    askAgainSeconds: duration('askAgainAfter'),
    askAgainTimes: options.askAgainTimes,
    notFoundIsClear: options.notFoundIsClear,
  };
  checkAskAgainTimes(scope, options.askAgainTimes);
  checkNotFoundIsClear(scope, options.notFoundIsClear);
  const giveUpAfter = checkTimes(scope, settings, resultRetention);
  if (giveUpAfter !== undefined) {
    checkScans(scope, settings.cadenceSeconds ?? DEFAULT_WATCH_SETTINGS.cadenceSeconds, giveUpAfter);
  }
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}

function checkAskAgainTimes(scope: Construct, times: number | undefined): void {
  if (times === undefined) return;
  if (Token.isUnresolved(times)) throw notKnown(scope, 'askAgainTimes');
  if (!Number.isInteger(times) || times < 0 || times > MAX_ASK_AGAIN_TIMES) {
    throw invalid(
      scope,
      `askAgainTimes must be a whole number from 0 to ${MAX_ASK_AGAIN_TIMES}, got ${inWords(times)}.`,
    );
  }
}

function checkNotFoundIsClear(scope: Construct, notFoundIsClear: unknown): void {
  if (notFoundIsClear === undefined) return;
  if (Token.isUnresolved(notFoundIsClear)) throw notKnown(scope, 'notFoundIsClear');
  if (typeof notFoundIsClear !== 'boolean') {
    throw invalid(scope, `notFoundIsClear must be true or false, got ${inWords(notFoundIsClear)}.`);
  }
}

/** @returns the `giveUpAfter` that applies, in seconds. Undefined if it is known only at deployment. */
function checkTimes(
  scope: Construct,
  { dueInSeconds, giveUpAfterSeconds }: Partial<WatchSettings>,
  resultRetention: Duration,
): number | undefined {
  const retention = resultRetention.isUnresolved() ? undefined : resultRetention.toSeconds();
  if (giveUpAfterSeconds !== undefined && retention !== undefined && giveUpAfterSeconds > retention) {
    throw invalid(
      scope,
      `giveUpAfter (${giveUpAfterSeconds} s) must not be longer than the scanner's resultRetention (${retention} s), because changes on the way would expire. Shorten giveUpAfter, or lengthen resultRetention.`,
    );
  }
  const byDefault = retention && Math.min(DEFAULT_WATCH_SETTINGS.giveUpAfterSeconds, retention);
  const giveUpAfter = giveUpAfterSeconds ?? byDefault;
  if (dueInSeconds !== undefined && giveUpAfter !== undefined && dueInSeconds > giveUpAfter) {
    throw invalid(
      scope,
      giveUpAfterSeconds === undefined
        ? `dueIn (${dueInSeconds} s) must not be longer than giveUpAfter, whose default is ${giveUpAfter} s. Shorten dueIn, or set giveUpAfter.`
        : `dueIn (${dueInSeconds} s) must not be longer than giveUpAfter (${giveUpAfter} s). Shorten dueIn, or lengthen giveUpAfter.`,
    );
  }
  return giveUpAfter;
}

/** Throws if a watch that is given up could come close to the limit of history events. */
function checkScans(scope: Construct, cadence: readonly number[], giveUpAfter: number): void {
  const scans = cadenceScans({ cadenceSeconds: cadence, giveUpAfterSeconds: giveUpAfter });
  if (scans <= MAX_CADENCE_SCANS) return;
  const last = Number(cadence.at(-1));
  const beforeLast = cadence.slice(0, -1).reduce((total, wait) => total + wait, 0);
  const shortestLast = Math.floor((giveUpAfter - beforeLast) / (MAX_CADENCE_SCANS - cadence.length + 1)) + 1;
  const longestGiveUp = beforeLast + last * (MAX_CADENCE_SCANS - cadence.length + 1) - 1;
  throw invalid(
    scope,
    `cadence and giveUpAfter of ${giveUpAfter} s allow ${scans} scans, and a watch can have ${MAX_CADENCE_SCANS} ` +
      `(${HISTORY_EVENTS_PER_SCAN} history events each, and Step Functions allows 25,000 in all). ` +
      `Lengthen the last wait of cadence, cadence[${cadence.length - 1}], to at least ${shortestLast} s, or shorten giveUpAfter to at most ${longestGiveUp} s.`,
  );
}
