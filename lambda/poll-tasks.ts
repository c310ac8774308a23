import { returnTime } from '../lib/contract/time-budgets';
import { type InvocationContext, lambdaHandler, log, withSafeErrors } from './runtime/handler';
import { pollDependencies, type Runtime } from './runtime/runtime';
import { pollWindow } from './scan/poll-window';
import type { ScanDone, ScanProgress } from './scan/state';

/** Polls a scan's pending tasks for one poll window. */
export function createHandler(runtime: Runtime) {
  const dependencies = pollDependencies(runtime);
  return (state: ScanProgress | ScanDone, context: InvocationContext) =>
    withSafeErrors(async () => {
      const returnBy = returnTime(runtime.clock.now(), context.getRemainingTimeInMillis());
      const next = await pollWindow(state, returnBy, dependencies);
      log({ message: 'Polled', scanId: next.scanId, done: next.done, pending: next.done ? 0 : next.pending.length });
      return next;
    });
}

export const handler = lambdaHandler(createHandler);
