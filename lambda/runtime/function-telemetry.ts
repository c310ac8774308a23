import { type Dimension, METRICS, type Metric, type MetricKey, NO_NAME, PLAIN_NAME } from '../../lib/contract/metrics';
import type { Clock } from '../common/clock';
import type { DimensionValues, LogFields, Telemetry } from '../common/telemetry';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** What an invocation is about. Each of its lines has these fields. */
export interface Subject extends LogFields {
  readonly scanId?: string;
  readonly watchId?: string;
  readonly executionArn?: string;
  /** 1 for the first attempt of a state. Absent in an execution that began with an earlier version. */
  readonly attempt?: number;
  readonly redriveCount?: number;
}

/** The value of a metric in one invocation, with one of its sets of dimensions. */
export interface Measurement {
  readonly metric: Metric;
  readonly dimensions: DimensionValues;
  readonly value: number;
}

/** Where lines and metrics go. */
export interface TelemetrySink {
  begin(subject: Subject, context: unknown): void;
  write(level: LogLevel, message: string, fields: LogFields): void;
  publish(measurements: readonly Measurement[]): void;
}

/**
 * What the steps of one invocation after the other report. An instance of a function runs one invocation at a time.
 *
 * A metric has one value in an invocation: counts are added up, and of durations the longest one is kept.
 */
export class FunctionTelemetry implements Telemetry {
  private startedAt = 0;
  private readonly measured = new Map<string, Measurement>();

  constructor(
    private readonly sink: TelemetrySink,
    private readonly clock: Pick<Clock, 'now'>,
  ) {}

  begin(subject: Subject, context: unknown): void {
    this.startedAt = this.clock.now();
    this.measured.clear();
    this.sink.begin(subject, context);
  }

  debug(message: string, fields?: LogFields): void {
    this.write('debug', message, fields);
  }

  info(message: string, fields?: LogFields): void {
    this.write('info', message, fields);
  }

  write(level: LogLevel, message: string, fields?: LogFields): void {
    const { app, ...rest } = fields ?? {};
    const named = app === undefined ? {} : { app: plainName(String(app)) };
    this.sink.write(level, message, { durationMs: this.clock.now() - this.startedAt, ...named, ...rest });
  }

  measure(key: MetricKey, value: number, dimensions: DimensionValues = {}): void {
    const metric: Metric = METRICS[key];
    for (const [, ...names] of metric.dimensions) {
      const own = valuesOf(names, dimensions);
      const id = JSON.stringify([key, own]);
      const before = this.measured.get(id)?.value ?? 0;
      const merged = metric.unit === 'Count' ? before + value : Math.max(before, value);
      this.measured.set(id, { metric, dimensions: own, value: merged });
    }
  }

  /** Publishes the metrics of the invocation. If that is not possible, its work still counts. */
  end(): void {
    try {
      this.sink.publish([...this.measured.values()]);
    } catch (error) {
      this.write('error', 'The metrics could not be published', { errorName: (error as Error).name });
    }
  }
}

const valuesOf = (names: readonly Dimension[], dimensions: DimensionValues): DimensionValues =>
  Object.fromEntries(names.map((name) => [name, plainName(dimensions[name])]));

const plainName = (name: string | undefined): string => (name !== undefined && PLAIN_NAME.test(name) ? name : NO_NAME);
