import { Env } from '../lib/contract/names';
import { functionTimeouts, returnTime } from '../lib/contract/time-budgets';
import { readNumber } from './runtime/environment';
import { type Execution, executionOf, type InvocationContext, lambdaHandler } from './runtime/handler';
import { invocation, type StepEvent } from './runtime/invocation';
import { appFabricDependencies, pollDependencies, type Runtime } from './runtime/runtime';
import { beginScan } from './scan/begin-scan';
import { pollWindow } from './scan/poll-window';
import { progressOf } from './scan/state';

/** Starting up to 50 tasks can take some time, and a request that times out may still have started them. */
const START_TIMEOUT_MILLISECONDS = 30_000;

interface StartScanEvent extends StepEvent {
  readonly execution: Execution;
}

/**
 * Starts a scan and polls it for the first poll window. Most scans end in this window, and each state transition that
 * this saves is a quarter of the cost of the orchestration of such a scan (docs/benchmarks.md).
 */
export function createHandler(runtime: Runtime) {
  const polling = pollDependencies(runtime);
  const dependencies = {
    ...polling,
    ...appFabricDependencies(runtime, START_TIMEOUT_MILLISECONDS),
    scanTimeoutSeconds: readNumber(runtime.environment, Env.SCAN_TIMEOUT_SECONDS),
    functionSeconds: functionTimeouts(polling.pacing.pollWindowSeconds).startScan,
  };
  return (event: StartScanEvent, context: InvocationContext) =>
    invocation(event, context, { runtime, idField: 'scanId' }, async () => {
      const returnBy = returnTime(runtime.clock.now(), context.getRemainingTimeInMillis());
      const begun = await beginScan({ ...executionOf(event.execution), returnBy }, dependencies);
      if (begun.done) runtime.telemetry.info('Nothing to start', { status: begun.status });
      else runtime.telemetry.info('Started', { pending: begun.pending.length });
      const next = await pollWindow(begun, returnBy, polling);
      if (!begun.done) runtime.telemetry.info('Polled', progressOf(next));
      return next;
    });
}

export const handler = lambdaHandler(createHandler);
