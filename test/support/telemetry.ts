import type { Telemetry } from '../../lambda/common/telemetry';
import { Collected } from '../../simulator/world/telemetry';

/** The sum of a metric, by the values of its dimensions. */
export function sumsOf({ measurements }: Collected, name: string): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { metric, dimensions, value } of measurements) {
    if (metric.name !== name) continue;
    const key = Object.values(dimensions).join(' ');
    sums[key] = (sums[key] ?? 0) + value;
  }
  return sums;
}

/** Telemetry that nobody reads. */
export const someTelemetry = (): Telemetry =>
  new Collected().observers({ clock: { now: () => 0, sleep: async () => undefined } }).telemetry;

/** The lines from INFO on, without the times. */
export const linesOf = ({ logs }: Collected): Record<string, unknown>[] =>
  logs
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter(({ level }) => level !== 'DEBUG')
    .map(({ durationMs: _, ...line }) => line);

interface EmbeddedMetrics {
  readonly _aws: {
    readonly CloudWatchMetrics: readonly {
      readonly Dimensions: readonly string[][];
      readonly Metrics: readonly { readonly Name: string; readonly Unit: string }[];
    }[];
  };
}

/** The metrics in what functions wrote, each with one of its sets of dimensions. */
export const metricsIn = (lines: readonly string[]) =>
  lines
    .filter((line) => line.startsWith('{"_aws"'))
    .flatMap((line) => (JSON.parse(line) as EmbeddedMetrics)._aws.CloudWatchMetrics)
    .flatMap(({ Dimensions, Metrics }) =>
      Dimensions.flatMap((dimensions) => Metrics.map(({ Name, Unit }) => ({ name: Name, unit: Unit, dimensions }))),
    );
