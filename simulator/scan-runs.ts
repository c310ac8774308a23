import type { JsonObject } from '../local/stack/json';
import { duplicateOf } from './checkers/executions';
import { isLeftAlone } from './checkers/expiry';
import { deliveryTo } from './faults/deliveries';
import type { Plan, RecoveryPlan, ScanPlan } from './faults/plan';
import { followScan } from './follow';
import type { Observers } from './observers';
import type { ExecutionResult, VirtualExecution, VirtualScanner, VirtualWorld } from './world';

const DAY_SECONDS = 24 * 60 * 60;

/** The executions of a plan's scans. */
export class ScanRuns {
  readonly #executions = new Map<ScanPlan, VirtualExecution[]>();
  readonly #askedFor = new Map<ScanPlan, readonly string[]>();
  readonly #redrives = new Map<VirtualExecution, number>();
  /** Those that watches have started. */
  readonly #nested: VirtualExecution[] = [];

  constructor(
    private readonly plan: Plan,
    private readonly scanner: VirtualScanner,
    private readonly world: VirtualWorld,
    private readonly observers: Observers,
  ) {
    const { clock, random } = world;
    const dependencies = { clock, random: random.fork('deliveries of ends'), faults: observers.faults };
    scanner.deliverEnd = (fn) => deliveryTo(fn, dependencies);
    scanner.deliverNested = (name) => {
      const nested = { ...dependencies, random: random.fork(`deliveries ${name}`) };
      return (fn) => deliveryTo(fn, nested);
    };
    scanner.onNested = (execution, result) => {
      this.#nested.push(execution);
      void followScan(execution, this.observers, () => result);
    };
  }

  /** Starts every scan at its time, and waits until nothing runs. */
  async runAll(): Promise<void> {
    await Promise.all(this.plan.scans.map((scan) => this.#run(scan)));
    await this.world.settled();
  }

  /** The scans whose latest execution has not ended well. */
  get open(): ScanPlan[] {
    return this.plan.scans.filter((scan) => this.#latest(scan)?.result?.status !== 'SUCCEEDED');
  }

  /** Redrives or repeats what has not ended well: at once while faults go on, one after the other without. */
  async recover({ afterSeconds, withFaults }: RecoveryPlan): Promise<void> {
    const { faults } = this.observers;
    const recover = async (scan: ScanPlan) => {
      if (scan.recovery === 'redrive') {
        if (withFaults) faults.count('execution: redriven while faults go on');
        if (afterSeconds >= DAY_SECONDS) faults.count('execution: redriven days later');
      }
      await this.#recover(scan);
    };
    if (withFaults) await Promise.all(this.open.map(recover));
    else for (const scan of this.open) await recover(scan);
    await this.world.settled();
  }

  /** Redrives the scans of watches, which go on without them. */
  async recoverNested(): Promise<void> {
    for (const execution of this.#nested) {
      if (execution.result?.status === 'SUCCEEDED') continue;
      this.observers.faults.count('watch: a scan of it is redriven');
      this.observers.witness.truth.redriven(execution.request.name);
      await this.#follow(execution, () => execution.redrive());
    }
    await this.world.settled();
  }

  firstResult(scan: ScanPlan): ExecutionResult | undefined {
    return this.#executions.get(scan)?.[0]?.result;
  }

  /** What is to be checked of a scan's latest execution. */
  last(scan: ScanPlan) {
    const result = this.#latest(scan)?.result;
    if (!result) throw new Error(`No execution of ${scan.name} has ended.`);
    return { scan, result, askedFor: this.#askedFor.get(scan) };
  }

  results(): ExecutionResult[] {
    return this.scanner.results();
  }

  duplicates(): number {
    return this.results().filter((result) => duplicateOf(result) !== undefined).length;
  }

  #latest(scan: ScanPlan): VirtualExecution | undefined {
    return this.#executions.get(scan)?.at(-1);
  }

  async #run(scan: ScanPlan): Promise<void> {
    const { clock } = this.world;
    await clock.sleep(scan.startsAfterSeconds * 1000);
    this.#startTasks(scan);
    const execution = this.#execution(scan, scan.name);
    const end = this.#follow(execution, () => execution.start());
    if (scan.stopsAfterSeconds !== undefined) {
      await clock.sleep(scan.stopsAfterSeconds * 1000);
      if (!execution.result) {
        this.observers.faults.count('execution: stopped by a person');
        execution.stop();
      }
    }
    await end;
  }

  /** Somebody else starts the tasks that the scan collects. */
  #startTasks({ byTaskIds, ...scan }: ScanPlan): void {
    if (!byTaskIds) return;
    const { appFabric } = this.observers;
    const started = [scan.person, ...byTaskIds.alsoOf].flatMap(({ email }) => appFabric.startTasks(email));
    const ids = this.world.random.fork(`unknown ids of ${scan.name}`);
    const unknown = Array.from({ length: byTaskIds.unknownIds }, () => ids.uuid());
    const taskIds = [...started, ...unknown];
    const planned = this.plan.scans.find(({ name }) => name === scan.name) as ScanPlan;
    if (taskIds.length > 0) this.#askedFor.set(planned, taskIds);
  }

  #execution(scan: ScanPlan, name: string, keepsTrigger = true): VirtualExecution {
    const { clock, random } = this.world;
    const dependencies = { clock, random: random.fork(`deliveries ${name}`), faults: this.observers.faults };
    const taskIds = this.#askedFor.get(scan);
    const subject: JsonObject = taskIds ? { taskIds: [...taskIds] } : { email: scan.person.email };
    const trigger: JsonObject = keepsTrigger && scan.trigger ? { trigger: { ...scan.trigger } } : {};
    const execution = this.scanner.execution({ ...subject, ...trigger }, name, (fn) => deliveryTo(fn, dependencies));
    this.#executions.set(scan, [...(this.#executions.get(scan) ?? []), execution]);
    return execution;
  }

  async #follow(execution: VirtualExecution, begin: () => Promise<ExecutionResult>): Promise<void> {
    await followScan(execution, this.observers, begin);
  }

  async #recover(scan: ScanPlan): Promise<void> {
    const execution = this.#latest(scan);
    if (!execution) return;
    const { faults } = this.observers;
    if (scan.recovery === 'redrive') {
      this.#countRedrive(execution);
      this.observers.witness.truth.redriven(execution.request.name);
      await this.#follow(execution, () => execution.redrive());
    } else {
      faults.count('execution: new scan after an end without success');
      const { name } = execution.request;
      // A scan that failed releases its trigger. One that runs in the table keeps it.
      const isRunning = this.observers.witness.table.scan(name)?.status === 'RUNNING';
      const again = this.#execution(scan, this.world.random.fork(`again ${name}`).uuid(), !isRunning);
      await this.#follow(again, () => again.start());
    }
  }

  #countRedrive(execution: VirtualExecution): void {
    const { faults, retentionSeconds } = this.observers;
    const { startedAt = 0 } = execution.result ?? {};
    const expiresAt = Math.floor(startedAt / 1000) + retentionSeconds;
    if (isLeftAlone({ expiresAt }, this.world.clock.now())) faults.count('execution: redriven when its records expire');
    const count = (this.#redrives.get(execution) ?? 0) + 1;
    this.#redrives.set(execution, count);
    faults.count('execution: redriven');
    if (count === 3) faults.count('execution: redriven for the third time');
  }
}
