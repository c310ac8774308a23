import { returnTime } from '../lib/contract/time-budgets';
import {
  type Execution,
  executionOf,
  type InvocationContext,
  lambdaHandler,
  log,
  withSafeErrors,
} from './runtime/handler';
import { pollDependencies, type Runtime } from './runtime/runtime';
import { continueScan } from './scan/continue-scan';
import type { ScanProgress } from './scan/state';

interface PollTasksEvent {
  readonly execution: Execution;
  readonly state: ScanProgress;
}

/** Polls a scan's pending tasks for one poll window. */
export function createHandler(runtime: Runtime) {
  const dependencies = pollDependencies(runtime);
  return ({ execution, state }: PollTasksEvent, context: InvocationContext) =>
    withSafeErrors(async () => {
      const returnBy = returnTime(runtime.clock.now(), context.getRemainingTimeInMillis());
      const next = await continueScan(executionOf(execution), state, returnBy, dependencies);
      log({ message: 'Polled', scanId: next.scanId, done: next.done, pending: next.done ? 0 : next.pending.length });
      return next;
    });
}

export const handler = lambdaHandler(createHandler);
