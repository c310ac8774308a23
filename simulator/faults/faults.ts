import { Tally } from '../tally';
import { type Course, Invocation, type NetworkHooks, type Request, type SeededRandom } from '../world';
import type { CrashPoint } from './crash-points';
import { nameOf } from './crash-points';
import {
  type AnswerFault,
  FAULT_KINDS,
  type LambdaFault,
  type Outage,
  REQUEST_FAULTS,
  type RequestFault,
} from './fault-kinds';
import type { Plan } from './plan';
import { courseOf } from './request-faults';

export interface FaultDependencies {
  readonly now: () => number;
  readonly random: SeededRandom;
  /** The state that a function serves. */
  readonly stateOf: (functionName: string) => string | undefined;
  /** For the timeline. */
  readonly note: (text: string) => void;
}

/** Makes the plan's faults happen, and counts them. */
export class Faults implements NetworkHooks {
  readonly happened = new Tally(FAULT_KINDS);
  readonly crashes = new Tally();
  #crashPoint: CrashPoint | undefined;
  #over = false;

  constructor(
    private readonly plan: Plan,
    private readonly start: number,
    private readonly dependencies: FaultDependencies,
  ) {
    this.#crashPoint = plan.crashPoint;
  }

  /** No more faults from now on. */
  end(): void {
    this.#over = true;
  }

  count(kind: string): void {
    this.happened.add(kind);
    this.dependencies.note(`! ${kind}`);
  }

  strikes(kind: RequestFault | AnswerFault | LambdaFault): boolean {
    const rate = this.#over ? 0 : (this.plan.rates.get(kind) ?? 0);
    if (rate === 0 || !this.dependencies.random.chance(rate)) return false;
    this.count(kind);
    return true;
  }

  /** Whether this outage lasts now. */
  lasts(kind: Outage): boolean {
    if (this.#over) return false;
    const seconds = (this.dependencies.now() - this.start) / 1000;
    return this.plan.outages.some((it) => it.kind === kind && seconds >= it.fromSeconds && seconds < it.toSeconds);
  }

  course(request: Request): Course {
    return this.#crash(request) ?? this.#outage(request) ?? this.#chance(request) ?? {};
  }

  #crash(request: Request): Course | undefined {
    const { caller } = request;
    if (this.#over || !(caller instanceof Invocation)) return undefined;
    const state = this.dependencies.stateOf(caller.name);
    const point = this.#crashPoint;
    if (point && point.state === state && point.call === caller.calls) {
      this.#crashPoint = undefined;
      return this.#kill(point);
    }
    if (this.#rarely('Lambda: timed out')) {
      this.count('Lambda: timed out');
      return { lost: 'stuck' };
    }
    if (!this.#rarely('Lambda: killed')) return undefined;
    const side = this.dependencies.random.pick(['before', 'after'] as const);
    return this.#kill({ state: state as CrashPoint['state'], call: caller.calls, side });
  }

  /** An invocation makes many calls, and must have a chance to end well. */
  #rarely(kind: LambdaFault): boolean {
    const rate = this.plan.rates.get(kind) ?? 0;
    return rate > 0 && this.dependencies.random.chance(rate / 4);
  }

  #kill(point: CrashPoint): Course {
    this.count('Lambda: killed');
    this.crashes.add(nameOf(point));
    this.dependencies.note(`! killed: ${nameOf(point)}`);
    return point.side === 'before' ? { lost: 'kill' } : { answerLost: 'kill' };
  }

  #outage(request: Request): Course | undefined {
    for (const { kind } of this.plan.outages) {
      const course = this.lasts(kind) ? courseOf(kind, this.#situation(request)) : undefined;
      if (!course) continue;
      this.count(kind);
      return course;
    }
    return undefined;
  }

  #chance(request: Request): Course | undefined {
    for (const kind of REQUEST_FAULTS) {
      if (!this.plan.rates.has(kind)) continue;
      const course = courseOf(kind, this.#situation(request));
      if (course && this.strikes(kind)) return course;
    }
    return undefined;
  }

  #situation(request: Request) {
    return { request, random: this.dependencies.random, name: this.plan.people[0]?.personal[2] ?? '' };
  }
}
