import type { NextStep, WatchState } from '../../../lambda/watch/state';
import type { Course, Request } from '../../../simulator/world';
import {
  CLEAR,
  OPEN,
  type Running,
  type ScanEnding,
  unknown,
  type WatchSteps,
  withWatches,
} from '../../support/watch-steps';

const HOUR = 3600;
const MINUTE = 60;

/** Stops one invocation after one of its calls: the call is done, its answer is lost, and nothing comes after it. */
class Interruption {
  private isArmed = false;
  private calls = 0;
  private invocations = 0;
  /** Whether the invocation had that many calls. */
  isDone = false;

  /** @param invocation which one, from 1 @param call after which of its calls, from 1, or 0 for before the first */
  constructor(
    private readonly invocation: number,
    private readonly call: number,
  ) {}

  course(request: Request): Course {
    if (!this.isArmed || request.caller.name !== 'watch') return {};
    this.calls++;
    if (this.calls < this.call) return {};
    this.isDone = true;
    return this.calls === this.call ? { answerLost: new Error('stopped') } : { lost: new Error('stopped') };
  }

  /** Runs an invocation, and repeats it if it was stopped. */
  async around<T>(invoke: () => Promise<T>): Promise<T> {
    this.isArmed = ++this.invocations === this.invocation;
    const result = await invoke().catch(() => undefined);
    const isStopped = this.isArmed && this.isDone;
    this.isArmed = false;
    return result === undefined || isStopped ? invoke() : result;
  }
}

/** What a watch goes through. Each step of it is stopped after each of its calls. */
interface Life {
  readonly input?: object;
  readonly endings: readonly ScanEnding[];
  /** A request that joins, and when, in seconds after the begin. */
  readonly joins?: { readonly after: number; readonly input: object };
  /** When the execution is stopped by somebody, in seconds after the begin. */
  readonly stopAfter?: number;
  readonly published: readonly string[];
  readonly status: string;
}

const lives: Record<string, Life> = {
  'is cleared after an open account and an unavailable app': {
    input: { cadenceSeconds: [HOUR] },
    endings: [OPEN, unknown('APP_UNAVAILABLE'), CLEAR],
    published: ['watch-started', 'watch-cleared'],
    status: 'CLEARED',
  },
  'is overdue, and then cleared': {
    input: { cadenceSeconds: [HOUR], dueInSeconds: 30 * MINUTE },
    endings: [OPEN, CLEAR],
    published: ['watch-started', 'watch-overdue', 'watch-cleared'],
    status: 'CLEARED',
  },
  'is overdue and given up at once': {
    input: { cadenceSeconds: [HOUR], dueInSeconds: 90 * MINUTE, giveUpAfterSeconds: 90 * MINUTE },
    endings: [{ failed: { name: 'ScanStopped', message: 'Stopped.' } }, OPEN],
    published: ['watch-started', 'watch-overdue', 'watch-given-up'],
    status: 'GIVEN_UP',
  },
  'is joined by a request that is due first': {
    input: { cadenceSeconds: [2 * HOUR] },
    endings: [OPEN, CLEAR],
    joins: { after: 10 * MINUTE, input: { dueInSeconds: HOUR } },
    published: ['watch-started', 'watch-overdue', 'watch-cleared'],
    status: 'CLEARED',
  },
  'is joined by a request that is due later': {
    input: { cadenceSeconds: [2 * HOUR] },
    endings: [OPEN, CLEAR],
    joins: { after: 10 * MINUTE, input: {} },
    published: ['watch-started', 'watch-cleared'],
    status: 'CLEARED',
  },
  'is stopped': {
    input: { cadenceSeconds: [2 * HOUR] },
    endings: [OPEN],
    stopAfter: HOUR,
    published: ['watch-started', 'watch-stopped'],
    status: 'STOPPED',
  },
};

/** Plays a life, and stops one invocation in it. @returns what is left of it */
async function play(steps: WatchSteps, life: Life, { around }: Pick<Interruption, 'around'>) {
  const { execution, start, review, scan, until, now, end } = steps;
  const live = async (running: Running, endings: readonly ScanEnding[], stopAfter = Number.POSITIVE_INFINITY) => {
    let step: NextStep = await around(() => start(running));
    for (let scans = 0; step.next !== 'END'; ) {
      if (step.until !== undefined) await until(Math.min(stopAfter, (Date.parse(step.until) - BEGIN) / 1000));
      if (now() >= stopAfter) return around(() => end(running, 'ABORTED', { stopDate: BEGIN + stopAfter * 1000 }));
      const state: WatchState = step;
      const { name, input } = state.scan ?? {};
      const isScanned = name !== undefined && state.next !== 'WAIT_TO_REVIEW';
      const ending = endings[Math.min(scans, endings.length - 1)] as ScanEnding;
      const scanFailure = isScanned && input ? await scan(name, ending, input) : undefined;
      if (isScanned) scans++;
      step = await around(() => review(running, { ...state, ...(scanFailure && { scanFailure }) }));
    }
    return step;
  };
  const owner = live(execution('leaver', life.input), life.endings, life.stopAfter);
  if (life.joins) {
    await until(life.joins.after);
    await live(execution('second', life.joins.input), []);
  }
  await owner;
}

const BEGIN = Date.parse('2026-01-05T08:00:00.000Z');

/** What must be the same at the end, whatever was stopped. Times differ by what the repetition took. */
async function outcomeOf(steps: WatchSteps) {
  const [watch, ...past] = await steps.watches();
  const { status, scanCount, failedScanCount, requesters, verdict, askedAgainInAll, unpublished, turn } = watch ?? {};
  const kinds = [...new Set(steps.published())];
  const ids = new Set(steps.events().map(({ detail }) => String(detail.id)));
  // An event that is sent again is the same.
  expect(new Set(steps.events().map(({ detail }) => JSON.stringify(Object.entries(detail).sort()))).size).toBe(
    ids.size,
  );
  return {
    status,
    scanCount,
    failedScanCount,
    verdict,
    askedAgainInAll,
    turn,
    unpublished: unpublished?.length,
    requesters: requesters?.map(({ executionName }) => executionName),
    past: past.length,
    kinds,
    ids: ids.size,
  };
}

describe.each(Object.entries(lives))('a watch that %s', (_, life) => {
  it('ends the same, whichever of its steps is stopped after whichever of its calls', async () => {
    const played = async (invocation: number, call: number) => {
      const interruption = new Interruption(invocation, call);
      let outcome: object = {};
      await withWatches(
        async (steps) => {
          await play(steps, life, { around: (invoke) => interruption.around(invoke) });
          outcome = await outcomeOf(steps);
        },
        { course: (request) => interruption.course(request) },
      );
      return { outcome, isDone: interruption.isDone };
    };
    const { outcome: expected } = await played(0, 0);
    expect(expected).toMatchObject({ status: life.status, kinds: life.published, past: 0, unpublished: 0 });
    expect(expected).toMatchObject({ ids: life.published.length });
    let stopped = 0;
    for (let invocation = 1; ; invocation++) {
      let call = 0;
      for (; ; call++) {
        const { outcome, isDone } = await played(invocation, call);
        if (!isDone) break;
        stopped++;
        expect({ invocation, call, ...outcome }).toEqual({ invocation, call, ...expected });
      }
      // There are no more invocations.
      if (call === 0) break;
    }
    expect(stopped).toBeGreaterThan(15);
  });
});
