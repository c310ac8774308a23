import { type Execution, lambdaHandler, withSafeErrors } from './runtime/handler';
import { type Runtime, storeDependencies } from './runtime/runtime';
import type { NextStep, WatchState } from './watch/state';

/** In the states StartWatch and Review. */
interface WatchEvent {
  readonly execution: Execution;
  /** Absent in StartWatch. */
  readonly state?: WatchState;
}

/** From EndedWatches: the detail of the event of an execution that has ended. */
interface EndedEvent {
  readonly ended: { readonly name: string };
}

/** Begins, reviews and ends watches. */
export function createHandler(runtime: Runtime) {
  storeDependencies(runtime);
  return (_event: WatchEvent | EndedEvent) =>
    withSafeErrors(async (): Promise<NextStep | { watchId: string }> => {
      throw new Error('Not yet.');
    });
}

export const handler = lambdaHandler(createHandler);
