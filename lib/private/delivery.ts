import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { invalid } from './errors';
import { isDuration } from './prop-types';

export interface Delivery {
  readonly maxEventAge?: Duration;
  readonly retryAttempts?: number;
}

/**
 * How long and how often EventBridge retries to start a scan or a watch. The defaults are EventBridge's maximums, because
 * a late one is better than none.
 */
export function delivery(scope: Construct, { maxEventAge, retryAttempts }: Delivery): Required<Delivery> {
  if (maxEventAge !== undefined && !isDuration(maxEventAge)) {
    throw invalid(scope, 'maxEventAge must be a Duration, for example Duration.hours(1).');
  }
  if (maxEventAge && !maxEventAge.isUnresolved()) {
    const seconds = maxEventAge.toSeconds({ integral: false });
    if (!Number.isInteger(seconds) || seconds < 60 || seconds > 86_400) {
      throw invalid(scope, `maxEventAge must be from 1 minute to 24 hours in whole seconds, got ${seconds} seconds.`);
    }
  }
  if (retryAttempts !== undefined && !(Number.isInteger(retryAttempts) && retryAttempts >= 0 && retryAttempts <= 185)) {
    throw invalid(scope, `retryAttempts must be a whole number from 0 to 185, got ${retryAttempts}.`);
  }
  return { maxEventAge: maxEventAge ?? Duration.hours(24), retryAttempts: retryAttempts ?? 185 };
}
