import type { Dimension, MetricKey } from '../../lib/contract/metrics';

/** Every line has these fields. Powertools drops another one of the same name, with a line that warns of it. */
type FieldOfEveryLine = 'level' | 'message' | 'sampling_rate' | 'service' | 'timestamp';

export type LogFields = Readonly<Record<string, string | number | boolean | undefined>> & {
  readonly [name in FieldOfEveryLine]?: undefined;
};

/** The values of a metric's dimensions, without the scanner. */
export type DimensionValues = Readonly<Partial<Record<Dimension, string>>>;

/** What a step reports about itself. Nothing of it may contain personal data. */
export interface Telemetry {
  /** Explains what the step does. It is written only if somebody wants to know. */
  debug(message: string, fields?: LogFields): void;
  /** Adds to a metric. @param value a count, or a number of seconds */
  measure(metric: MetricKey, value: number, dimensions?: DimensionValues): void;
}
