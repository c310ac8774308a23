import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { Dimension, METRIC_NAMESPACE } from '../../lib/contract/metrics';
import type { Measurement, TelemetrySink } from './function-telemetry';

const SERVICE = 'user-access';

/**
 * Writes lines and metrics with Powertools for AWS Lambda, to standard output, where CloudWatch finds both.
 *
 * Lambda passes on everything (`ApplicationLogLevel` in the template), so that `POWERTOOLS_LOG_LEVEL` and sampling
 * decide. Otherwise Powertools takes the level of Lambda for its own. Lambda would also take the metrics for lines of
 * the level INFO, and drop them above it.
 *
 * @param scanner the value of the dimension that every metric has
 */
export function powertoolsSink(scanner: string): TelemetrySink {
  delete process.env.AWS_LAMBDA_LOG_LEVEL;
  const logger = new Logger({ serviceName: SERVICE });
  const metrics = new Metrics({ namespace: METRIC_NAMESPACE, serviceName: SERVICE });
  // Powertools adds a dimension of its own, which no alarm or dashboard of the construct knows.
  metrics.clearDefaultDimensions();
  metrics.setDefaultDimensions({ [Dimension.SCANNER]: scanner });
  return {
    begin: (subject, context) => {
      logger.resetKeys();
      logger.addContext(context as Parameters<Logger['addContext']>[0]);
      logger.appendKeys({ ...subject });
      logger.refreshSampleRateCalculation();
    },
    write: (level, message, fields) => logger[level](message, { ...fields }),
    publish: (measurements) => {
      for (const together of withSameDimensions(measurements)) {
        const dimensions = together[0]?.dimensions ?? {};
        if (Object.keys(dimensions).length > 0) metrics.addDimensions({ ...dimensions } as Record<string, string>);
        for (const { metric, value } of together) metrics.addMetric(metric.name, metric.unit, value);
        metrics.publishStoredMetrics();
      }
    },
  };
}

/** The metrics of one line must have the same dimensions. */
const withSameDimensions = (measurements: readonly Measurement[]): Measurement[][] => [
  ...Map.groupBy(measurements, ({ dimensions }) => JSON.stringify(dimensions)).values(),
];
