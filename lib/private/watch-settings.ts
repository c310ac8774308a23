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
import type { WatchOnOptions } from '../watch-trigger';
import { invalid } from './errors';
import { inWords } from './prop-types';
import { cadenceSeconds, type Seconds, watchSeconds } from './watch-durations';

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
  const cadence = options.cadence === undefined ? undefined : cadenceSeconds(scope, options.cadence);
  const dueIn = duration('dueIn');
  const giveUpAfter = duration('giveUpAfter');
  const askAgainAfter = duration('askAgainAfter');
  checkAskAgainTimes(scope, options.askAgainTimes);
  checkNotFoundIsClear(scope, options.notFoundIsClear);
  checkTimes(scope, dueIn, giveUpAfter, resultRetention);
  checkScans(scope, cadence, giveUpAfter, resultRetention);
  const settings: Partial<WatchSettings> = {
    cadenceSeconds: cadence?.map(({ value }) => value),
    dueInSeconds: dueIn?.value,
    giveUpAfterSeconds: giveUpAfter?.value,
    askAgainSeconds: askAgainAfter?.value,
    askAgainTimes: options.askAgainTimes,
    notFoundIsClear: options.notFoundIsClear,
  };
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}

function checkAskAgainTimes(scope: Construct, times: number | undefined): void {
  if (times === undefined || Token.isUnresolved(times)) return;
  if (!Number.isInteger(times) || times < 0 || times > MAX_ASK_AGAIN_TIMES) {
    throw invalid(
      scope,
      `askAgainTimes must be a whole number from 0 to ${MAX_ASK_AGAIN_TIMES}, got ${inWords(times)}.`,
    );
  }
}

function checkNotFoundIsClear(scope: Construct, notFoundIsClear: unknown): void {
  if (notFoundIsClear === undefined || Token.isUnresolved(notFoundIsClear)) return;
  if (typeof notFoundIsClear !== 'boolean') {
    throw invalid(scope, `notFoundIsClear must be true or false, got ${inWords(notFoundIsClear)}.`);
  }
}

/** The `giveUpAfter` that applies, in seconds. Undefined if it is known only at deployment. */
function effectiveGiveUp(giveUpAfter: Seconds | undefined, resultRetention: Duration): number | undefined {
  if (giveUpAfter) return giveUpAfter.known;
  if (resultRetention.isUnresolved()) return undefined;
  return Math.min(DEFAULT_WATCH_SETTINGS.giveUpAfterSeconds, resultRetention.toSeconds());
}

function checkTimes(
  scope: Construct,
  dueIn: Seconds | undefined,
  giveUpAfter: Seconds | undefined,
  resultRetention: Duration,
): void {
  const retention = resultRetention.isUnresolved() ? undefined : resultRetention.toSeconds();
  if (giveUpAfter?.known !== undefined && retention !== undefined && giveUpAfter.known > retention) {
    throw invalid(
      scope,
      `giveUpAfter (${giveUpAfter.known} s) must not be longer than the scanner's resultRetention (${retention} s), because changes on the way would expire. Shorten giveUpAfter, or lengthen resultRetention.`,
    );
  }
  const giveUp = effectiveGiveUp(giveUpAfter, resultRetention);
  if (dueIn?.known === undefined || giveUp === undefined || dueIn.known <= giveUp) return;
  throw invalid(
    scope,
    giveUpAfter
      ? `dueIn (${dueIn.known} s) must not be longer than giveUpAfter (${giveUp} s). Shorten dueIn, or lengthen giveUpAfter.`
      : `dueIn (${dueIn.known} s) must not be longer than giveUpAfter, whose default is ${giveUp} s. Shorten dueIn, or set giveUpAfter.`,
  );
}

/** Throws if a watch that is given up could come close to the limit of history events. */
function checkScans(
  scope: Construct,
  cadence: Seconds[] | undefined,
  giveUpAfter: Seconds | undefined,
  resultRetention: Duration,
): void {
  const giveUp = effectiveGiveUp(giveUpAfter, resultRetention);
  const waits = cadence?.map(({ known }) => known) ?? DEFAULT_WATCH_SETTINGS.cadenceSeconds;
  const known = waits.filter((wait) => wait !== undefined);
  if (giveUp === undefined || known.length < waits.length) return;
  const scans = cadenceScans({ cadenceSeconds: known, giveUpAfterSeconds: giveUp });
  if (scans <= MAX_CADENCE_SCANS) return;
  throw invalid(
    scope,
    `cadence and giveUpAfter of ${giveUp} s allow ${scans} scans, and a watch can have ${MAX_CADENCE_SCANS} ` +
      `(${HISTORY_EVENTS_PER_SCAN} history events each, and Step Functions allows 25,000 in all). ` +
      `Lengthen the last wait of cadence, cadence[${known.length - 1}], to at least ${shortestLastWait(known, giveUp)} s, or shorten giveUpAfter to at most ${longestGiveUp(known)} s.`,
  );
}

/** The shortest last wait with which the watch has no more scans than it can have. */
function shortestLastWait(cadence: readonly number[], giveUpAfter: number): number {
  const rest = giveUpAfter - sum(cadence.slice(0, -1));
  return Math.floor(rest / (MAX_CADENCE_SCANS - cadence.length + 1)) + 1;
}

/** The longest time after which a watch with this cadence has no more scans than it can have. */
function longestGiveUp(cadence: readonly number[]): number {
  return sum(cadence) + (MAX_CADENCE_SCANS - cadence.length) * Number(cadence.at(-1)) - 1;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);
