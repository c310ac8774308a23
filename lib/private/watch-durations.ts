import { type Duration, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { MAX_CADENCE_STEPS, MAX_WATCH_SECONDS, MIN_WATCH_WAIT } from '../contract/watch-limits';
import { invalid } from './errors';
import { inWords, isDuration } from './prop-types';

/** A value that is known only at deployment would be a text in the input of the execution, and not a number. */
export function notKnown(scope: Construct, name: string): Error {
  return invalid(
    scope,
    `${name} must be known at synthesis, because the rule would pass on a token as a text. Use a literal value.`,
  );
}

/** A duration for the input of a watch, in seconds. */
export function watchSeconds(scope: Construct, name: string, duration: Duration): number {
  if (!isDuration(duration)) {
    throw invalid(scope, `${name} must be a Duration, for example Duration.hours(4), got ${inWords(duration)}.`);
  }
  if (duration.isUnresolved()) throw notKnown(scope, name);
  const seconds = duration.toSeconds({ integral: false });
  if (!Number.isInteger(seconds) || seconds < MIN_WATCH_WAIT || seconds > MAX_WATCH_SECONDS) {
    throw invalid(
      scope,
      `${name} must be from ${MIN_WATCH_WAIT} seconds to ${MAX_WATCH_SECONDS} seconds (364 days) in whole seconds, got ${seconds} seconds.`,
    );
  }
  return seconds;
}

export function cadenceSeconds(scope: Construct, cadence: Duration[]): number[] {
  if (Token.isUnresolved(cadence)) throw notKnown(scope, 'cadence');
  if (!Array.isArray(cadence) || cadence.length === 0 || cadence.length > MAX_CADENCE_STEPS) {
    throw invalid(
      scope,
      `cadence must be a list of 1 to ${MAX_CADENCE_STEPS} durations, got ${Array.isArray(cadence) ? cadence.length : inWords(cadence)}. The last one is repeated.`,
    );
  }
  return cadence.map((wait, index) => watchSeconds(scope, `cadence[${index}]`, wait));
}
