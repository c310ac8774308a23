import { type EndedDetail, inputIn } from './runtime/ended-event';
import { type Execution, executionOf, type InvocationContext, lambdaHandler } from './runtime/handler';
import { invocation, type StepEvent } from './runtime/invocation';
import { type Runtime, watchDependencies } from './runtime/runtime';
import { type EndedWatchExecution, endWatch } from './watch/end-watch';
import { reviewWatch } from './watch/review';
import { startWatch } from './watch/start-watch';
import type { NextStep, WatchExecution, WatchState } from './watch/state';

/** In the states StartWatch and Review. */
interface WatchEvent extends StepEvent {
  readonly execution: Execution;
  /** Absent in StartWatch. */
  readonly state?: WatchState;
}

/** From EndedWatches: the detail of the event of an execution that has ended. */
interface EndedEvent extends StepEvent {
  readonly ended: EndedDetail;
}

/** Begins and reviews watches, and records the end of one that could not record it. */
export function createHandler(runtime: Runtime) {
  const dependencies = watchDependencies(runtime);
  return (event: WatchEvent | EndedEvent, context?: InvocationContext) =>
    invocation(
      event,
      context,
      { runtime, idField: 'watchId' },
      async (): Promise<NextStep | { readonly watchId: string }> => {
        if ('ended' in event) {
          const ended = endedExecutionOf(event.ended, runtime.clock.now());
          await endWatch(ended, dependencies);
          runtime.telemetry.info('Ended', { status: ended.status });
          return { watchId: ended.name };
        }
        const execution = watchExecutionOf(event.execution);
        const step =
          event.state === undefined
            ? await startWatch(execution, dependencies)
            : await reviewWatch(execution, event.state, dependencies);
        if (step.next === 'END') runtime.telemetry.info('Nothing to watch any more', { status: step.status });
        else runtime.telemetry.info('Watching', { next: step.next, until: step.until, scanId: step.scan?.name });
        return step;
      },
    );
}

function watchExecutionOf(execution: Execution): WatchExecution {
  const { input, scanId: name, startedAt } = executionOf(execution);
  return { input, name, startedAt };
}

function endedExecutionOf(ended: EndedDetail, now: number): EndedWatchExecution {
  const { name, startDate, stopDate, status, error, cause } = ended;
  return {
    name,
    startedAt: new Date(startDate).toISOString(),
    endedAt: new Date(stopDate ?? now).toISOString(),
    status,
    input: inputIn(ended),
    error: error ?? undefined,
    cause: cause ?? undefined,
  };
}

export const handler = lambdaHandler(createHandler);
