import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';

/**
 * Options for `UserAccessScanner.metricResultsWithoutAnswer()`.
 *
 * @example
 * const options: MetricResultsWithoutAnswerOptions = { app: 'SLACK', period: Duration.hours(1) };
 */
export interface MetricResultsWithoutAnswerOptions extends cloudwatch.MetricOptions {
  /**
   * Count only results from this app. AppFabric's app names are in upper case, for example `SLACK`.
   *
   * @default - results from all apps
   */
  readonly app?: string;
}
