import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';

/**
 * Options for metrics of a `UserAccessScanner` that can be those of one app.
 *
 * @example
 * const options: AppMetricOptions = { app: 'SLACK', period: Duration.hours(1) };
 */
export interface AppMetricOptions extends cloudwatch.MetricOptions {
  /**
   * Count only what is about this app. AppFabric's app names are in upper case, for example `SLACK`.
   * An app whose name is longer than 64 characters, or has other characters than letters, digits, blanks, dots, hyphens and
   * underscores, is counted as `OTHER`.
   *
   * @default - all apps
   */
  readonly app?: string;
}
