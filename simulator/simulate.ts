import type { JsonObject } from '../local/stack/json';
import { checkEnd, longestExecutionSeconds, PollingBound } from './checkers/bounds';
import { checkHistory, checkScan, checkStandings } from './checkers/final-checks';
import { checkPrivacy } from './checkers/privacy';
import { type Violation, Witness } from './checkers/witness';
import type { CrashPoint } from './faults/crash-points';
import { deliveryTo } from './faults/deliveries';
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
  /** The most calls that one invocation of each function made. */
  readonly calls: Readonly<Record<string, number>>;
  readonly timeline: () => string;
}

/** Runs everything that one seed makes happen, and checks what is promised. */
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
  private readonly calls: Record<string, number> = {};
  private readonly longestSeconds: number;

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
    this.longestSeconds = longestExecutionSeconds(stack.stateMachine.definition);
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
        const state = stateOf(caller.name) ?? '';
        note(`  ${state} ${caller.number}.${caller.calls} ${service}:${operation}`);
        this.calls[state] = Math.max(this.calls[state] ?? 0, caller.calls);
      },
    });
    world.events.onTaken((event) => this.witness.taken(event));
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
    this.countExecutionFaults();
    const all = [...this.executions.values()].flat();
    const duplicates = all.filter((execution) => this.duplicateOf(execution) !== undefined);
    for (const [scan, own] of this.executions) this.checkExecutions(scan, own);
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
      calls: this.calls,
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
    const { definition, arn } = this.stack.stateMachine;
    const taskIds = this.askedFor.get(scan);
    const subject: JsonObject = taskIds?.length ? { taskIds: [...taskIds] } : { email: scan.person.email };
    const trigger: JsonObject = keepsTrigger && scan.trigger ? { trigger: { ...scan.trigger } } : {};
    const execution = this.world.execution({
      definition,
      stateMachineArn: arn,
      name,
      input: { ...subject, ...trigger },
      handlers: Object.fromEntries(
        Object.entries(this.scanner.functions).map(([state, fn]) => [state, deliveryTo(fn, dependencies)]),
      ),
    });
    this.executions.set(scan, [...(this.executions.get(scan) ?? []), execution]);
    return execution;
  }

  private async follow(execution: VirtualExecution, begin: () => ReturnType<VirtualExecution['start']>): Promise<void> {
    const begunAt = this.world.clock.now();
    this.timeline.note(`execution ${execution.request.name} begins`);
    const result = await begin();
    this.timeline.note(`execution ${result.name} ${result.status}${result.error ? ` ${result.error}` : ''}`);
    checkEnd(result, begunAt, this.longestSeconds, this.witness);
  }

  /** Nothing goes wrong any more: what has not ended well is brought to its end. */
  private async recover(scan: ScanPlan): Promise<void> {
    const [execution] = this.executions.get(scan) ?? [];
    if (!execution || execution.result?.status === 'SUCCEEDED') return;
    if (scan.recovery === 'redrive') {
      this.faults.count('execution: redriven');
      await this.follow(execution, () => execution.redrive());
    } else {
      this.faults.count('execution: new scan after an end without success');
      // A scan that failed lets go of its trigger; one that was stopped may still be redriven, and keeps it.
      const failed = this.witness.scan(scan.name)?.status === 'FAILED';
      const again = this.execution(scan, this.world.random.fork(`again ${scan.name}`).uuid(), failed);
      await this.follow(again, () => again.start());
    }
    await this.world.settled();
  }

  private duplicateOf(execution: VirtualExecution): string | undefined {
    return (execution.result?.output as { duplicateOf?: string } | undefined)?.duplicateOf;
  }

  private checkExecutions(scan: ScanPlan, own: readonly VirtualExecution[]): void {
    const last = own.at(-1);
    if (!last) return;
    if (last.result?.status !== 'SUCCEEDED') {
      this.witness.violation(
        8,
        `${last.request.name} is ${last.result?.status} (${last.result?.error}) after its recovery`,
      );
      return;
    }
    const original = this.duplicateOf(last);
    const scanId = original ?? last.request.name;
    // A trigger's other scan is checked as itself; here only that there is one.
    if (original !== undefined) {
      if (!this.witness.scan(original))
        this.witness.violation(8, `${last.request.name} repeats a scan that is not there`);
      return;
    }
    const taskIds = this.askedFor.get(scan);
    checkScan(scanId, taskIds?.length ? taskIds : undefined, this.witness);
    checkHistory(scanId, this.witness);
  }

  /** The witness saw every write, or its other findings are worth nothing. */
  private async checkTable(): Promise<void> {
    const items = await this.world.database.scan(this.stack.table.TableName);
    const seen = this.witness.items.size;
    if (items.length !== seen) throw new Error(`The table has ${items.length} items, and ${seen} were seen written.`);
  }

  private countExecutionFaults(): void {
    const { plan, faults } = this;
    const triggers = plan.scans.flatMap(({ trigger }) => trigger?.id ?? []);
    if (new Set(triggers).size < triggers.length) faults.count('execution: same trigger twice');
    for (const person of plan.people) {
      const scans = plan.scans.filter((scan) => scan.person === person);
      const spans = scans.flatMap((scan) => this.executions.get(scan)?.[0]?.result ?? []);
      for (const older of spans) {
        for (const newer of spans) {
          if (older.startedAt >= newer.startedAt || older.endedAt <= newer.startedAt) continue;
          faults.count('execution: two scans of one person overlap');
          if (older.endedAt > newer.endedAt) faults.count('execution: the older of them ends last');
        }
      }
    }
    for (const person of plan.people) {
      const text = JSON.stringify(person.tenants);
      if (text.length > 4000) faults.count('answer: strings at their longest');
      if (/[^\p{ASCII}ñ]/u.test(person.personal[2] ?? '')) faults.count('answer: non-Latin names');
    }
  }
}

function scanTimeoutOf({ functions }: ScannerStack): number {
  const given = Object.values(functions).flatMap(({ environment }) => environment.SCAN_TIMEOUT_SECONDS ?? []);
  if (given.length === 0) throw new Error('No function of the template knows the scan timeout.');
  return Number(given[0]);
}
