import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { IConstruct } from 'constructs';
import { Dimension, METRIC_NAMESPACE, type Metric } from '../contract/metrics';

/** The values of the dimensions that a metric has besides the scanner. */
export type DimensionValues = Readonly<Partial<Record<Exclude<Dimension, 'Scanner'>, string>>>;

/** A metric of a scanner, with the sum as the default of a count, and the average of a duration. */
export function scannerMetric(
  scanner: IConstruct,
  { name, unit }: Pick<Metric, 'name' | 'unit'>,
  values: DimensionValues = {},
  props: cloudwatch.MetricOptions = {},
): cloudwatch.Metric {
  return new cloudwatch.Metric({
    namespace: METRIC_NAMESPACE,
    metricName: name,
    dimensionsMap: { [Dimension.SCANNER]: scanner.node.path, ...values },
    statistic: unit === 'Count' ? cloudwatch.Stats.SUM : cloudwatch.Stats.AVERAGE,
    ...props,
  }).attachTo(scanner);
}
