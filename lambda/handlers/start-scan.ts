import { Env } from '../../lib/contract/names';
import { readNumber } from '../runtime/environment';
import { type Execution, executionOf, guarded, type InvocationContext, log } from '../runtime/handler';
import { appFabricParts, type Outside } from '../runtime/parts';
import { pollTasks } from '../scan/poll-tasks';
import { startScan } from '../scan/start-scan';
import { pollParts } from './poll-tasks';

/** Starting up to 50 tasks may take AppFabric a while, and a start that is given up may still have happened. */
const START_TIMEOUT_MILLISECONDS = 30_000;
/** Time to record the tasks after the last start. */
const RESERVE_MILLISECONDS = 60_000;

/**
 * Starts a scan and polls it for the first window: most scans end in it, and each state less is a quarter of what
 * orchestrating such a scan costs (docs/benchmarks.md).
 */
export function startScanHandler(outside: Outside) {
  const polling = pollParts(outside);
  const parts = {
    ...polling,
    ...appFabricParts(outside, START_TIMEOUT_MILLISECONDS),
    scanTimeoutSeconds: readNumber(outside.environment, Env.SCAN_TIMEOUT_SECONDS),
  };
  return (event: { readonly execution: Execution }, context: InvocationContext) =>
    guarded(async () => {
      const returnBy = outside.clock.now() + context.getRemainingTimeInMillis() - RESERVE_MILLISECONDS;
      const started = await startScan({ ...executionOf(event.execution), returnBy }, parts);
      log(
        started.done
          ? { message: 'Nothing to start', scanId: started.scanId, duplicateOf: started.duplicateOf }
          : { message: 'Started', scanId: started.scanId, pending: started.pending.length },
      );
      return pollTasks(started, returnBy, polling);
    });
}
