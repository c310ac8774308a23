import type { Call } from './call';
import type { Subject } from './function-telemetry';

export interface TracingDependencies {
  /** What Lambda passes on from the caller: `Root=…;Parent=…;Sampled=1`. */
  readonly header: () => string | undefined;
  /** Sends a document of X-Ray. It must not fail. */
  readonly send: (document: string) => Promise<void>;
  readonly now: () => number;
  /** 16 hexadecimal digits. */
  readonly newId: () => string;
}

/** X-Ray takes up to 500 KB for a trace, and a call is about 300 bytes. A scan can have many poll windows. */
const MAX_CALLS = 100;

interface Subsegment {
  readonly id: string;
  readonly traceId: string;
  readonly parentId: string;
  readonly startedAt: number;
  readonly subject: Subject;
}

/**
 * Adds an invocation and its calls to the trace that Lambda begins: ids, names, times, and whether something failed. The
 * X-Ray SDK does the same, and would make each bundle 124 KB larger (docs/decisions/0013-telemetry.md).
 */
export class Tracing {
  private invocation: Subsegment | undefined;
  private sent: Promise<void>[] = [];

  constructor(private readonly dependencies: TracingDependencies) {}

  begin(subject: Subject): void {
    const { header, newId, now } = this.dependencies;
    const { Root: traceId, Parent: parentId, Sampled } = fieldsOf(header() ?? '');
    this.sent = [];
    this.invocation =
      traceId !== undefined && parentId !== undefined && Sampled === '1'
        ? { id: newId(), traceId, parentId, startedAt: now(), subject }
        : undefined;
  }

  add({ service, operation, startedAt, endedAt, status, retries, isThrottled, errorName }: Call): void {
    if (this.invocation === undefined || this.sent.length >= MAX_CALLS) return;
    const { id: parentId, traceId } = this.invocation;
    const isClientError = status !== undefined && status >= 400 && status < 500;
    this.send({
      ...{ name: service, id: this.dependencies.newId(), trace_id: traceId, parent_id: parentId, type: 'subsegment' },
      ...{ start_time: startedAt / 1000, end_time: endedAt / 1000, namespace: 'aws', aws: { operation, retries } },
      ...(status !== undefined && { http: { response: { status } } }),
      ...(errorName !== undefined && { [isClientError ? 'error' : 'fault']: true }),
      ...(isThrottled && { throttle: true }),
    });
  }

  /** Resolves when everything is sent: Lambda stops the process between invocations. */
  async end(errorName?: string): Promise<void> {
    if (this.invocation === undefined) return;
    const { id, traceId, parentId, startedAt, subject } = this.invocation;
    const { scanId, watchId, attempt } = subject;
    this.send({
      ...{ name: 'invocation', id, trace_id: traceId, parent_id: parentId, type: 'subsegment' },
      ...{ start_time: startedAt / 1000, end_time: this.dependencies.now() / 1000 },
      annotations: { scan_id: scanId, watch_id: watchId, attempt, error_name: errorName },
      ...(errorName !== undefined && { fault: true }),
    });
    this.invocation = undefined;
    await Promise.all(this.sent);
  }

  private send(subsegment: object): void {
    this.sent.push(this.dependencies.send(JSON.stringify(subsegment)));
  }
}

const fieldsOf = (header: string): Readonly<Record<string, string | undefined>> =>
  Object.fromEntries(header.split(';').map((field) => field.trim().split('=', 2)));
