import { Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { IConstruct } from 'constructs';
import { Dimension, METRIC_NAMESPACE, type Metric } from '../contract/metrics';

/** The values of the dimensions that a metric has besides the scanner. */
export type DimensionValues = Readonly<Partial<Record<Exclude<Dimension, 'Scanner'>, string>>>;

/**
 * The name of the stack and the path of a scanner in it, which together are unique in an account and Region. The path in
 * the app is not: two apps, or two stacks with a `stackName`, can have the same.
 */
export function scannerPathOf(scanner: IConstruct): string {
  let stack = Stack.of(scanner);
  while (stack.nestedStackParent !== undefined) stack = stack.nestedStackParent;
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
}

/** A metric of a scanner, with the sum as the default of a count, and the average of a duration. */
export function scannerMetric(
  scanner: MeasuredScanner,
  { name, unit }: Pick<Metric, 'name' | 'unit'>,
  values: DimensionValues = {},
  props: cloudwatch.MetricOptions = {},
): cloudwatch.Metric {
  return new cloudwatch.Metric({
    namespace: METRIC_NAMESPACE,
    metricName: name,
    dimensionsMap: { [Dimension.SCANNER]: scanner._metricDimension, ...values },
    statistic: unit === 'Count' ? cloudwatch.Stats.SUM : cloudwatch.Stats.AVERAGE,
    ...props,
  }).attachTo(scanner);
}
