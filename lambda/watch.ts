import { type EndedDetail, inputIn } from './runtime/ended-event';
import { type Execution, executionOf, lambdaHandler, log, withSafeErrors } from './runtime/handler';
import { type Runtime, watchDependencies } from './runtime/runtime';
import { type EndedWatchExecution, endWatch } from './watch/end-watch';
import { reviewWatch } from './watch/review';
import { startWatch } from './watch/start-watch';
import type { NextStep, WatchExecution, WatchState } from './watch/state';

/** In the states StartWatch and Review. */
interface WatchEvent {
  readonly execution: Execution;
  /** Absent in StartWatch. */
  readonly state?: WatchState;
}

/** From EndedWatches: the detail of the event of an execution that has ended. */
interface EndedEvent {
  readonly ended: EndedDetail;
}

/** Begins and reviews watches, and records the end of one that could not record it. */
export function createHandler(runtime: Runtime) {
  const dependencies = watchDependencies(runtime);
  return (event: WatchEvent | EndedEvent) =>
    withSafeErrors(async (): Promise<NextStep | { readonly watchId: string }> => {
      if ('ended' in event) {
        const ended = endedExecutionOf(event.ended, runtime.clock.now());
        await endWatch(ended, dependencies);
        log({ message: 'Ended', watchId: ended.name, status: ended.status });
        return { watchId: ended.name };
      }
      const execution = watchExecutionOf(event.execution);
      const step =
        event.state === undefined
          ? await startWatch(execution, dependencies)
          : await reviewWatch(execution, event.state, dependencies);
      log(
        step.next === 'END'
          ? { message: 'Nothing to watch any more', watchId: execution.name, status: step.status }
          : { message: 'Watching', watchId: execution.name, next: step.next, until: step.until },
      );
      return step;
    });
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
