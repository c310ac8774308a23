import { type Execution, executionOf, lambdaHandler, log, withSafeErrors } from './runtime/handler';
import { type Runtime, storeDependencies } from './runtime/runtime';
import { recordFailure } from './scan/record-failure';

/** A caught error. After StartScan, it replaces the state. After PollTasks, it is added to the state as `failure`. */
interface Caught {
  readonly Error?: string;
  readonly Cause?: string;
}

interface FailScanEvent {
  readonly execution: Execution;
  readonly failure: Caught & { readonly failure?: Caught };
}

/** Records and publishes that a scan failed, and throws its error. */
export function createHandler(runtime: Runtime) {
  const dependencies = storeDependencies(runtime);
  return ({ execution, failure }: FailScanEvent) =>
    withSafeErrors(async () => {
      const { Error: error = '', Cause: cause = '' } = failure.failure ?? failure;
      const resumed = await recordFailure({ ...executionOf(execution), error, cause }, dependencies);
      log({ message: 'Resumed', scanId: resumed.scanId });
      return resumed;
    });
}

export const handler = lambdaHandler(createHandler);
