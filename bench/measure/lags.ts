import type { VirtualWorld } from '../../simulator/world';
import { appOf, personOf } from '../workloads';

/** Measures how long after a task's end its result reaches the bus. Only the first event of a result counts. */
export class Lags {
  readonly #startedAt = new Map<string, number>();
  readonly #lags = new Map<string, number>();

  constructor(world: VirtualWorld, seconds: readonly (readonly number[])[]) {
    const ends = new Map(
      seconds.flatMap((ofScan, scan) => ofScan.map((value, task) => [`${personOf(scan)} ${appOf(task)}`, value])),
    );
    world.network.use({
      served: ({ operation, input }) => {
        if (operation === 'StartUserAccessTasks') this.#startedAt.set(String(input.email), world.clock.now());
      },
    });
    world.events.onTaken = ({ at, detail }) => {
      const { email, app } = detail;
      const key = `${email} ${app}`;
      const end = ends.get(key);
      const startedAt = this.#startedAt.get(String(email));
      if (end === undefined || startedAt === undefined || this.#lags.has(key)) return;
      this.#lags.set(key, (at - startedAt) / 1000 - end);
    };
  }

  get published(): number {
    return this.#lags.size;
  }

  summary() {
    const lags = [...this.#lags.values()].sort((a, b) => a - b);
    const mean = lags.reduce((sum, lag) => sum + lag, 0) / lags.length;
    return { mean, p95: lags[Math.floor(lags.length * 0.95)] ?? Number.NaN, max: lags.at(-1) ?? Number.NaN };
  }
}
