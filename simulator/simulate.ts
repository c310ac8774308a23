import type { JsonObject } from '../local/stack/json';
import { checkEnd, maxExecutionSeconds, PollingBound } from './checkers/bounds';
import { checkHistory, checkScan, checkStandings } from './checkers/final-checks';
import { checkPrivacy } from './checkers/privacy';
import { type Violation, Witness } from './checkers/witness';
import type { CrashPoint } from './faults/crash-points';
import { deliveryTo } from './faults/deliveries';
import { countExecutionFaults } from './faults/execution-faults';
import { Faults } from './faults/faults';
import { type Plan, planOf, type ScanPlan } from './faults/plan';
import { faultyDynamoDb, faultyEventBridge } from './faults/services';
import { SimulatedAppFabric } from './faults/simulated-app-fabric';
import { Timeline } from './timeline';
import {
  Invocation,
  type ScannerStack,
  type VirtualExecution,
  VirtualScanner,
  VirtualWorld,
  withPolling,
} from './world';

export interface Outcome {
  readonly seed: number;
  readonly faults: Record<string, number>;
  readonly crashes: Record<string, number>;
  readonly executions: number;
  readonly duplicates: number;
  readonly violations: readonly Violation[];
  readonly timeline: () => string;
}

/** Runs what one seed plans, and checks the invariants. */
export async function simulate(
  seed: number,
  stack: ScannerStack,
  crashPoints: readonly CrashPoint[],
): Promise<Outcome> {
  const plan = planOf(seed, crashPoints);
  const run = await SimulatedRun.create(plan, withPolling(stack, { pollWindowSeconds: plan.pollWindowSeconds }));
  return run.run();
}

class SimulatedRun {
  private readonly executions = new Map<ScanPlan, VirtualExecution[]>();
  private readonly askedFor = new Map<ScanPlan, readonly string[]>();
  private readonly maxSeconds: number;

  static async create(plan: Plan, stack: ScannerStack): Promise<SimulatedRun> {
    const world = await VirtualWorld.create({ seed: plan.seed, tables: [stack.table] });
    return new SimulatedRun(plan, stack, world);
  }

  private readonly timeline: Timeline;
  private readonly faults: Faults;
  private readonly witness: Witness;
  private readonly polling: PollingBound;
  private readonly appFabric: SimulatedAppFabric;
  private readonly scanner: VirtualScanner;

  private constructor(
    private readonly plan: Plan,
    private readonly stack: ScannerStack,
    private readonly world: VirtualWorld,
  ) {
    const start = world.clock.now();
    const now = () => world.clock.now();
    const random = world.random.fork('faults');
    this.timeline = new Timeline(now, start);
    const note = (text: string) => this.timeline.note(text);
    this.scanner = new VirtualScanner(stack, world);
    const stateOf = (name: string) =>
      Object.keys(stack.functions).find((state) => stack.functions[state]?.name === name);
    this.faults = new Faults(plan, start, { now, random, stateOf, note });
    const scanTimeoutSeconds = scanTimeoutOf(stack);
    this.maxSeconds = maxExecutionSeconds(stack.stateMachine.definition);
    this.witness = new Witness({ now, scanTimeoutSeconds, note });
    this.polling = new PollingBound(now);
    const strikes = (kind: Parameters<Faults['strikes']>[0]) => this.faults.strikes(kind);
    this.appFabric = new SimulatedAppFabric(plan.people, { now, random: world.random.fork('AppFabric'), strikes });

    world.network.serve('appfabric', (request) => this.appFabric.serve(request));
    world.network.serve('dynamodb', faultyDynamoDb(world, this.faults));
    world.network.serve('events', faultyEventBridge(world, this.faults, random));
    world.network.use(this.faults);
    world.network.use(this.witness);
    world.network.use(this.polling);
    world.network.use({
      served: ({ caller, service, operation }) => {
        if (!(caller instanceof Invocation)) return;
        note(`  ${stateOf(caller.name)} ${caller.number}.${caller.calls} ${service}:${operation}`);
      },
    });
    world.events.onTaken = (event) => this.witness.taken(event);
    for (const [state, virtualFunction] of Object.entries(this.scanner.functions)) {
      virtualFunction.use(this.polling);
      virtualFunction.use({
        started: ({ number }) => note(`${state} ${number} begins`),
        ended: ({ number }, outcome) => note(`${state} ${number} ${outcome}`),
      });
    }
  }

  async run(): Promise<Outcome> {
    const { plan, world, witness, faults } = this;
    await world.run(async () => {
      await Promise.all(plan.scans.map((scan) => this.runScan(scan)));
      await world.settled();
      faults.end();
      for (const scan of plan.scans) await this.recover(scan);
    });
    countExecutionFaults(plan, (scan) => this.executions.get(scan)?.[0]?.result, faults);
    const all = [...this.executions.values()].flat();
    const duplicates = all.filter((execution) => this.duplicateOf(execution) !== undefined);
    for (const [scan, own] of this.executions) this.checkExecutions(scan, own.at(-1) as VirtualExecution);
    checkStandings(witness);
    this.polling.check(witness);
    checkPrivacy(
      plan.people,
      world,
      all.flatMap(({ result }) => result ?? []),
      witness,
    );
    await this.checkTable();
    return {
      seed: plan.seed,
      faults: faults.happened.toJSON(),
      crashes: faults.crashes.toJSON(),
      executions: all.length,
      duplicates: duplicates.length,
      violations: witness.violations,
      timeline: () => this.timeline.toString(),
    };
  }

  private async runScan(scan: ScanPlan): Promise<void> {
    const { clock } = this.world;
    await clock.sleep(scan.startsAfterSeconds * 1000);
    if (scan.byTaskIds) this.askedFor.set(scan, this.appFabric.startTasks(scan.person.email));
    const execution = this.execution(scan, scan.name);
    const end = this.follow(execution, () => execution.start());
    if (scan.stopsAfterSeconds !== undefined) {
      await clock.sleep(scan.stopsAfterSeconds * 1000);
      if (!execution.result) {
        this.faults.count('execution: stopped by a person');
        execution.stop();
      }
    }
    await end;
  }

  private execution(scan: ScanPlan, name: string, keepsTrigger = true): VirtualExecution {
    const { clock, random } = this.world;
    const dependencies = { clock, random: random.fork(`deliveries ${name}`), faults: this.faults };
    const taskIds = this.askedFor.get(scan);
    const subject: JsonObject = taskIds?.length ? { taskIds: [...taskIds] } : { email: scan.person.email };
    const trigger: JsonObject = keepsTrigger && scan.trigger ? { trigger: { ...scan.trigger } } : {};
    const execution = this.scanner.execution({ ...subject, ...trigger }, name, (fn) => deliveryTo(fn, dependencies));
    this.executions.set(scan, [...(this.executions.get(scan) ?? []), execution]);
    return execution;
  }

  private async follow(execution: VirtualExecution, begin: () => ReturnType<VirtualExecution['start']>): Promise<void> {
    const begunAt = this.world.clock.now();
    this.timeline.note(`execution ${execution.request.name} begins`);
    const result = await begin();
    this.timeline.note(`execution ${result.name} ${result.status}${result.error ? ` ${result.error}` : ''}`);
    checkEnd(result, begunAt, this.maxSeconds, this.witness);
  }

  /** Without further faults: redrives or repeats what has not ended well. */
  private async recover(scan: ScanPlan): Promise<void> {
    const [execution] = this.executions.get(scan) ?? [];
    if (!execution || execution.result?.status === 'SUCCEEDED') return;
    if (scan.recovery === 'redrive') {
      this.faults.count('execution: redriven');
      await this.follow(execution, () => execution.redrive());
    } else {
      this.faults.count('execution: new scan after an end without success');
      // A scan that failed releases its trigger. One that was stopped keeps it, because it may be redriven.
      const failed = this.witness.scan(scan.name)?.status === 'FAILED';
      const again = this.execution(scan, this.world.random.fork(`again ${scan.name}`).uuid(), failed);
      await this.follow(again, () => again.start());
    }
    await this.world.settled();
  }

  private duplicateOf(execution: VirtualExecution): string | undefined {
    return (execution.result?.output as { duplicateOf?: string } | undefined)?.duplicateOf;
  }

  private checkExecutions(scan: ScanPlan, last: VirtualExecution): void {
    const { witness } = this;
    const { name } = last.request;
    const { status, error } = last.result ?? {};
    const original = this.duplicateOf(last);
    if (status !== 'SUCCEEDED') {
      witness.violation(8, `${name} is ${status} (${error}) after its recovery`);
    } else if (original !== undefined) {
      // The trigger's other scan is checked as itself.
      if (!witness.scan(original)) witness.violation(8, `${name} repeats a scan that is not there`);
    } else {
      const taskIds = this.askedFor.get(scan);
      checkScan(name, taskIds?.length ? taskIds : undefined, witness);
      checkHistory(name, witness);
    }
  }

  /** Makes sure that the witness saw every write. */
  private async checkTable(): Promise<void> {
    const items = await this.world.database.scan(this.stack.table.TableName);
    const seen = this.witness.items.size;
    if (items.length !== seen) throw new Error(`The table has ${items.length} items, and ${seen} were seen written.`);
  }
}

function scanTimeoutOf({ functions }: ScannerStack): number {
  const given = Object.values(functions).flatMap(({ environment }) => environment.SCAN_TIMEOUT_SECONDS ?? []);
  if (given.length === 0) throw new Error('No function of the template knows the scan timeout.');
  return Number(given[0]);
}
