import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';

/** The executions that ended by themselves without success. One that somebody stopped is not among them. */
export const failures = (stateMachine: sfn.StateMachine): cloudwatch.Metric[] => [
  stateMachine.metricFailed(),
  stateMachine.metricTimedOut(),
];

/** @param label what the sum is, other than that of other sums in the same graph */
export const sumOf = (metrics: cloudwatch.Metric[], label: string) => combined('SUM', metrics, label);
export const maximumOf = (metrics: cloudwatch.Metric[], label: string) => combined('MAX', metrics, label);

/** Most metrics have no data in most periods. A metric without data counts as 0. */
function combined(name: 'SUM' | 'MAX', metrics: cloudwatch.Metric[], label: string): cloudwatch.MathExpression {
  const byId = Object.fromEntries(metrics.map((metric, index) => [`${metricId(label)}${index}`, metric]));
  return new cloudwatch.MathExpression({
    expression: `${name}([${Object.keys(byId).map((id) => `FILL(${id}, 0)`)}])`,
    usingMetrics: byId,
    label,
  });
}

/** The id of a metric in expressions. In a graph, two metrics can't have the same one. */
export const metricId = (label: string): string => label.toLowerCase().replace(/[^a-z]/g, '');
