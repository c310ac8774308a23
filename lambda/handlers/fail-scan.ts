import { type Execution, executionOf, guarded, log } from '../runtime/handler';
import { type Outside, storeParts } from '../runtime/parts';
import { failScan } from '../scan/fail-scan';

/** What a Catch hands over; behind StartScan it is the whole state, behind PollTasks a part of it. */
interface Caught {
  readonly Error?: string;
  readonly Cause?: string;
}

interface FailScanEvent {
  readonly execution: Execution;
  readonly failure: Caught & { readonly failure?: Caught };
}

export function failScanHandler(outside: Outside) {
  const parts = storeParts(outside);
  return ({ execution, failure }: FailScanEvent) =>
    guarded(async () => {
      const { Error: error = '', Cause: cause = '' } = failure.failure ?? failure;
      const resumed = await failScan({ ...executionOf(execution), error, cause }, parts);
      log({ message: 'Resumed', scanId: resumed.scanId });
      return resumed;
    });
}
