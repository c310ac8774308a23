import { Env } from '../lib/contract/names';
import type { JsonObject } from '../local/stack/json';
import { checkEnd, PollingBound } from './checkers/bounds';
import { checkHistory, checkScan, checkStandings } from './checkers/final-checks';
import { checkPrivacy } from './checkers/privacy';
import { Witness } from './checkers/witness';
import { deliveryTo } from './faults/deliveries';
import { countExecutionFaults } from './faults/execution-faults';
import { Faults } from './faults/faults';
import { type Plan, planOf, type ScanPlan } from './faults/plan';
import { faultyDynamoDb, faultyEventBridge } from './faults/services';
import { SimulatedAppFabric } from './faults/simulated-app-fabric';
import {
  Invocation,
  type ScannerStack,
  type VirtualExecution,
  VirtualScanner,
  VirtualWorld,
  withPolling,
} from './world';

export type Outcome = Awaited<ReturnType<SimulatedRun['run']>>;
/** What is known about a seed that ran in another process. */
export type Report = Omit<Outcome, 'timeline'>;

/** Runs what one seed plans, and checks the invariants. */
export async function simulate(seed: number, stack: ScannerStack): Promise<Outcome> {
  const plan = planOf(seed);
  const world = await VirtualWorld.create({ seed, table: stack.table });
  const { pollWindowSeconds } = plan;
  return new SimulatedRun(plan, new VirtualScanner(withPolling(stack, { pollWindowSeconds }), world), world).run();
}

class SimulatedRun {
  private readonly executions = new Map<ScanPlan, VirtualExecution[]>();
  private readonly askedFor = new Map<ScanPlan, readonly string[]>();
  private readonly timeline: string[] = [];
  private readonly start: number;
  private readonly faults: Faults;
  private readonly witness: Witness;
  private readonly polling: PollingBound;
  private readonly appFabric: SimulatedAppFabric;

  constructor(
    private readonly plan: Plan,
    private readonly scanner: VirtualScanner,
    private readonly world: VirtualWorld,
  ) {
    const { clock, network, events } = world;
    this.start = clock.now();
    const now = () => clock.now();
    const random = world.random.fork('faults');
    const note = (text: string) => this.note(text);
    const functions = Object.entries(scanner.stack.functions);
    const stateOf = (name: string) => functions.find(([, fn]) => fn.name === name)?.[0];
    const timeout = functions.flatMap(([, { environment }]) => environment[Env.SCAN_TIMEOUT_SECONDS] ?? [])[0];
    if (timeout === undefined) throw new Error('No function of the template knows the scan timeout.');
    const faults = new Faults(plan, this.start, { now, random, stateOf, note });
    const strikes: Faults['strikes'] = (kind) => faults.strikes(kind);
    this.faults = faults;
    this.witness = new Witness({ now, scanTimeoutSeconds: Number(timeout), note });
    this.polling = new PollingBound(now);
    this.appFabric = new SimulatedAppFabric(plan.people, { now, random: world.random.fork('AppFabric'), strikes });

    network.serve('appfabric', (request) => this.appFabric.serve(request));
    network.serve('dynamodb', faultyDynamoDb(world, faults));
    network.serve('events', faultyEventBridge(world, faults, random));
    for (const hooks of [faults, this.witness, this.polling]) network.use(hooks);
    network.use({
      served: ({ caller, service, operation }) => {
        if (!(caller instanceof Invocation)) return;
        note(`  ${stateOf(caller.name)} ${caller.number}.${caller.calls} ${service}:${operation}`);
      },
    });
    events.onTaken = (event) => this.witness.taken(event);
    for (const [state, virtualFunction] of Object.entries(scanner.functions)) {
      virtualFunction.use(this.polling);
      virtualFunction.use({
        started: ({ number }) => note(`${state} ${number} begins`),
        ended: ({ number }, outcome) => note(`${state} ${number} ${outcome}`),
      });
    }
  }

  private note(text: string): void {
    const seconds = (this.world.clock.now() - this.start) / 1000;
    this.timeline.push(`${`${seconds.toFixed(3)} s`.padStart(12)}  ${text}`);
  }

  async run() {
    const { plan, world, witness, faults, timeline } = this;
    await world.run(async () => {
      await Promise.all(plan.scans.map((scan) => this.runScan(scan)));
      await world.settled();
      faults.end();
      for (const scan of plan.scans) await this.recover(scan);
    });
    countExecutionFaults(plan, (scan) => this.executions.get(scan)?.[0]?.result, faults);
    for (const [scan, own] of this.executions) this.checkExecutions(scan, own.at(-1) as VirtualExecution);
    checkStandings(witness);
    this.polling.check(witness);
    const results = world.executions.flatMap(({ result }) => result ?? []);
    checkPrivacy(plan.people, world, results, witness);
    await this.checkTable();
    return {
      seed: plan.seed,
      faults: faults.happened,
      crashes: faults.crashes,
      executions: world.executions.length,
      duplicates: world.executions.filter((execution) => duplicateOf(execution) !== undefined).length,
      violations: witness.violations,
      timeline,
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
    this.note(`execution ${execution.request.name} begins`);
    const result = await begin();
    this.note(`execution ${result.name} ${result.status}${result.error ? ` ${result.error}` : ''}`);
    checkEnd(result, begunAt, execution.request.definition, this.witness);
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

  private checkExecutions(scan: ScanPlan, last: VirtualExecution): void {
    const { witness } = this;
    const { name } = last.request;
    const { status, error } = last.result ?? {};
    const original = duplicateOf(last);
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
    const { length } = await this.world.database.items();
    const seen = this.witness.items.size;
    if (length !== seen) throw new Error(`The table has ${length} items, and ${seen} were seen written.`);
  }
}

const duplicateOf = ({ result }: VirtualExecution): string | undefined =>
  (result?.output as { duplicateOf?: string } | undefined)?.duplicateOf;
