import type { Caller } from '../world';
import { agrees, failsToStart, type Item } from './agreement';
import { type Answers, saysFinal } from './answers';

/** After the deadline, a scan asks for this long if AppFabric does not answer. */
const ASKS_ON_MILLISECONDS = 15 * 60 * 1000;
/** AppFabric has nothing to say about a task that this many answers in a row leave out. */
const MIN_SILENCES = 3;
/** An invocation of before a redrive can live this long after it, with the deadline of before. */
const LONGEST_INVOCATION_MILLISECONDS = 15 * 60 * 1000;

interface Dependencies {
  readonly now: () => number;
  readonly scanTimeoutSeconds: number;
  /** How far two clocks can be apart. */
  readonly clockDifference: number;
  readonly answers: Answers;
}

/** Invariant 1: a new result says what AppFabric had said by then, or that it said nothing in time. */
export class Truth {
  readonly #redrives = new Map<string, number[]>();

  constructor(private readonly dependencies: Dependencies) {}

  /** A redrive gives a scan its whole time again. */
  redriven(scanId: string): void {
    this.#redrives.set(scanId, [...(this.#redrives.get(scanId) ?? []), this.dependencies.now()]);
  }

  /** What is wrong with a result that was just written. */
  wrongWith(record: Item, writer: Caller): string | undefined {
    const { answers } = this.dependencies;
    const { sk, taskId, status } = record;
    if (status === 'TIMED_OUT') return this.#wrongWithTimeout(record, writer);
    const said = answers.about(taskId).flatMap(({ entries }) => entries);
    if (said.some((entry) => agrees(record, entry)) || failsToStart(record, answers.starts)) return undefined;
    return `${sk} says ${status}, which AppFabric had not said`;
  }

  #wrongWithTimeout(record: Item, writer: Caller): string | undefined {
    const { now, answers } = this.dependencies;
    const { sk, taskId } = record;
    const deadline = this.#earliestDeadline(record);
    if (now() < deadline) return `${sk} timed out before the scan timeout`;
    if (now() >= deadline + ASKS_ON_MILLISECONDS) return undefined;
    const said = answers.about(taskId).filter(({ caller }) => caller === writer);
    const last = said.at(-1);
    if (last && saysFinal(last)) return `${sk} timed out, but AppFabric had just said how it ended`;
    if (!last || last.sentAt < deadline) return `${sk} timed out, but AppFabric was not asked after the deadline`;
    const leftOut = said.slice(-MIN_SILENCES).filter(({ entries, isNotFound }) => entries.length === 0 && !isNotFound);
    const isSilent = leftOut.includes(last) && leftOut.length < MIN_SILENCES;
    return isSilent ? `${sk} timed out after ${leftOut.length} answers that left it out` : undefined;
  }

  #earliestDeadline({ scanId, tasksStartedAt, scanStartedAt }: Item): number {
    const { now, scanTimeoutSeconds, clockDifference } = this.dependencies;
    const redrives = this.#redrives.get(String(scanId)) ?? [];
    const renewed = redrives.filter((at) => at < now() - LONGEST_INVOCATION_MILLISECONDS);
    const countedFrom = Math.max(Date.parse(String(tasksStartedAt ?? scanStartedAt)), ...renewed);
    return countedFrom + scanTimeoutSeconds * 1000 - clockDifference;
  }
}
