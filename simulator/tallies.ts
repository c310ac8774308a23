import { asObject, asString } from '../local/stack/json';
import { crashList } from './crash-list';
import { CRASH_POINTS, nameOf } from './faults/crash-points';
import { FAULT_KINDS } from './faults/fault-kinds';
import type { Report } from './simulate';

type Counts = Record<string, number>;

/** What never happened is shown, too. */
const none = (names: readonly string[]): Counts => Object.fromEntries(names.map((name) => [name, 0]));

function add(counts: Counts, more: Counts): void {
  for (const [name, times] of Object.entries(more)) counts[name] = (counts[name] ?? 0) + times;
}

/** What many seeds add up to. */
export class Tallies {
  seeds = 0;
  executions = 0;
  duplicates = 0;
  readonly faults = none(FAULT_KINDS);
  readonly crashPoints = none(CRASH_POINTS.map(nameOf));
  /** How many scans ended with each verdict. */
  readonly verdicts: Counts = none(['OPEN', 'UNKNOWN', 'CLEAR', 'NOT_FOUND']);
  readonly violations: { seed: number; invariant: number; what: string }[] = [];

  add({ seed, faults, crashes, executions, duplicates, ends, violations }: Report): void {
    this.seeds++;
    this.executions += executions;
    this.duplicates += duplicates;
    add(this.faults, faults);
    add(this.crashPoints, crashes);
    for (const { output } of ends) {
      const verdict = asString(asObject(output).verdict);
      if (verdict !== undefined) add(this.verdicts, { [verdict]: 1 });
    }
    this.violations.push(...violations.map((violation) => ({ seed, ...violation })));
  }

  /** The command's `--json`. */
  toJSON() {
    const { seeds, faults, crashPoints, verdicts, violations } = this;
    return { seeds, faults, crashPoints, verdicts, violations: violations.toSorted((a, b) => a.seed - b.seed) };
  }

  table(): string {
    const planned = CRASH_POINTS.map(nameOf);
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
