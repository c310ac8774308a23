import { returnTime } from '../lib/contract/time-budgets';
import { type Execution, executionOf, type InvocationContext, lambdaHandler } from './runtime/handler';
import { invocation, type StepEvent } from './runtime/invocation';
import { pollDependencies, type Runtime } from './runtime/runtime';
import { continueScan } from './scan/continue-scan';
import { progressOf, type ScanProgress } from './scan/state';

interface PollTasksEvent extends StepEvent {
  readonly execution: Execution;
  readonly state: ScanProgress;
}

/** Polls a scan's pending tasks for one poll window. */
export function createHandler(runtime: Runtime) {
  const dependencies = pollDependencies(runtime);
  return (event: PollTasksEvent, context: InvocationContext) =>
    invocation(event, context, { runtime, idField: 'scanId' }, async () => {
      const { execution, state } = event;
      const returnBy = returnTime(runtime.clock.now(), context.getRemainingTimeInMillis());
      const next = await continueScan(executionOf(execution), state, returnBy, dependencies);
      runtime.telemetry.info('Polled', progressOf(next));
      return next;
    });
}

export const handler = lambdaHandler(createHandler);
