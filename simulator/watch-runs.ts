import type { JsonObject } from '../local/stack/json';
import { requestOf } from './checkers/watch-requests';
import { deliveryTo } from './faults/deliveries';
import type { Plan, WatchPlan } from './faults/plan';
import { endOf } from './follow';
import type { Observers } from './observers';
import type { ExecutionResult, VirtualExecution, VirtualScanner, VirtualWorld } from './world';

/** The executions of a plan's watches. */
export class WatchRuns {
  readonly #executions = new Map<WatchPlan, VirtualExecution>();

  constructor(
    private readonly plan: Plan,
    private readonly scanner: VirtualScanner,
    private readonly world: VirtualWorld,
    private readonly observers: Observers,
  ) {}

  /** Starts every watch at its time, and waits until none of their executions runs. */
  async runAll(): Promise<void> {
    await Promise.all((this.plan.watches ?? []).map((watch) => this.#run(watch)));
  }

  /** The watches whose executions have not ended well, and that somebody redrives. */
  get open(): WatchPlan[] {
    return [...this.#executions]
      .filter(([{ isRedriven }, { result }]) => isRedriven && result?.status !== 'SUCCEEDED')
      .map(([watch]) => watch);
  }

  async recover(): Promise<void> {
    for (const watch of this.open) {
      this.observers.faults.count('watch: redriven');
      const execution = this.#executions.get(watch) as VirtualExecution;
      await this.#follow(execution, () => execution.redrive());
    }
  }

  results(): ExecutionResult[] {
    return this.scanner.watchResults();
  }

  async #run(watch: WatchPlan): Promise<void> {
    const { clock } = this.world;
    await this.#untilItStarts(watch);
    const { name, person, email = person.email, trigger, settings, stopsAfterSeconds } = watch;
    const random = this.world.random.fork(`deliveries ${name}`);
    const dependencies = { clock, random, faults: this.observers.faults };
    const input = { email, ...(trigger && { trigger }), ...settings } as unknown as JsonObject;
    const execution = this.scanner.watch(input, name, (fn) => deliveryTo(fn, dependencies));
    this.#executions.set(watch, execution);
    this.observers.witness.watches.requested(requestOf(watch, clock.now()));
    const end = this.#follow(execution, () => execution.start());
    if (stopsAfterSeconds !== undefined) {
      await clock.sleep(stopsAfterSeconds * 1000);
      if (!execution.result) {
        this.observers.faults.count('watch: stopped by a person');
        execution.stop();
      }
    }
    await end;
  }

  async #untilItStarts({ startsAfterSeconds, startsWithReview }: WatchPlan): Promise<void> {
    const { clock } = this.world;
    const { review } = this.observers;
    const atItsTime = clock.sleep(startsAfterSeconds * 1000);
    if (!startsWithReview) return atItsTime;
    const { number, milliseconds } = startsWithReview;
    const withReview = review(number).then(() => {
      this.observers.faults.count('watch: another request while it is reviewed');
      return clock.sleep(milliseconds);
    });
    await Promise.race([atItsTime, withReview]);
  }

  async #follow(execution: VirtualExecution, begin: () => Promise<ExecutionResult>): Promise<void> {
    const { timeline } = this.observers;
    timeline.note(`watch ${execution.request.name} begins`);
    timeline.note(endOf(await begin()));
  }
}
