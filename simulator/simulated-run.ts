import { asObject, asString } from '../local/stack/json';
import { checkExecution } from './checkers/executions';
import { checkLast } from './checkers/final-checks';
import { checkPeople } from './checkers/people';
import { checkPrivacy } from './checkers/privacy';
import { checkRecords } from './checkers/records';
import { checkStandings } from './checkers/standings';
import { checkWatchEnds } from './checkers/watch-ends';
import { countPlanFaults } from './faults/execution-faults';
import { hasNoFaults, type Plan } from './faults/plan';
import { type Observers, observe } from './observers';
import { ScanRuns } from './scan-runs';
import { WatchRuns } from './watch-runs';
import type { ExecutionResult, VirtualScanner, VirtualWorld } from './world';

/** Runs a plan: its scans under its faults, and then its recoveries. */
export class SimulatedRun {
  private readonly observers: Observers;
  private readonly runs: ScanRuns;
  private readonly watches: WatchRuns;

  constructor(
    private readonly plan: Plan,
    private readonly scanner: VirtualScanner,
    private readonly world: VirtualWorld,
  ) {
    this.observers = observe(plan, scanner, world);
    this.runs = new ScanRuns(plan, scanner, world, this.observers);
    this.watches = new WatchRuns(plan, scanner, world, this.observers);
  }

  async run() {
    const { plan, world, runs, watches } = this;
    const { faults, witness, timeline, appFabric } = this.observers;
    await world.run(async () => {
      faults.begin(plan.crashPoint);
      await Promise.all([runs.runAll(), watches.runAll()]);
      await world.settled();
      for (const recovery of plan.recoveries) {
        if (runs.open.length === 0 && watches.open.length === 0) break;
        await world.clock.sleep(recovery.afterSeconds * 1000);
        if (recovery.withFaults) faults.begin(recovery.crashPoint);
        else faults.end();
        await runs.recover(recovery);
        await watches.recover();
      }
      if (plan.redrivesNested) {
        faults.end();
        await runs.recoverNested();
      }
    });
    countPlanFaults(plan, (scan) => runs.firstResult(scan), appFabric.changedResults, faults);
    await this.check();
    const results = runs.results();
    return {
      seed: plan.seed,
      faults: faults.happened,
      crashes: faults.crashes,
      executions: results.length,
      duplicates: runs.duplicates(),
      ends: plan.scans.map((scan) => endOf(runs.last(scan).result)),
      invocations: world.meter.lambdaInvocations,
      violations: witness.violations,
      watches: watches.results().map(endOf),
      verdicts: runs.results().flatMap(({ output }) => asString(asObject(output ?? null).verdict) ?? []),
      watched: watchedIn(witness),
      timeline: timeline.lines,
    };
  }

  /** Everything has ended. */
  private async check(): Promise<void> {
    const { plan, scanner, world, runs, watches } = this;
    const { faults, witness, polling, retentionSeconds, clockDifference } = this.observers;
    // Deletes what has expired by now.
    const { length } = await world.database.items();
    if (length !== witness.table.items.size) {
      throw new Error(`The table has ${length} items, and ${witness.table.items.size} were seen written.`);
    }
    const now = world.clock.now();
    const accuse = witness.violation.bind(witness);
    const limits = { now, retentionSeconds, clockDifference };
    for (const result of scanner.results()) checkExecution(result, limits, witness);
    for (const { name, status, error } of scanner.recordedEnds()) {
      if (status !== 'SUCCEEDED') witness.violation(8, `${name} is ${status} (${error}), and recorded no end`);
    }
    for (const scan of plan.scans) checkLast(runs.last(scan), limits, witness);
    checkRecords(witness, now);
    checkStandings(witness.table, now, accuse);
    checkPeople(witness.table, now, accuse);
    witness.changes.checkEnd(now, accuse);
    const ends = { watches: witness.watches, results: watches.results(), scans: scanner.results() };
    checkWatchEnds({ ...ends, now, faultsUntil: faults.lastUntil, accuse });
    polling.check(witness);
    checkPrivacy(plan.people, world, [...runs.results(), ...watches.results()], witness);
    witness.metrics.check(world.collected.measurements, hasNoFaults(plan), accuse);
  }
}

/** The watches that there were, as they ended, and the changes. */
const watchedIn = ({ watches, changes }: Observers['witness']) => ({
  ends: [...watches.latest.values()].map(({ status }) => String(status)),
  overdue: [...watches.latest.values()].filter(({ overdueAt }) => overdueAt !== undefined).length,
  changes: changes.kinds(),
});

/** How the latest execution of a scan ended. */
const endOf = ({ name, status, error, output, startedAt, endedAt }: ExecutionResult) => ({
  ...{ name, status, error, output },
  seconds: (endedAt - startedAt) / 1000,
});
