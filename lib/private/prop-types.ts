import type { Duration } from 'aws-cdk-lib';
import type * as events from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import { invalid } from './errors';

export function checkEventBus(scope: Construct, eventBus: events.IEventBus | undefined): void {
  if (eventBus !== undefined && typeof eventBus?.eventBusArn !== 'string') {
    throw invalid(
      scope,
      'eventBus must be an EventBus, or an imported one, for example from EventBus.fromEventBusArn(…).',
    );
  }
}

/** Doesn't use instanceof, because an app can have more than one copy of aws-cdk-lib. */
export function isDuration(value: Duration): boolean {
  return typeof value?.toSeconds === 'function';
}
