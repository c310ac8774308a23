import { type EndedDetail, inputIn } from './runtime/ended-event';
import { type Execution, executionOf, type InvocationContext, lambdaHandler } from './runtime/handler';
import { invocation, type StepEvent } from './runtime/invocation';
import { type Runtime, storeDependencies } from './runtime/runtime';
import { endScan } from './scan/end-scan';
import { type EndedExecution, recordEndedExecution } from './scan/ended-execution';
import { recordFailure } from './scan/record-failure';
import type { ScanFailed } from './scan/state';

/** An error that the state machine caught. After PollTasks, it is added to the state as `failure`. */
interface Caught {
  readonly Error?: string;
  readonly Cause?: string;
}

/** In the state FailScan: an error ended StartScan, and replaced the state, or it ended PollTasks. */
interface FailScanEvent extends StepEvent {
  readonly execution: Execution;
  readonly failure: Caught & { readonly failure?: Caught; readonly pending?: readonly string[] };
}

/** In the state EndScan: the failure is recorded. */
interface EndScanEvent extends StepEvent {
  readonly execution: Execution;
  readonly state: ScanFailed;
}

/** From EndedScans: the detail of the event of an execution that has ended. */
interface EndedEvent extends StepEvent {
  readonly ended: EndedDetail;
}

/** Records and publishes that a scan failed, ends its execution, and reopens it after a redrive. */
export function createHandler(runtime: Runtime) {
  const dependencies = storeDependencies(runtime);
  return (event: FailScanEvent | EndScanEvent | EndedEvent, context?: InvocationContext) =>
    invocation(event, context, { runtime, idField: 'scanId' }, async () => {
      if ('ended' in event) {
        const ended = endedExecutionOf(event.ended);
        await recordEndedExecution(ended, dependencies);
        runtime.telemetry.info('Ended', { status: ended.status });
        return { scanId: ended.scanId };
      }
      const execution = executionOf(event.execution);
      if ('state' in event) {
        const reopened = await endScan(execution, event.state, dependencies);
        runtime.telemetry.info('Reopened');
        return reopened;
      }
      const { Error: error = '', Cause: cause = '' } = event.failure.failure ?? event.failure;
      const { pending } = event.failure;
      const next = await recordFailure({ ...execution, error, cause, pending }, dependencies);
      const message = next.done ? 'Completed' : 'failed' in next ? 'Failed' : 'Reopened';
      runtime.telemetry.info(message, 'failed' in next ? { errorName: next.failed.name } : {});
      return next;
    });
}

function endedExecutionOf(ended: EndedDetail): EndedExecution {
  const { name, startDate, stopDate, status, error, redriveCount } = ended;
  const startedAt = new Date(startDate).toISOString();
  const stoppedAt = stopDate ? new Date(stopDate).toISOString() : undefined;
  return { scanId: name, startedAt, stoppedAt, status, error: error ?? undefined, redriveCount, input: inputIn(ended) };
}

export const handler = lambdaHandler(createHandler);
