import { type Course, Invocation, type NetworkHooks, type Request, type SeededRandom } from '../world';
import { type CrashPoint, nameOf } from './crash-points';
import { type ChanceFault, type FaultKind, type Outage, REQUEST_FAULTS } from './fault-kinds';
import type { Plan, SpanPlan } from './plan';
import { OUTAGE_COURSES, REQUEST_COURSES } from './request-faults';

const CHANCE_FAULTS_LAST_SECONDS = 2 * 60 * 60;

/** Makes the plan's faults happen, and counts them. */
export class Faults implements NetworkHooks {
  /** How often each fault happened, and each kill, by name. */
  readonly happened: Record<string, number> = {};
  readonly crashes: Record<string, number> = {};
  #crashPoint: CrashPoint | undefined;
  #killedAt = 0;
  #over = false;
  /** When the run began, and each recovery. */
  readonly #begins: number[] = [];

  constructor(
    private readonly plan: Plan,
    private readonly dependencies: {
      readonly now: () => number;
      readonly random: SeededRandom;
      /** The state that an invocation serves. */
      readonly stateOf: (invocation: Invocation) => string | undefined;
      /** For the timeline. */
      readonly note: (text: string) => void;
    },
  ) {}

  /** The run begins, and then each recovery. */
  begin(crashPoint: CrashPoint | undefined): void {
    this.#begins.push(this.dependencies.now());
    this.#crashPoint = crashPoint;
  }

  /** No more faults from now on. */
  end(): void {
    this.#over = true;
  }

  count(kind: FaultKind): void {
    this.happened[kind] = (this.happened[kind] ?? 0) + 1;
    this.dependencies.note(`! ${kind}`);
  }

  strikes(kind: ChanceFault): boolean {
    const rate = this.#rateOf(kind);
    if (rate === 0 || !this.dependencies.random.chance(rate)) return false;
    this.count(kind);
    return true;
  }

  /** Not for ever: what is retried for hours must succeed in the end. */
  #rateOf(kind: ChanceFault): number {
    const sinceBegin = this.dependencies.now() - (this.#begins.at(-1) ?? 0);
    const { ratesLastSeconds = CHANCE_FAULTS_LAST_SECONDS } = this.plan;
    if (this.#over || sinceBegin > ratesLastSeconds * 1000) return 0;
    return this.plan.rates.get(kind) ?? 0;
  }

  /** Whether this outage lasts now. */
  lasts(kind: Outage): boolean {
    return !this.#over && this.plan.outages.some((outage) => outage.kind === kind && this.#isNow(outage));
  }

  /** How many invocations can run at once now. */
  concurrency(): number {
    if (this.lasts('outage: Lambda throttles')) return 0;
    const { concurrency } = this.plan;
    return concurrency && !this.#over && this.#isNow(concurrency) ? concurrency.limit : Number.POSITIVE_INFINITY;
  }

  /** Lambda refused an invocation. */
  refused(): void {
    this.count(this.concurrency() === 0 ? 'outage: Lambda throttles' : 'Lambda: concurrency used up');
  }

  #isNow({ fromSeconds, toSeconds, inRecovery = 0 }: SpanPlan): boolean {
    const begin = this.#begins[inRecovery];
    if (begin === undefined) return false;
    const seconds = (this.dependencies.now() - begin) / 1000;
    return seconds >= fromSeconds && seconds < toSeconds;
  }

  course(request: Request): Course {
    return this.#crash(request) ?? this.#outage(request) ?? this.#chance(request) ?? {};
  }

  #crash(request: Request): Course | undefined {
    const { caller } = request;
    if (this.#over || !(caller instanceof Invocation)) return undefined;
    const state = this.dependencies.stateOf(caller);
    const point = this.#isCrashing() ? this.#crashPoint : undefined;
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

  #isCrashing(): boolean {
    const { crashesAfterSeconds = 0 } = this.plan;
    return this.dependencies.now() >= (this.#begins[0] ?? 0) + crashesAfterSeconds * 1000;
  }

  /** When the last fault ends, if the run is not recovered before. In milliseconds since the epoch. */
  get lastUntil(): number {
    const { rates, outages, concurrency, ratesLastSeconds = CHANCE_FAULTS_LAST_SECONDS } = this.plan;
    const spans = [...outages, ...(concurrency ? [concurrency] : [])].filter(({ inRecovery }) => !inRecovery);
    const ends = [rates.size > 0 ? ratesLastSeconds : 0, ...spans.map(({ toSeconds }) => toSeconds)];
    return Math.max((this.#begins[0] ?? 0) + Math.max(...ends) * 1000, this.#killedAt);
  }

  /** An invocation makes many calls, and must have a chance to end well. */
  #rarely(kind: ChanceFault): boolean {
    const rate = this.#rateOf(kind);
    return rate > 0 && this.dependencies.random.chance(rate / 4);
  }

  #kill(point: CrashPoint): Course {
    this.#killedAt = this.dependencies.now();
    this.count('Lambda: killed');
    const name = nameOf(point);
    this.crashes[name] = (this.crashes[name] ?? 0) + 1;
    this.dependencies.note(`! killed: ${name}`);
    return point.side === 'before' ? { lost: 'kill' } : { answerLost: 'kill' };
  }

  #outage(request: Request): Course | undefined {
    for (const { kind } of this.plan.outages) {
      const course = this.lasts(kind) ? OUTAGE_COURSES[kind](this.#situation(request)) : undefined;
      if (!course) continue;
      this.count(kind);
      return course;
    }
    return undefined;
  }

  #chance(request: Request): Course | undefined {
    for (const kind of REQUEST_FAULTS) {
      if (!this.plan.rates.has(kind)) continue;
      const course = REQUEST_COURSES[kind](this.#situation(request));
      if (course && this.strikes(kind)) return course;
    }
    return undefined;
  }

  #situation(request: Request) {
    const [surname = '', , name = ''] = this.plan.people[0]?.personal ?? [];
    return { request, random: this.dependencies.random, name, surname };
  }
}
