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

/** A value of any type, as an error names it. */
export function inWords(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  return typeof value === 'function' ? 'a function' : String(value);
}
