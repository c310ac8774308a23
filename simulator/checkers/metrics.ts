import type { Measurement } from '../../lambda/runtime/function-telemetry';
import { METRICS, type MetricKey } from '../../lib/contract/metrics';
import { type Item, isFinal } from './agreement';
import type { Accuse } from './violations';

const ENDS: Readonly<Record<string, MetricKey>> = {
  CLEARED: 'watchesCleared',
  GIVEN_UP: 'watchesGivenUp',
  STOPPED: 'watchesStopped',
};

/** Metrics of what is recorded. `scansFailed` and `watchesStopped` also count what could only be published. */
const OF_RECORDS: readonly MetricKey[] = [
  ...(['scansStarted', 'scansCompleted', 'results', 'resultsWithoutAnswer', 'verdicts', 'changes'] as const),
  'tenantsToReconnect',
  ...(['watchesStarted', 'watchesOverdue', 'watchesCleared', 'watchesGivenUp'] as const),
];

/**
 * Invariant 17: metrics count what is recorded, and nothing twice. An invocation that dies, or a response that is lost,
 * can leave something out.
 */
export class Metrics {
  readonly #recorded = new Map<string, number>();

  written(before: Item | undefined, after: Item): void {
    if (after.type === 'SCAN') this.#scan(before, after);
    if (after.type === 'TASK' && isFinal(after) && !(before && isFinal(before))) this.#result(after);
    if (after.type === 'CHANGE' && before === undefined) this.#count('changes');
    if (after.type === 'WATCH' && after.sk === 'WATCH') this.#watch(before, after);
  }

  /** @param isExact whether nothing can have been left out */
  check(measurements: readonly Measurement[], isExact: boolean, accuse: Accuse): void {
    const measured = new Map<string, number>();
    for (const { metric, dimensions, value } of measurements) add(measured, keyOf(metric.name, dimensions), value);
    for (const metric of OF_RECORDS) {
      const { name } = METRICS[metric];
      const isOfMetric = (key: string) => key.split(' ')[0] === name;
      for (const key of new Set([...measured.keys(), ...this.#recorded.keys()].filter(isOfMetric))) {
        const [counted = 0, recorded = 0] = [measured.get(key), this.#recorded.get(key)];
        if (isExact ? counted === recorded : counted <= recorded) continue;
        accuse(17, `the metric ${key} counts ${counted}, and ${recorded} were recorded`);
      }
    }
  }

  #scan(before: Item | undefined, after: Item): void {
    if (after.taskCount !== undefined && before?.taskCount === undefined) this.#count('scansStarted');
    if (after.status !== 'COMPLETED' || before?.status === 'COMPLETED') return;
    this.#count('scansCompleted');
    if (after.verdict !== undefined) this.#count('verdicts', { Verdict: after.verdict });
    for (const { app, reason, authorizationStatus } of after.unknown as readonly Item[]) {
      const isNotConnected = authorizationStatus !== undefined && authorizationStatus !== 'Connected';
      if (reason !== 'RECONNECT' && !(reason === 'NOT_ASKED' && isNotConnected)) continue;
      this.#count('tenantsToReconnect');
      this.#count('tenantsToReconnect', { App: nameOf(app) });
    }
  }

  #result({ app, access, reason }: Item): void {
    this.#count('results', { Access: access });
    if (reason === undefined) return;
    this.#count('resultsWithoutAnswer', { Reason: reason });
    this.#count('resultsWithoutAnswer', { App: nameOf(app), Reason: reason });
  }

  #watch(before: Item | undefined, after: Item): void {
    const isSame = before?.watchId === after.watchId && before?.startedAt === after.startedAt;
    if (!isSame) this.#count('watchesStarted');
    if (after.overdueAt !== undefined && !(isSame && before?.overdueAt !== undefined)) this.#count('watchesOverdue');
    const end = ENDS[String(after.status)];
    if (end !== undefined && !(isSame && before?.status === after.status)) this.#count(end);
  }

  #count(metric: MetricKey, dimensions: Readonly<Record<string, unknown>> = {}): void {
    add(this.#recorded, keyOf(METRICS[metric].name, dimensions), 1);
  }
}

/** Names of apps are plain in the simulator, except for those that are not names. */
const nameOf = (app: unknown): string => (typeof app === 'string' && /^[A-Z0-9-]{1,64}$/.test(app) ? app : 'OTHER');

const keyOf = (name: string, dimensions: object): string => [name, ...Object.values(dimensions)].join(' ');

const add = (sums: Map<string, number>, key: string, value: number): void =>
  void sums.set(key, (sums.get(key) ?? 0) + value);
