import { asObject, asString } from '../local/stack/json';
import { crashList } from './crash-list';
import { CRASH_POINTS, nameOf, WATCH_CRASH_POINTS } from './faults/crash-points';
import { FAULT_KINDS, WATCH_FAULT_KINDS } from './faults/fault-kinds';
import type { Mode, Report } from './simulate';

type Counts = Record<string, number>;

/** What never happened is shown, too. */
const none = (names: readonly string[]): Counts => Object.fromEntries(names.map((name) => [name, 0]));

function add(counts: Counts, more: Counts): void {
  for (const [name, times] of Object.entries(more)) counts[name] = (counts[name] ?? 0) + times;
}

const WATCH_ENDS = ['CLEARED', 'GIVEN_UP', 'STOPPED', 'JOINED', 'DUPLICATE', 'ABORTED'];

/** What many seeds add up to. */
export class Tallies {
  seeds = 0;
  executions = 0;
  duplicates = 0;
  readonly faults: Counts;
  readonly crashPoints: Counts;
  /** How many scans ended with each verdict. */
  readonly verdicts: Counts = none(['OPEN', 'UNKNOWN', 'CLEAR', 'NOT_FOUND']);
  /** How many changes of each kind there were. */
  readonly changes: Counts = none(['APPEARED', 'BLOCKED', 'REOPENED', 'REMOVED', 'STATUS_CHANGED']);
  /** How the executions ended that were to watch somebody, and how many watches were overdue. */
  readonly watches: Counts;
  readonly violations: { seed: number; invariant: number; what: string }[] = [];

  readonly #planned: readonly string[];

  constructor(mode: Mode = 'scans') {
    const ofWatches = mode === 'watches';
    this.#planned = (ofWatches ? WATCH_CRASH_POINTS : CRASH_POINTS).map(nameOf);
    this.faults = none(ofWatches ? WATCH_FAULT_KINDS : FAULT_KINDS);
    this.crashPoints = none(this.#planned);
    this.watches = ofWatches ? none([...WATCH_ENDS, 'overdue']) : {};
  }

  add({ seed, faults, crashes, executions, duplicates, verdicts, watches, watched, violations }: Report): void {
    this.seeds++;
    this.executions += executions;
    this.duplicates += duplicates;
    add(this.faults, faults);
    add(this.crashPoints, crashes);
    for (const verdict of verdicts) add(this.verdicts, { [verdict]: 1 });
    for (const kind of watched.changes) add(this.changes, { [kind]: 1 });
    for (const { status, output } of watches) add(this.watches, { [asString(asObject(output).status) ?? status]: 1 });
    if (watched.overdue > 0) add(this.watches, { overdue: watched.overdue });
    this.violations.push(...violations.map((violation) => ({ seed, ...violation })));
  }

  /** The command's `--json`. */
  toJSON() {
    const { seeds, faults, crashPoints, verdicts, changes, watches, violations } = this;
    const counts = { faults, crashPoints, verdicts, changes, watches };
    return { seeds, ...counts, violations: violations.toSorted((a, b) => a.seed - b.seed) };
  }

  table(): string {
    const planned = this.#planned;
    const hit = Object.keys(this.crashPoints).filter((name) => this.crashPoints[name]);
    const missed = planned.filter((name) => !this.crashPoints[name]);
    const kills = hit.reduce((sum, name) => sum + (this.crashPoints[name] ?? 0), 0);
    return [
      `seeds                  ${this.seeds}`,
      `executions             ${this.executions}`,
      `duplicated executions  ${this.duplicates}`,
      '',
      'verdicts',
      ...rows(Object.entries(this.verdicts)),
      '',
      'changes',
      ...rows(Object.entries(this.changes)),
      '',
      ...(this.watches.overdue === undefined ? [] : ['watches', ...rows(Object.entries(this.watches)), '']),
      'faults injected',
      ...rows(Object.entries(this.faults)),
      '',
      `crashes                ${kills}, at ${planned.length - missed.length} of ${planned.length} planned points`,
      ...crashList(hit).map((line) => `  ${line}`),
      ...(missed.length > 0 ? ['planned and not reached'] : []),
      ...crashList(missed).map((line) => `  ${line}`),
      '',
      `violations             ${this.violations.length}`,
      ...this.violations
        .slice(0, 20)
        .map(({ seed, invariant, what }) => `  seed ${seed}: invariant ${invariant}, ${what}`),
    ].join('\n');
  }
}

const rows = (counts: readonly [string, number][]): string[] =>
  counts.map(([name, times]) => `  ${String(times).padStart(9)}  ${name}`);
