import { Stack, Token } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { IConstruct } from 'constructs';
import { Dimension, METRIC_NAMESPACE, METRICS, type Metric } from '../contract/metrics';
import { invalid } from './errors';
import { inWords } from './prop-types';

/** The values of the dimensions that a metric has besides the scanner. */
export type DimensionValues = Readonly<Partial<Record<Exclude<Dimension, 'Scanner'>, string>>>;

/** The stack of a construct, or the one that its stack is nested in. */
export function deployedStackOf(construct: IConstruct): Stack {
  let stack = Stack.of(construct);
  while (stack.nestedStackParent !== undefined) stack = stack.nestedStackParent;
  return stack;
}

/**
 * The name of the stack and the path of a scanner in it, which together are unique in an account and Region. The path in
 * the app is not: two apps, or two stacks with a `stackName`, can have the same.
 */
export function scannerPathOf(scanner: IConstruct): string {
  const stack = deployedStackOf(scanner);
  const ids = scanner.node.scopes.slice(stack.node.scopes.length).map(({ node }) => node.id);
  return [stack.stackName, ...ids].join('/');
}

/**
 * The value of the dimension that each metric of a scanner has. CloudWatch drops a metric with a value that is not ASCII,
 * and rejects an alarm on it. A quotation mark would end the value in a search.
 */
export const metricDimension = (path: string): string => path.replace(/[^\w ./:@+-]/g, '_');

/** A scanner, and its value of the dimension. */
export interface MeasuredScanner extends IConstruct {
  readonly _metricDimension: string;
  readonly stateMachine: sfn.IStateMachine;
}

/** A metric of a scanner, with the sum as the default of a count, and the average of a duration. */
export function scannerMetric(
  scanner: MeasuredScanner,
  { name, unit }: Pick<Metric, 'name' | 'unit'>,
  values: DimensionValues = {},
  props: cloudwatch.MetricOptions = {},
): cloudwatch.Metric {
  // The stack of an imported scanner can be in another account and Region, where its metrics have no data.
  const { account, region } = scanner.stateMachine.env;
  return new cloudwatch.Metric({
    namespace: METRIC_NAMESPACE,
    metricName: name,
    dimensionsMap: { [Dimension.SCANNER]: scanner._metricDimension, ...values },
    statistic: unit === 'Count' ? cloudwatch.Stats.SUM : cloudwatch.Stats.AVERAGE,
    account: ifKnown(account),
    region: ifKnown(region),
    ...props,
  }).attachTo(scanner);
}

/** An account or a Region, or undefined if it is known only at deployment. */
export const ifKnown = (value: string): string | undefined => (Token.isUnresolved(value) ? undefined : value);

/** Throws for a metric that has no data, because an alarm on it would never go off. */
export function checkMetric(scanner: IConstruct, name: string, { dimensionsMap }: cloudwatch.MetricOptions = {}): void {
  if (Token.isUnresolved(name)) return;
  const metrics = Object.values<Metric>(METRICS);
  const metric = metrics.find((each) => each.name === name);
  if (metric === undefined) {
    const names = metrics.map((each) => each.name).join(', ');
    throw invalid(scanner, `metricName must be one of ${names}, got ${inWords(name)}.`);
  }
  if (dimensionsMap === undefined && !metric.dimensions.some((dimensions) => dimensions.length === 1)) {
    throw invalid(scanner, `${name} has no data without another dimension. Use metric${name}(), or set dimensionsMap.`);
  }
}
