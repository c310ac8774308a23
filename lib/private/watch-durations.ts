import { type Duration, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { MAX_CADENCE_STEPS, MAX_WATCH_SECONDS, MIN_WATCH_WAIT } from '../contract/watch-limits';
import { invalid } from './errors';
import { inWords, isDuration } from './prop-types';

/** A duration for the input of a watch, in seconds, which can be a token. */
export interface Seconds {
  readonly value: number;
  /** Absent if the value is known only at deployment. */
  readonly known?: number;
}

export function watchSeconds(scope: Construct, name: string, duration: Duration): Seconds {
  if (!isDuration(duration)) {
    throw invalid(scope, `${name} must be a Duration, for example Duration.hours(4), got ${inWords(duration)}.`);
  }
  if (duration.isUnresolved()) {
    if (duration.unitLabel() !== 'seconds') {
      throw invalid(
        scope,
        `${name} is known only at deployment, so it must be in seconds. Use Duration.seconds(…), not ${duration.unitLabel()}.`,
      );
    }
    return { value: duration.toSeconds() };
  }
  const value = duration.toSeconds({ integral: false });
  if (!Number.isInteger(value) || value < MIN_WATCH_WAIT || value > MAX_WATCH_SECONDS) {
    throw invalid(
      scope,
      `${name} must be from ${MIN_WATCH_WAIT} seconds to ${MAX_WATCH_SECONDS} seconds (364 days) in whole seconds, got ${value} seconds.`,
    );
  }
  return { value, known: value };
}

export function cadenceSeconds(scope: Construct, cadence: Duration[]): Seconds[] {
  if (Token.isUnresolved(cadence)) {
    throw invalid(scope, 'cadence must be a list that is known at synthesis. List its waits. Each can be a token.');
  }
  if (!Array.isArray(cadence) || cadence.length === 0 || cadence.length > MAX_CADENCE_STEPS) {
    throw invalid(
      scope,
      `cadence must be a list of 1 to ${MAX_CADENCE_STEPS} durations, got ${Array.isArray(cadence) ? cadence.length : inWords(cadence)}. The last one is repeated.`,
    );
  }
  return cadence.map((wait, index) => watchSeconds(scope, `cadence[${index}]`, wait));
}
