import { FunctionTelemetry, type Measurement, type TelemetrySink } from '../../lambda/runtime/function-telemetry';
import type { Runtime } from '../../lambda/runtime/runtime';
import { Tracing } from '../../lambda/runtime/tracing';

/** What functions wrote to their logs, measured and traced. */
export class Collected {
  /** Lines of every level, as JSON. */
  readonly logs: string[] = [];
  readonly measurements: Measurement[] = [];
  /** X-Ray's documents, as JSON. */
  readonly traces: string[] = [];
  /** Whether to keep what was reported. A benchmark of thousands of scans would run out of memory. */
  keeps = true;
  #ids = 0;

  /** What an instance of a function reports with. Every invocation is traced. */
  observers({ clock }: Pick<Runtime, 'clock'>): Pick<Runtime, 'telemetry' | 'tracing'> {
    const now = () => clock.now();
    const newId = () => (++this.#ids).toString(16).padStart(16, '0');
    return {
      telemetry: new FunctionTelemetry(this.#sink(), { now }),
      tracing: new Tracing({
        header: () => `Root=1-00000000-${newId().padStart(24, '0')};Parent=${newId()};Sampled=1`,
        send: async (document) => this.#keep(this.traces, document),
        now,
        newId,
      }),
    };
  }

  #sink(): TelemetrySink {
    let subject = {};
    return {
      begin: (next) => {
        subject = next;
      },
      write: (level, message, fields) =>
        this.#keep(this.logs, JSON.stringify({ level: level.toUpperCase(), message, ...subject, ...fields })),
      publish: (measurements) => this.#keep(this.measurements, ...measurements),
    };
  }

  #keep<T>(list: T[], ...reported: T[]): void {
    if (this.keeps) list.push(...reported);
  }
}
