import { isDeepStrictEqual } from 'node:util';
import { METRIC_NAMESPACE, METRICS, type Metric } from '../../lib/contract/metrics';

/** A metric in a template or on a dashboard. */
export interface MonitoredMetric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, unknown>>;
}

/** The metrics of AWS services that the alarms and the dashboard use. */
const OF_AWS: Readonly<Record<string, readonly [names: string[], dimensions: string[]]>> = {
  'AWS/States': [['ExecutionsFailed', 'ExecutionsTimedOut'], ['StateMachineArn']],
  'AWS/Lambda': [['ConcurrentExecutions', 'Duration', 'Errors', 'Throttles'], ['FunctionName']],
  'AWS/SQS': [['ApproximateNumberOfMessagesVisible'], ['QueueName']],
  'AWS/DynamoDB': [['ConsumedWriteCapacityUnits'], ['TableName']],
};

const STATE_TRANSITIONS = {
  namespace: 'AWS/States',
  name: 'ConsumedCapacity',
  dimensions: { ServiceMetric: 'StateTransition' },
};

/** Whether the functions emit the metric, with these dimensions, or an AWS service does. */
export function isEmitted(metric: MonitoredMetric): boolean {
  const names = Object.keys(metric.dimensions).sort();
  if (metric.namespace === METRIC_NAMESPACE) {
    const emitted: Metric | undefined = Object.values<Metric>(METRICS).find(({ name }) => name === metric.name);
    return emitted?.dimensions.some((set) => isDeepStrictEqual([...set].sort(), names)) ?? false;
  }
  if (isDeepStrictEqual(metric, STATE_TRANSITIONS)) return true;
  const [known, dimensions] = OF_AWS[metric.namespace] ?? [[], []];
  return known.includes(metric.name) && isDeepStrictEqual(names, dimensions);
}
