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
  readonly violations: { seed: number; invariant: number; what: string }[] = [];

  add({ seed, faults, crashes, executions, duplicates, violations }: Report): void {
    this.seeds++;
    this.executions += executions;
    this.duplicates += duplicates;
    add(this.faults, faults);
    add(this.crashPoints, crashes);
    this.violations.push(...violations.map((violation) => ({ seed, ...violation })));
  }

  /** The command's `--json`. */
  toJSON() {
    const { seeds, faults, crashPoints, violations } = this;
    return { seeds, faults, crashPoints, violations: violations.toSorted((a, b) => a.seed - b.seed) };
  }

  table(): string {
    const kills = Object.entries(this.crashPoints);
    const planned = new Set(CRASH_POINTS.map(nameOf));
    const missed = kills.filter(([name, times]) => planned.has(name) && times === 0).map(([name]) => name);
    return [
      `seeds                  ${this.seeds}`,
      `executions             ${this.executions}`,
      `duplicated executions  ${this.duplicates}`,
      '',
      'faults injected',
      ...rows(Object.entries(this.faults)),
      '',
      `crashes by point       ${planned.size - missed.length} of ${planned.size} planned points hit`,
      ...rows(byFunctionAndSide(kills)),
      ...(missed.length > 0 ? ['', `never hit: ${missed.join(', ')}`] : []),
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

/** `PollTasks before call 7` and its like in one row a function and side, with the range of calls. */
function byFunctionAndSide(kills: readonly [string, number][]): [string, number][] {
  const groups = Map.groupBy(
    kills.filter(([, times]) => times > 0),
    ([name]) => name.replace(/ \d+$/, ''),
  );
  return [...groups].map(([group, own]) => {
    const calls = own.map(([name]) => Number(name.split(' ').at(-1)));
    const total = own.reduce((sum, [, times]) => sum + times, 0);
    return [`${group}s ${Math.min(...calls)} to ${Math.max(...calls)} (${own.length} points)`, total];
  });
}
